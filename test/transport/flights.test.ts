import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import { Flights, type FollowOptions } from '../../src/transport/flights.js';

/** A stream that takes everything, and on which the test lets things arrive. */
function makeStream(): Duplex {
  return new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
}

function follow(options: FollowOptions = { phase: 'kex' }) {
  const stream = makeStream();
  const flights = new Flights();
  flights.follow(stream, options);
  return {
    flights,
    write: (bytes: number) => stream.write(Buffer.alloc(bytes)),
    arrive: (bytes: number) => {
      stream.push(Buffer.alloc(bytes));
      return new Promise(setImmediate);
    },
    list: () => flights.list().map(({ phase, sent, received }) => `${phase} ${sent}/${received}`),
  };
}

test('the way to the host is the first flight', () => {
  assert.deepEqual(follow().list(), ['tcp 0/0']);
});

test('what is written without reading in between is one flight, however many writes it takes', async () => {
  const { write, arrive, list } = follow();
  write(10);
  write(20);
  await arrive(5);
  await arrive(6);
  write(1);
  await arrive(2);
  assert.deepEqual(list(), ['tcp 0/0', 'kex 30/11', 'kex 1/2']);
});

test('what arrives before anything is written makes no flight of its own', async () => {
  const { write, arrive, list } = follow();
  await arrive(20);
  write(10);
  write(10);
  assert.deepEqual(list(), ['tcp 0/20', 'kex 20/0']);
});

test('a flight has the phase in which it was begun, and those that were written with it', async () => {
  const { flights, write, arrive, list } = follow();
  write(1);
  await arrive(1);
  flights.enter('auth');
  await arrive(1);
  write(2);
  flights.enter('shell');
  write(3);
  write(4);
  await arrive(1);
  write(5);
  assert.deepEqual(list(), ['tcp 0/0', 'kex 1/2', 'auth+shell 9/1', 'shell 5/0']);
});

test('another connection for the same login goes on counting', async () => {
  const { flights, write, arrive } = follow();
  write(1);
  await arrive(1);
  const again = makeStream();
  flights.follow(again, { phase: 'kex' });
  again.write('abc');
  assert.deepEqual(flights.list(), [
    { phase: 'tcp', sent: 0, received: 0 },
    { phase: 'kex', sent: 1, received: 1 },
    { phase: 'tcp', sent: 0, received: 0 },
    { phase: 'kex', sent: 3, received: 0 },
  ]);
});

test('in clear text the length of a password cannot be told from the sizes', async () => {
  const { write, arrive, list } = follow({ phase: 'prompt', isClearText: true });
  write(9);
  await arrive(2);
  write(15);
  assert.deepEqual(list(), ['tcp 0/0', 'prompt 16/16', 'prompt 16/0']);
});

test('what is written arrives, with its encoding and its callback', async () => {
  const taken: string[] = [];
  const stream = new Duplex({
    read() {},
    write: (chunk, _encoding, done) => {
      taken.push(String(chunk));
      done();
    },
  });
  new Flights().follow(stream, { phase: 'kex' });
  await new Promise<void>((resolve) => stream.write('c3BvcnQ=', 'base64', () => resolve()));
  assert.deepEqual(taken, ['sport']);
});
