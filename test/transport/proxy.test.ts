import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { DeviceError } from '../../src/error/flow-error.js';
import { parseProxy } from '../../src/inventory/proxy.js';
import { connectSsh } from '../../src/transport/ssh.js';
import { hostAt, listen, optionsFor, startServer } from './ssh-server.js';

/** What a proxy does with a client; gives what it was asked for, or undefined after it has said no itself. */
type Greet = (client: Peer) => Promise<{ port: number; accept: Buffer } | undefined>;

/** Reads a socket byte by byte. */
interface Peer {
  read(bytes: number): Promise<Buffer>;
  readLine(): Promise<string>;
  write(bytes: Buffer | string): void;
}

/**
 * Starts a proxy that connects to a port of 127.0.0.1. Its yes and the first bytes of the server leave in one piece, as they may
 * on a fast network.
 */
async function startProxy(t: TestContext, greet: Greet): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer(async (client) => {
    sockets.add(client.on('error', () => {}));
    const peer = peerOf(client);
    const goal = await greet(peer);
    if (!goal) return;
    const target = connect(goal.port, '127.0.0.1');
    sockets.add(target.on('error', () => client.destroy()));
    target.once('data', (first) => {
      client.write(Buffer.concat([goal.accept, first]));
      target.pipe(client);
    });
    client.pipe(target);
  });
  return listen(t, server, sockets);
}

function peerOf(socket: Socket): Peer {
  const read = async (bytes: number): Promise<Buffer> => {
    for (;;) {
      const piece: Buffer | null = socket.read(bytes);
      if (piece) return piece;
      await new Promise((resolve) => socket.once('readable', resolve));
    }
  };
  return {
    read,
    write: (bytes) => void socket.write(bytes),
    readLine: async () => {
      let line = '';
      while (!line.endsWith('\r\n')) line += (await read(1)).toString('latin1');
      return line.trimEnd();
    },
  };
}

/** A SOCKS5 server. @see RFC 1928, RFC 1929 */
function socks5(login?: { username: string; password: string }, reply = 0): Greet {
  return async (client) => {
    const [, count = 0] = await client.read(2);
    await client.read(count);
    client.write(Buffer.from([5, login ? 2 : 0]));
    if (login) {
      const [, nameLength = 0] = await client.read(2);
      const username = (await client.read(nameLength)).toString();
      const [passwordLength = 0] = await client.read(1);
      const isRight = username === login.username && (await client.read(passwordLength)).toString() === login.password;
      client.write(Buffer.from([1, isRight ? 0 : 1]));
      if (!isRight) return undefined;
    }
    const [, , , type] = await client.read(4);
    const length = type === 3 ? ((await client.read(1))[0] ?? 0) : type === 4 ? 16 : 4;
    await client.read(length);
    const port = (await client.read(2)).readUInt16BE();
    const accept = Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]);
    if (reply === 0) return { port, accept };
    client.write(accept);
    return undefined;
  };
}

