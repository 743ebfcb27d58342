import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Faults } from '../../src/lab/faults.js';
import { makeRandom } from '../../src/lab/random.js';
import { Wire } from '../../src/lab/wire.js';

test('pieces of any size add up to the text', () => {
  const chunks = fc.oneof(
    fc.constant('random' as const),
    fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }).map(asSizes),
  );
  fc.assert(
    fc.property(chunks, fc.array(fc.string({ maxLength: 3000, unit: 'grapheme' })), (sizes, texts) => {
      const { pieces } = send({ chunks: sizes }, texts);
      assert.equal(Buffer.concat(pieces).toString('utf8'), texts.join(''));
      assert.ok(pieces.every(({ length }) => length >= 1 && length <= 1000));
    }),
    { seed: 6, numRuns: 50 },
  );
});

test('a cut comes at its byte, once', () => {
  const { pieces, drops } = send({ closeAtByte: 5 }, ['abc', 'def', 'ghi']);
  assert.equal(Buffer.concat(pieces).toString(), 'abcde');
  assert.equal(drops, 1);
});

test('silence begins at its byte, and the connection stays', () => {
  const { pieces, drops } = send({ silentAfterBytes: 4, chunks: [3] }, ['abc', 'def', 'ghi']);
  assert.deepEqual(pieces.map(String), ['abc', 'd']);
  assert.equal(drops, 0);
});

function send(faults: Faults, texts: string[]): { pieces: Buffer[]; drops: number } {
  const pieces: Buffer[] = [];
  let drops = 0;
  const wire = new Wire(faults, makeRandom(1, 'wire'), {
    write: (bytes) => void pieces.push(bytes),
    drop: () => {
      drops++;
    },
  });
  for (const text of texts) wire.send(text);
  return { pieces, drops };
}

function asSizes(sizes: number[]): [number, ...number[]] {
  return [sizes[0] ?? 1, ...sizes.slice(1)];
}
