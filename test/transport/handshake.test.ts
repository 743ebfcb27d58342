import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { DeviceError } from '../../src/error/flow-error.js';
import { readHello } from '../../src/transport/server-hello.js';
import { connectSsh } from '../../src/transport/ssh.js';
import { hostAt, listen, optionsFor, startServer } from './ssh-server.js';

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

test('a port that speaks something else is told by what it said', async (t) => {
  const error = await failureAt(t, 'HTTP/1.1 400 Bad Request\r\n\r\n');
  assert.equal(error.code, 'disconnected');
  assert.match(error.message, /does not speak SSH: it said "HTTP\/1\.1 400 Bad Request"$/);
});

test('a hello is read in whatever state it was cut', () => {
  const bytes = Buffer.concat([Buffer.from('hi\r\nSSH-2.0-x_1 note\r\n'), Buffer.alloc(5), Buffer.from([20])]);
  for (let end = 0; end <= bytes.length; end++) readHello(bytes.subarray(0, end));
  assert.deepEqual(readHello(bytes), { greeting: 'hi', software: 'x_1', offer: undefined });
});