/** An HTTP proxy; asks for `user:pass` when it is given. */
function http(login?: string, refusal?: string): Greet {
  return async (client) => {
    const [, goal = ''] = (await client.readLine()).split(' ');
    const headers: string[] = [];
    for (let line = await client.readLine(); line !== ''; line = await client.readLine()) headers.push(line);
    const wanted = `proxy-authorization: Basic ${Buffer.from(login ?? '').toString('base64')}`;
    const isRight = login === undefined || headers.some((line) => line.toLowerCase() === wanted.toLowerCase());
    if (refusal === undefined && isRight)
      return { port: Number(goal.split(':')[1]), accept: Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n') };
    client.write(`HTTP/1.1 ${refusal ?? '407 Proxy Authentication Required'}\r\nContent-Length: 0\r\n\r\n`);
    return undefined;
  };
}

async function tryThrough(t: TestContext, greet: Greet, login = '', scheme = 'socks5'): Promise<string> {
  const server = await startServer(t);
  const port = await startProxy(t, greet);
  const host = hostAt(server.port, { proxy: `${scheme}://${login}127.0.0.1:${port}` });
  try {
    const transport = await connectSsh(host, optionsFor(t).options);
    transport.destroy();
    return 'in';
  } catch (error) {
    assert.ok(error instanceof DeviceError, String(error));
    assert.ok(
      !JSON.stringify([error.message, error.last, String(error.cause)]).includes('s3cr'),
      'a password is shown',
    );
    return `${error.code}: ${error.message.replace(/\d{4,5}/g, 'PORT')}`;
  }
}

const login = { username: 'me', password: 's3cr@t' };

test('a host is reached through a SOCKS5 proxy, with and without a password', async (t) => {
  assert.equal(await tryThrough(t, socks5()), 'in');
  assert.equal(await tryThrough(t, socks5(login), 'me:s3cr%40t@'), 'in');
  assert.equal(await tryThrough(t, socks5(login), 'me:s3cr@t@'), 'in');
});

test('a SOCKS5 proxy that refuses says why, and no password is shown', async (t) => {
  assert.equal(
    await tryThrough(t, socks5(login), 'me:s3crWrong@'),
    'auth: proxy 127.0.0.1 port PORT did not accept its credentials',
  );
  assert.equal(
    await tryThrough(t, socks5(undefined, 5)),
    'refused: connections are refused by 127.0.0.1 port PORT, says proxy 127.0.0.1 port PORT',
  );
  assert.match(await tryThrough(t, socks5(undefined, 4)), /^unreachable: proxy .* opened no way to .*HostUnreachable/);
});

test('a host is reached through an HTTP proxy, with and without a password', async (t) => {
  assert.equal(await tryThrough(t, http(), '', 'http'), 'in');
  assert.equal(await tryThrough(t, http('me:s3cr@t'), 'me:s3cr%40t@', 'http'), 'in');
});

test('an HTTP proxy that refuses says why, and no password is shown', async (t) => {
  assert.match(
    await tryThrough(t, http('me:s3cr@t'), 'me:s3crWrong@', 'http'),
    /^auth: proxy .* did not accept its credentials: 407 Proxy Authentication Required$/,
  );
  assert.match(
    await tryThrough(t, http(undefined, '403 Forbidden'), '', 'http'),
    /^unreachable: proxy .* opened no way to 127\.0\.0\.1:PORT: 403 Forbidden$/,
  );
});

test('a proxy that is not there is named, not the host', async (t) => {
  const host = hostAt(22, { proxy: 'socks5://127.0.0.1:1' });
  await assert.rejects(
    connectSsh(host, optionsFor(t).options),
    /connections are refused by proxy 127\.0\.0\.1 port 1$/,
  );
});

test('a proxy that never answers is given up, and its connection closed', async (t) => {
  for (const scheme of ['socks5', 'http']) {
    const port = await startProxy(t, async () => undefined);
    const host = hostAt(22, { proxy: `${scheme}://127.0.0.1:${port}` });
    await assert.rejects(
      connectSsh(host, optionsFor(t, { connectMs: 100 }).options),
      /no answer from proxy .* to 127\.0\.0\.1 port 22 within 0\.1 s/,
    );
  }
});

test('the first jump host is reached through its proxy', async (t) => {
  const [gate, device] = [await startServer(t), await startServer(t)];
  const proxy = `socks5://127.0.0.1:${await startProxy(t, socks5())}`;
  const jumps = [hostAt(gate.port, { name: 'gate', proxy })];
  // The device's own proxy is not used: the way to it begins at the gate.
  const host = hostAt(device.port, { proxy: 'socks5://127.0.0.1:1' });
  (await connectSsh(host, optionsFor(t, { jumps }).options)).destroy();
  assert.deepEqual(gate.forwards, [device.port]);
});

test('addresses of proxies are read', () => {
  const read = (text: string) => parseProxy(text) ?? 'no proxy';
  assert.deepEqual(read('socks5://h'), { kind: 'socks5', address: 'h', port: 1080 });
  assert.deepEqual(read('SOCKS5H://[2001:db8::1]:99/'), { kind: 'socks5', address: '2001:db8::1', port: 99 });
  assert.deepEqual(read('socks4a://u@h:1'), { kind: 'socks4', address: 'h', port: 1, username: 'u' });
  assert.deepEqual(read('http://u:a:b%@h'), {
    kind: 'http',
    address: 'h',
    port: 3128,
    username: 'u',
    password: 'a:b%',
  });
  for (const wrong of ['h:1080', 'https://h', 'socks5://', 'socks5://h:0', 'socks5://h:70000', 'socks5://a b'])
    assert.equal(read(wrong), 'no proxy', wrong);
});
