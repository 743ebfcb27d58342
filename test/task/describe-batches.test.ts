import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listBatches, summarizeBatches } from '../../src/task/describe-batches.js';

/** Batches of these sizes, their hosts R1, R2 and so on. */
function batchesOf(...sizes: number[]): string[][] {
  let host = 0;
  return sizes.map((size) => Array.from({ length: size }, () => `R${++host}`));
}

test('one batch is not worth a word', () => {
  assert.deepEqual(listBatches(batchesOf(3)), []);
  assert.equal(summarizeBatches(batchesOf(3)), '');
});

test('a few batches are named, each with its hosts', () => {
  assert.deepEqual(listBatches(batchesOf(1, 3, 26)), [
    'batch 1 of 3: R1',
    'batch 2 of 3: R2, R3, R4',
    'batch 3 of 3: R5, R6, R7 and 23 more hosts',
  ]);
  assert.equal(summarizeBatches(batchesOf(1, 3, 26)), '3 batches of 1, 3 and 26 hosts');
  assert.equal(summarizeBatches(batchesOf(2, 1)), '2 batches of 2 and 1 host');
});

test('many batches are counted', () => {
  const many = batchesOf(...Array.from({ length: 1000 }, () => 10));
  assert.equal(listBatches(many).length, 7);
  assert.equal(listBatches(many).at(-1), 'and 994 more batches');
  assert.equal(listBatches(batchesOf(1, 1, 1, 1, 1, 1, 1)).at(-1), 'batch 7 of 7: R7');
  assert.equal(summarizeBatches(many), '1,000 batches of 10, 10, 10, 10, … and 10 hosts');
});
