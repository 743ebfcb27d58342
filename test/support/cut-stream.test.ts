import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { listen } from '../transport/ssh-server.js';
import { CutStream } from './cut-stream.js';

test('what is written arrives whole, and in many pieces', async (t) => {
  const text = 'a line of a device\r\n'.repeat(50);
  const server = createServer((socket) => new CutStream(socket, (index) => (index % 2) + 1).end(text));
  const client = connect(await listen(t, server), '127.0.0.1');
  const pieces: string[] = [];
  client.on('data', (bytes) => pieces.push(bytes.toString()));
  await once(client, 'close');
  assert.equal(pieces.join(''), text);
  // The network may join some of them again.
  assert.ok(pieces.length > 100, `${pieces.length} pieces`);
});
