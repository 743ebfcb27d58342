import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { DeviceError } from '../../src/error/flow-error.js';
import { credentialIdOf } from '../../src/inventory/credentials.js';
import type { Host } from '../../src/inventory/host.js';
import type { ConnectOptions } from '../../src/transport/connect-options.js';
import { connectSsh } from '../../src/transport/ssh.js';
import { hostAt, optionsFor, startServer } from './ssh-server.js';

/** Logs in and hangs up. @returns the error's code and message, or `in` */
async function tryLogin(host: Host, options: ConnectOptions): Promise<string> {
  try {
    (await connectSsh(host, options)).destroy();
    return 'in';
  } catch (error) {
    assert.ok(error instanceof DeviceError, String(error));
    return `${error.code}: ${error.message}`;
  }
}

test('credentials are tried in order, each once, on a connection of its own, until one is accepted', async (t) => {
  const server = await startServer(t);
  const { options, verdicts } = optionsFor(t);
  const credentials = [{ username: 'old', password: 'x' }, { password: 'p' }, { password: 'never' }];
  assert.equal(await tryLogin(hostAt(server.port, { password: 'wrong', credentials }), options), 'in');
  assert.deepEqual(server.attempts, ['password u wrong', 'password old x', 'password u p']);
  assert.equal(server.connections, 3);
  assert.deepEqual(verdicts, ['R1 refused', 'R1 refused', 'R1 accepted']);
});

test('the next login of the run begins with the credential that was accepted', async (t) => {
  const server = await startServer(t);
  const { options } = optionsFor(t);
  const host = hostAt(server.port, { password: 'wrong', credentials: [{ password: 'p' }] });
  assert.equal(await tryLogin(host, options), 'in');
  assert.equal(await tryLogin(host, options), 'in');
  assert.deepEqual(server.attempts, ['password u wrong', 'password u p', 'password u p']);
});

test('the password of the host is not tried with another user', async (t) => {
  const server = await startServer(t);
  const credentials = [{ username: 'other', secret: 's' }];
  await tryLogin(hostAt(server.port, { password: 'wrong', credentials }), optionsFor(t).options);
  assert.deepEqual(server.attempts, ['password u wrong', 'none other']);
});

test('a failure that is none of the credentials ends the list', async (t) => {
  const server = await startServer(t, { algorithms: { kex: ['diffie-hellman-group1-sha1'] } });
  const host = hostAt(server.port, { credentials: [{ password: 'q' }] });
  assert.match(await tryLogin(host, optionsFor(t).options), /^kex: /);
  assert.equal(server.connections, 1);
});

test('a key that cannot be read counts as no attempt, and the next credential is tried', async (t) => {
  const server = await startServer(t);
  const { options, verdicts } = optionsFor(t);
  const { password: _password, ...bare } = hostAt(server.port);
  assert.equal(await tryLogin({ ...bare, key: '/nowhere/id', credentials: [{ password: 'p' }] }, options), 'in');
  assert.deepEqual(verdicts, ['R1 accepted']);
});

test('a one-time code is good for one login: the second one is not made with it', async (t) => {
  const codes: string[] = [];
  const server = await startServer(t, {
    judge: (context, refuse) => {
      if (context.method !== 'keyboard-interactive') return refuse(['keyboard-interactive']);
      context.prompt(['Verification code: '], ([code = '']) => {
        codes.push(code);
        context.accept();
      });
    },
  });
  const { options, verdicts } = optionsFor(t);
  const ssh = { answers: [{ match: 'code', send: '123456', oneTime: true }] };
  assert.equal(await tryLogin(hostAt(server.port, { ssh }), options), 'in');
  assert.match(await tryLogin(hostAt(server.port, { ssh, name: 'R2' }), options), /^auth: .* was used already$/);
  assert.deepEqual(codes, ['123456']);
  assert.deepEqual(verdicts, ['R1 accepted']);
});

