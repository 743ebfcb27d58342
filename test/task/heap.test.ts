import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Heap } from '../../src/task/heap.js';

test('what comes out of a heap is sorted, whatever went in and whenever', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer()), { size: 'max', maxLength: 100 }), (steps) => {
      const heap = new Heap<number>((a, b) => a < b);
      const model: number[] = [];
      for (const step of steps) {
        if (step === null) {
          assert.equal(heap.pop(), model.shift());
        } else {
          heap.push(step);
          model.push(step);
          model.sort((a, b) => a - b);
        }
        assert.equal(heap.size, model.length);
      }
    }),
  );
});
