import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { beginTcp } from '../../src/transport/tcp-socket.js';

/** Both ends of a connection on loopback. */
async function connect(): Promise<{ near: Socket; far: Socket; close(): void }> {
  const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = beginTcp({ address: '127.0.0.1', port: (server.address() as AddressInfo).port });
  const [[far]] = await Promise.all([once(server, 'connection'), once(near, 'connect')]);
  const close = () => {
    near.destroy();
    far.destroy();
    server.close();
  };
  return { near, far: far as Socket, close };
}

/** What comes in until the other side ends. */
async function readAll(socket: Socket): Promise<string> {
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  await once(socket, 'end');
  return Buffer.concat(pieces).toString();
}

test('every byte comes once and in order, also what came before anybody listened and while nobody did', async () => {
  const { near, far, close } = await connect();
  far.write('before, ');
  await once(near, 'readable');
  const all = readAll(near);
  near.once('data', () => {
    near.pause();
    far.write('while it was paused, ', () => {
      near.resume();
      far.end('after');
    });
  });
  assert.equal(await all, 'before, while it was paused, after');
  close();
});

test('a piece keeps its bytes when the next ones are read', async () => {
  const { near, far, close } = await connect();
  const { near: other, far: otherFar, close: closeOther } = await connect();
  const [first] = (await Promise.all([once(near, 'data'), far.write('first')]))[0] as [Buffer];
  await Promise.all([once(other, 'data'), otherFar.write('OTHER')]);
  await Promise.all([once(near, 'data'), far.write('SECOND')]);
  assert.equal(first.toString(), 'first');
  close();
  closeOther();
});

test('more than the buffer holds comes whole', async () => {
  const { near, far, close } = await connect();
  const text = Array.from({ length: 50_000 }, (_, line) => `line ${line}\n`).join('');
  const all = readAll(near);
  far.end(text);
  assert.equal(await all, text);
  close();
});

test('what is written in answer to one piece, at once and in promises, goes out together', async () => {
  const { near, far, close } = await connect();
  const written: string[] = [];
  const { _writev: writev } = near as unknown as { _writev: (chunks: { chunk: Buffer }[], done: unknown) => void };
  Object.assign(near, {
    _writev: (chunks: { chunk: Buffer }[], done: unknown) => {
      written.push(chunks.map(({ chunk }) => chunk.toString()).join('|'));
      writev.call(near, chunks, done);
    },
  });
  near.on('data', async () => {
    near.write('a');
    near.write('b');
    await Promise.resolve();
    await Promise.resolve();
    near.write('c');
  });
  far.write('question');
  const answer = await once(far, 'data');
  assert.equal(String(answer[0]), 'abc');
  assert.deepEqual(written, ['a|b|c']);
  close();
});

test('an answer with which the connection ends is sent', async () => {
  const { near, far, close } = await connect();
  near.on('data', () => near.end('good-bye'));
  far.write('question');
  assert.equal(await readAll(far), 'good-bye');
  close();
});
