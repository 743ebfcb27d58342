import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { DeviceError } from '../../src/error/flow-error.js';
import type { Host } from '../../src/inventory/host.js';
import { readHello } from '../../src/transport/server-hello.js';
import { connectSsh } from '../../src/transport/ssh.js';
import { hostAt, listen, optionsFor, type ServerOptions, startServer } from './ssh-server.js';

async function failureOf(t: TestContext, server: ServerOptions, more: Partial<Host> = {}): Promise<DeviceError> {
  const { port } = await startServer(t, server);
  return connectSsh(hostAt(port, more), optionsFor(t).options).then(
    () => assert.fail('it should not have come to a shell'),
    (error: DeviceError) => error,
  );
}

/** A port that says something that is not SSH, and hangs up. */
async function failureAt(t: TestContext, says: string): Promise<DeviceError> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.end(says);
  });
  const port = await listen(t, server, sockets);
  return connectSsh(hostAt(port), optionsFor(t).options).then(
    () => assert.fail('it should not have come to a shell'),
    (error: DeviceError) => error,
  );
}

test('Q01: without a key exchange in common both offers are named, and that `legacy` would help', async (t) => {
  const error = await failureOf(t, { algorithms: { kex: ['diffie-hellman-group1-sha1'] } });
  assert.equal(error.code, 'kex');
  assert.match(
    error.message,
    /^no SSH algorithm in common with 127\.0\.0\.1 port \d+: as key exchange method flow offers ecdh-sha2-nistp256, curve25519-sha256[^;]*; the device offers diffie-hellman-group1-sha1$/,
  );
  assert.equal(error.hint, 'set `ssh: {legacy: true}` for this host');
});

test('Q03: the same for ciphers and MACs; a name that is no legacy one is to be added by itself', async (t) => {
  const cbc = await failureOf(t, { algorithms: { cipher: ['aes128-cbc'] } });
  assert.match(cbc.message, /as cipher flow offers .*aes256-ctr.*; the device offers aes128-cbc$/);
  assert.equal(cbc.hint, 'set `ssh: {legacy: true}` for this host');
  const odd = await failureOf(t, { algorithms: { cipher: ['aes128-ctr'], hmac: ['hmac-ripemd160'] } }, {});
  assert.match(odd.message, /as MAC flow offers .*; the device offers hmac-ripemd160$/);
  assert.equal(odd.hint, 'set `ssh: {algorithms: {hmac: {append: [hmac-ripemd160]}}}` for this host');
});

test('Q02: a server that calls itself Cisco-1.25 and knows only group exchange is explained', async (t) => {
  const algorithms = { kex: ['diffie-hellman-group-exchange-sha256'] };
  const error = await failureOf(t, { ident: 'Cisco-1.25', algorithms });
  assert.equal(error.code, 'kex');
  assert.ok(!/flow offers[^;]*group-exchange/.test(error.message), error.message);
  assert.match(error.hint ?? '', /Cisco-1\.25 does group exchange wrongly/);
});

test('`legacy: true` gets in, and tells which weak algorithms are used', async (t) => {
  const algorithms = { kex: ['diffie-hellman-group14-sha1'], cipher: ['aes128-cbc'], hmac: ['hmac-md5'] };
  const { port } = await startServer(t, { algorithms });
  const { options, notices } = optionsFor(t);
  const transport = await connectSsh(hostAt(port, { ssh: { legacy: true } }), options);
  transport.destroy();
  assert.match(
    notices.join(),
    /^legacy algorithms are used with .*: diffie-hellman-group14-sha1, aes128-cbc, hmac-md5$/,
  );
});

test('`legacy: true` tells nothing where nothing weak is used', async (t) => {
  const { port } = await startServer(t);
  const { options, notices } = optionsFor(t);
  (await connectSsh(hostAt(port, { ssh: { legacy: true } }), options)).destroy();
  assert.deepEqual(notices, []);
});

test('algorithm names unknown here are left out, which is told once for all hosts', async (t) => {
  const { port } = await startServer(t);
  const { options, notices } = optionsFor(t);
  const host = hostAt(port, { ssh: { algorithms: { kex: ['mlkem768x25519-sha256', 'curve25519-sha256'] } } });
  for (const name of ['R1', 'R2']) (await connectSsh({ ...host, name }, options)).destroy();
  assert.deepEqual(notices, ['SSH algorithms that are not known here are left out: mlkem768x25519-sha256']);
});

test('Q13: text before the identification line is passed over', async (t) => {
  const { port } = await startServer(t, { greeting: 'Authorized users only\r\nSSH is great\r\n' });
  const transport = await connectSsh(hostAt(port), optionsFor(t).options);
  assert.ok(transport.software);
  transport.destroy();
});

test('Q14: a server that closes before it has said anything may be busy', async (t) => {
  const error = await failureAt(t, '');
  assert.equal(error.code, 'disconnected');
  assert.match(error.message, /closed the connection before it said anything/);
  assert.match(error.hint ?? '', /MaxStartups/);
});

test('Q15: a device without a free line is `vty_full`, with what it said', async (t) => {
  for (const says of ['CLI session limit 32 reached. Exiting.\r\n', 'busy\r\n', 'All VTYs are in use\r\n']) {
    const error = await failureAt(t, says);
    assert.equal(error.code, 'vty_full', says);
    assert.ok(error.message.includes(says.trim()), error.message);
  }
});

test('a port that speaks something else is told by what it said', async (t) => {
  const error = await failureAt(t, 'HTTP/1.1 400 Bad Request\r\n\r\n');
  assert.equal(error.code, 'disconnected');
  assert.match(error.message, /does not speak SSH: it said "HTTP\/1\.1 400 Bad Request"$/);
});

test('Q20: a device that refuses a terminal is tried without one', async (t) => {
  const { port } = await startServer(t, { refusesPty: true, shell: (channel) => channel.write('no terminal here') });
  const transport = await connectSsh(hostAt(port), optionsFor(t).options);
  const text = await new Promise<string>((resolve) => transport.onData((bytes) => resolve(bytes.toString())));
  assert.equal(text, 'no terminal here');
  transport.destroy();
});

test('Q18: a user name with options in it is left as it is', async (t) => {
  const server = await startServer(t, { judge: (context) => context.accept() });
  const transport = await connectSsh(hostAt(server.port, { username: 'admin+ct511w4098h' }), optionsFor(t).options);
  transport.destroy();
  assert.deepEqual(server.attempts, ['password admin+ct511w4098h p']);
});

test('Q19, Q21, Q22: one shell with a wide window and a wide terminal', async (t) => {
  const server = await startServer(t);
  const transport = await connectSsh(hostAt(server.port), optionsFor(t).options);
  await new Promise((resolve) => transport.onData(resolve));
  transport.destroy();
  assert.deepEqual(server.shells, [{ columns: 511, rows: 1000, window: 2 * 1024 * 1024 }]);
});

test('Q23: no keep-alive is sent unless asked for', async (t) => {
  const server = await startServer(t);
  const transport = await connectSsh(hostAt(server.port), optionsFor(t).options);
  transport.destroy();
  assert.deepEqual(server.requests, []);
});

test('a hello is read in whatever state it was cut', () => {
  const bytes = Buffer.concat([Buffer.from('hi\r\nSSH-2.0-x_1 note\r\n'), Buffer.alloc(5), Buffer.from([20])]);
  for (let end = 0; end <= bytes.length; end++) readHello(bytes.subarray(0, end));
  assert.deepEqual(readHello(bytes), { greeting: 'hi', software: 'x_1', offer: undefined });
});