test('a password and then a code, as two parts of one login', async (t) => {
  const server = await startServer(t, {
    judge: (context, refuse) => {
      if (context.method === 'password') return refuse(['keyboard-interactive'], true);
      if (context.method !== 'keyboard-interactive') return refuse(['password']);
      context.prompt(['Code: '], ([code]) => (code === '42' ? context.accept() : refuse(['password'])));
    },
  });
  const ssh = {
    auth: ['password', 'keyboard-interactive'],
    answers: [{ match: 'code', send: '42' }],
  } satisfies Host['ssh'];
  assert.equal(await tryLogin(hostAt(server.port, { ssh }), optionsFor(t).options), 'in');
});

test('Q09: a server that lets anybody in has proven nothing', async (t) => {
  const server = await startServer(t, {
    judge: (context, refuse) => (context.method === 'none' ? context.accept() : refuse([])),
  });
  const { options, verdicts } = optionsFor(t);
  const transport = await connectSsh(hostAt(server.port), options);
  assert.equal(transport.isProven, false);
  transport.destroy();
  assert.deepEqual(server.attempts, ['password u p', 'none u']);
  assert.deepEqual(verdicts, []);
});

test('a password is shown when leave is given, and the time until then counts for no limit', async (t) => {
  const server = await startServer(t);
  const steps: string[] = [];
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { options } = optionsFor(t, {
    onStep: (step) => steps.push(step),
    mayShow: async () => {
      assert.deepEqual(server.attempts, []);
      await null;
      t.mock.timers.tick(60_000);
      return { kind: 'given', isProven: false };
    },
  });
  assert.equal(await tryLogin(hostAt(server.port), options), 'in');
  assert.deepEqual(server.attempts, ['password u p']);
  assert.deepEqual(steps.slice(-2), ['waiting for others with the same credentials', 'logging in']);
});

test('a server that hangs up while leave is waited for is connected to again once it is given', async (t) => {
  const server = await startServer(t);
  let asked = 0;
  const { options } = optionsFor(t, {
    mayShow: async () => {
      if (asked++ > 0) return { kind: 'given', isProven: true };
      const sockets = [...server.open];
      for (const socket of sockets) socket.destroy();
      return new Promise(() => {});
    },
  });
  assert.equal(await tryLogin(hostAt(server.port), options), 'in');
  assert.equal(server.connections, 2);
  assert.deepEqual(server.attempts, ['password u p']);
});

test('of a list the credential that is locked is not shown, and the next one is tried', async (t) => {
  const server = await startServer(t);
  const { options } = optionsFor(t, {
    mayShow: async (credential) =>
      credential === credentialIdOf(hostAt(0, { password: 'old' }))
        ? { kind: 'locked', refusals: 3 }
        : { kind: 'given', isProven: true },
  });
  const host = hostAt(server.port, { password: 'old', credentials: [{ password: 'p' }] });
  assert.equal(await tryLogin(host, options), 'in');
  assert.deepEqual(server.attempts, ['password u p']);
  const alone = optionsFor(t, { mayShow: async () => ({ kind: 'locked', refusals: 3 }) }).options;
  assert.equal(
    await tryLogin(hostAt(server.port), alone),
    'lockout: not tried: these credentials had been refused 3 times in a row',
  );
});

test('a login that is cancelled leaves no connection', async (t) => {
  const stop = new AbortController();
  const server = await startServer(t, { judge: () => stop.abort() });
  assert.match(await tryLogin(hostAt(server.port), optionsFor(t, { signal: stop.signal }).options), /^cancelled: /);
  await allClosed(server.open);
});

test('a login that takes too long leaves no connection', async (t) => {
  const server = await startServer(t, { judge: () => {} });
  assert.match(await tryLogin(hostAt(server.port), optionsFor(t, { authMs: 200 }).options), /^timeout: /);
  await allClosed(server.open);
});

async function allClosed(sockets: Set<Socket>): Promise<void> {
  for (const socket of [...sockets]) if (!socket.destroyed) await once(socket, 'close');
}
