import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Queue } from '../../src/futures/queue.js';

test('whatever is added and taken, what comes out is what went in, in the same order', () => {
  const step = fc.oneof(fc.nat(), fc.constant('take'), fc.constant('takeAll'));
  const property = fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
    const queue = new Queue<number>();
    let expected: number[] = [];
    for (const each of steps) {
      if (typeof each === 'number') {
        queue.add(each);
        expected.push(each);
      } else if (each === 'take') {
        assert.equal(queue.peek(), expected[0]);
        assert.equal(queue.take(), expected.shift());
      } else {
        assert.deepEqual(queue.takeAll(), expected);
        expected = [];
      }
      assert.equal(queue.size, expected.length);
    }
  });
  fc.assert(property, { seed: 9 });
});
