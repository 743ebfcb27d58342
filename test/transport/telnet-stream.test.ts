import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeTelnet, TelnetStream } from '../../src/transport/telnet-stream.js';

const [SE, SB, WILL, WONT, DO, DONT, IAC] = [240, 250, 251, 252, 253, 254, 255];
const [ECHO, SGA, TYPE, NAWS, LINEMODE, STATUS] = [1, 3, 24, 31, 34, 5];

/** Has a client hear these pieces. @returns the text it took and the bytes it sent */
function hear(...pieces: (number[] | string)[]): { text: string; sent: number[] } {
  const sent: number[] = [];
  const stream = new TelnetStream({ type: 'vt100', columns: 511, rows: 1000 }, (bytes) => sent.push(...bytes));
  const text = pieces.map((piece) => stream.receive(Buffer.from(piece as number[])).toString('latin1')).join('');
  return { text, sent };
}

/** What is offered once, with the first command of the server. */
const OFFERS = [IAC, WILL, TYPE, IAC, WILL, NAWS];

test('a port that sends no command is sent none', () => {
  assert.deepEqual(hear('Username: '), { text: 'Username: ', sent: [] });
});

test('the server may echo and leave out its go-aheads; anything else it is asked not to do', () => {
  const { sent } = hear([IAC, WILL, ECHO, IAC, WILL, SGA, IAC, WILL, STATUS]);
  assert.deepEqual(sent, [IAC, DO, ECHO, ...OFFERS, IAC, DO, SGA, IAC, DONT, STATUS]);
  assert.deepEqual(hear([IAC, DO, LINEMODE]).sent, [IAC, WONT, LINEMODE, ...OFFERS]);
});

test('the size of the window is told once it is wanted, its byte 255 doubled', () => {
  const { sent } = hear([IAC, WILL, ECHO], [IAC, DO, NAWS]);
  assert.deepEqual(sent.slice(9), [IAC, SB, NAWS, 1, 255, 255, 3, 232, IAC, SE]);
});

test('the type of the terminal is told when it is asked for', () => {
  const { sent } = hear([IAC, DO, TYPE], [IAC, SB, TYPE, 1, IAC, SE]);
  assert.deepEqual(sent, [IAC, WILL, TYPE, IAC, WILL, NAWS, IAC, SB, TYPE, 0, ...Buffer.from('vt100'), IAC, SE]);
});

test('what is on already is not answered again, so that no two sides answer each other for ever', () => {
  const once = hear([IAC, WILL, ECHO]).sent;
  assert.deepEqual(hear([IAC, WILL, ECHO, IAC, WILL, ECHO, IAC, WONT, STATUS, IAC, DONT, STATUS]).sent, once);
  assert.deepEqual(hear([IAC, WILL, ECHO, IAC, WONT, ECHO]).sent, [...once, IAC, DONT, ECHO]);
});

test('a doubled 255 is text, CR NUL is CR, CR LF stays, and commands without a meaning here are passed over', () => {
  assert.equal(hear([65, IAC, IAC, 66]).text, 'A\xffB');
  assert.equal(hear('a\r\0b\r\nc\0').text, 'a\rb\r\nc\0');
  assert.equal(hear([65, IAC, 241, IAC, 242, IAC, 249, 66]).text, 'AB');
});

test('any stream gives the same text and the same answers, however it is cut', () => {
  const byte = fc.oneof(
    fc.constantFrom(IAC, IAC, SB, SE, WILL, WONT, DO, DONT, ECHO, SGA, TYPE, NAWS, 13, 0, 10),
    fc.nat(255),
  );
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 7 })), (bytes, sizes) => {
      const pieces: number[][] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = sizes[turn % Math.max(1, sizes.length)] ?? 1;
        pieces.push(bytes.slice(at, at + size));
        at += size;
      }
      assert.deepEqual(hear(...pieces), hear(bytes));
    }),
    { numRuns: 500 },
  );
});

test('Enter is CR NUL, however it is written, and 255 is doubled', () => {
  assert.deepEqual([...encodeTelnet('a\nb\rc\r\n')], [97, 13, 0, 98, 13, 0, 99, 13, 0]);
  assert.deepEqual([...encodeTelnet('ü\x03')], [0xc3, 0xbc, 3]);
});
