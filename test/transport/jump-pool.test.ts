import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { DeviceError } from '../../src/error/flow-error.js';
import type { Host } from '../../src/inventory/host.js';
import type { AskLeave } from '../../src/inventory/leave.js';
import { Access } from '../../src/transport/access.js';
import type { ConnectOptions } from '../../src/transport/connect-options.js';
import { connectSsh } from '../../src/transport/ssh.js';
import { hostAt, optionsFor, startServer } from './ssh-server.js';

/** Two jump hosts and a device behind them. */
async function startChain(t: TestContext) {
  const [first, second, device] = [await startServer(t), await startServer(t), await startServer(t)];
  const jumps = [hostAt(first.port, { name: 'gate' }), hostAt(second.port, { name: 'inner-gate' })];
  return { first, second, device, jumps };
}

function failureOf(host: Host, options: ConnectOptions): Promise<DeviceError> {
  return connectSsh(host, options).then(
    () => assert.fail('it should not have come to a shell'),
    (error: unknown) => {
      assert.ok(error instanceof DeviceError, String(error));
      return error;
    },
  );
}

test('50 hosts behind two hops use one connection to each hop', async (t) => {
  const { first, second, device, jumps } = await startChain(t);
  const { options, verdicts } = optionsFor(t, { jumps });
  const names = Array.from({ length: 50 }, (_, index) => `R${index}`);
  // Ten at a time, as a limit of 10 would have it: between the batches nobody uses the hops.
  for (let at = 0; at < names.length; at += 10) {
    const batch = names.slice(at, at + 10).map((name) => connectSsh(hostAt(device.port, { name }), options));
    for (const transport of await Promise.all(batch)) transport.end();
  }
  assert.equal(first.connections, 1);
  assert.deepEqual(first.forwards, [second.port]);
  assert.equal(second.attempts.length, 1);
  assert.deepEqual(
    second.forwards,
    names.map(() => device.port),
  );
  assert.equal(device.connections, 50);
  assert.deepEqual(verdicts.slice(0, 2), ['gate accepted', 'inner-gate accepted']);
});

test('hosts behind the first hop alone share it with those behind both', async (t) => {
  const { first, second, device, jumps } = await startChain(t);
  const access = new Access();
  const far = optionsFor(t, { jumps, access }).options;
  const near = optionsFor(t, { jumps: jumps.slice(0, 1), access }).options;
  const both = await Promise.all([connectSsh(hostAt(device.port), near), connectSsh(hostAt(device.port), far)]);
  for (const transport of both) transport.destroy();
  assert.equal(first.connections, 1);
  assert.deepEqual(first.forwards.sort(), [second.port, device.port].sort());
});

test('closing the access logs out of every hop', async (t) => {
  const { first, second, device, jumps } = await startChain(t);
  const access = new Access();
  const transport = await connectSsh(hostAt(device.port), optionsFor(t, { jumps, access }).options);
  transport.end();
  await access.close();
  for (const socket of [...first.open, ...second.open]) if (!socket.destroyed) await once(socket, 'close');
});

test('a wrong password at a hop is tried once for all hosts behind it, and each is told which hop it was', async (t) => {
  const { first, second, device, jumps } = await startChain(t);
  const [gate, inner] = jumps as [Host, Host];
  const { options } = optionsFor(t, { jumps: [gate, { ...inner, password: 'wrong' }] });
  const errors = await Promise.all(
    [1, 2, 3].map((number) => failureOf(hostAt(device.port, { name: `R${number}` }), options)),
  );
  errors.push(await failureOf(hostAt(device.port, { name: 'R4' }), options));
  for (const { code, message } of errors) {
    assert.equal(code, 'auth');
    assert.match(message, /^jump host inner-gate did not accept the credentials$/);
  }
  assert.equal(second.attempts.length, 1);
  assert.equal(first.connections, 1);
});

test('a failure of the device behind a hop is told as its own', async (t) => {
  const { device, jumps } = await startChain(t);
  const error = await failureOf(hostAt(device.port, { password: 'wrong' }), optionsFor(t, { jumps }).options);
  assert.match(error.message, /^127\.0\.0\.1 port \d+ \(through inner-gate\) did not accept the credentials$/);
});

