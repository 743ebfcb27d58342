import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turnstile } from '../../src/transport/turnstile.js';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** A turnstile whose steps take 4 ms each of a clock that only they move. */
function makeSteps(count: number) {
  let nowMs = 0;
  const taken: number[] = [];
  const turnstile = new Turnstile(() => nowMs);
  for (let step = 0; step < count; step++) {
    turnstile.pass(() => {
      nowMs += 4;
      taken.push(step);
    });
  }
  return { taken, turnstile };
}

test('as many steps are taken at once as fit into a turn, the others in the turns that follow, in order', async () => {
  const { taken } = makeSteps(7);
  assert.deepEqual(taken, [0, 1]);
  await nextTurn();
  assert.deepEqual(taken, [0, 1, 2, 3]);
  await nextTurn();
  await nextTurn();
  assert.deepEqual(taken, [0, 1, 2, 3, 4, 5, 6]);
});

test('who comes later does not pass those who wait', async () => {
  const { taken, turnstile } = makeSteps(3);
  turnstile.pass(() => taken.push(99));
  assert.deepEqual(taken, [0, 1]);
  await nextTurn();
  assert.deepEqual(taken, [0, 1, 2, 99]);
});

test('a new turn has all its time again, and nothing is left to keep the process alive', async () => {
  const { taken, turnstile } = makeSteps(2);
  await nextTurn();
  await nextTurn();
  turnstile.pass(() => taken.push(99));
  assert.deepEqual(taken, [0, 1, 99]);
});