test('a host that is cancelled while it waits for a hop leaves the attempt to the others', async (t) => {
  const judged = makeDeferred<() => void>();
  const gate = await startServer(t, { judge: (context) => judged.resolve(() => context.accept()) });
  const device = await startServer(t);
  const stop = new AbortController();
  const access = new Access();
  const jumps = [hostAt(gate.port, { name: 'gate' })];
  const cancelled = failureOf(hostAt(device.port), optionsFor(t, { jumps, access, signal: stop.signal }).options);
  const other = connectSsh(hostAt(device.port, { name: 'R2' }), optionsFor(t, { jumps, access }).options);
  const accept = await judged.promise;
  stop.abort();
  assert.equal((await cancelled).code, 'cancelled');
  accept();
  (await other).destroy();
  assert.equal(gate.connections, 1);
});

test('an attempt that nobody waits for any more is ended, and the next host makes a new one', async (t) => {
  const judged = makeDeferred<void>();
  let isFirst = true;
  const gate = await startServer(t, {
    judge: (context) => {
      if (isFirst) judged.resolve();
      else context.accept();
      isFirst = false;
    },
  });
  const device = await startServer(t);
  const stop = new AbortController();
  const access = new Access();
  const jumps = [hostAt(gate.port, { name: 'gate' })];
  const cancelled = failureOf(hostAt(device.port), optionsFor(t, { jumps, access, signal: stop.signal }).options);
  await judged.promise;
  const [socket] = gate.open;
  stop.abort();
  assert.equal((await cancelled).code, 'cancelled');
  if (socket && !socket.destroyed) await once(socket, 'close');
  (await connectSsh(hostAt(device.port), optionsFor(t, { jumps, access }).options)).destroy();
  assert.equal(gate.connections, 2);
});

test('a login on a hop whose maker is gone before it may show the password is made anew by who waits for it', async (t) => {
  const { first, device, jumps } = await startChain(t);
  const access = new Access();
  const over = makeDeferred<void>();
  const mayShow: AskLeave = async () => {
    await over.promise;
    return { kind: 'gone' };
  };
  const stop = new AbortController();
  const gate = jumps.slice(0, 1);
  const maker = failureOf(
    hostAt(device.port),
    optionsFor(t, { jumps: gate, access, mayShow, signal: stop.signal }).options,
  );
  const waiting = connectSsh(hostAt(device.port), optionsFor(t, { jumps: gate, access }).options);
  stop.abort();
  over.resolve();
  assert.equal((await maker).code, 'cancelled');
  (await waiting).destroy();
  assert.equal(first.attempts.length, 1);
});

test('when a hop is lost its hosts are told so, and the next one logs in to it again', async (t) => {
  const { first, device, jumps } = await startChain(t);
  const { options } = optionsFor(t, { jumps: jumps.slice(0, 1) });
  const transport = await connectSsh(hostAt(device.port), options);
  const reason = new Promise<Error | undefined>((resolve) => transport.onClose(resolve));
  first.cut();
  assert.match((await reason)?.message ?? '', /^jump host gate ended the connection/);
  (await connectSsh(hostAt(device.port), options)).destroy();
  assert.equal(first.connections, 2);
});

test('a hop that tries several credentials keeps the one that works', async (t) => {
  const { first, device, jumps } = await startChain(t);
  const gate = { ...(jumps[0] as Host), password: 'wrong', credentials: [{ password: 'p' }] };
  const { options, verdicts } = optionsFor(t, { jumps: [gate] });
  for (const name of ['R1', 'R2']) (await connectSsh(hostAt(device.port, { name }), options)).destroy();
  assert.deepEqual(first.attempts, ['password u wrong', 'password u p']);
  assert.deepEqual(verdicts, ['gate refused', 'gate accepted', 'R1 accepted', 'R2 accepted']);
});

function makeDeferred<T>(): { promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
