import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allOf, firstOf, Latch } from '../../src/run/latch.js';
import { sleep } from '../../src/run/timer.js';

test('a latch tells once, in the order of arrival, and not those who have left', () => {
  const latch = new Latch();
  const told: string[] = [];
  latch.onOpen(() => told.push('first'));
  const leave = latch.onOpen(() => told.push('gone'));
  latch.onOpen(() => told.push('last'));
  leave();
  latch.open();
  latch.open();
  latch.onOpen(() => told.push('late'));
  assert.deepEqual(told, ['first', 'last', 'late']);
});

test('the first of two latches ends the wait', async () => {
  const [one, other] = [new Latch(), new Latch()];
  const wait = firstOf(one, other);
  other.open();
  await wait;
  await firstOf(one, other);
  assert.equal(one.isOpen, false);
});

test('waiting for all says whether all came', async () => {
  const [one, other, until] = [new Latch(), new Latch(), new Latch()];
  const all = allOf([one, other], until);
  one.open();
  until.open();
  assert.equal(await all, false);
  other.open();
  assert.equal(await allOf([one, other], until), true);
});

test('a sleep ends with its time, or with its latch', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const until = new Latch();
  const whole = sleep(1000, until);
  t.mock.timers.tick(1000);
  assert.equal(await whole, true);
  const short = sleep(1000, until);
  until.open();
  assert.equal(await short, false);
  assert.equal(await sleep(1000, until), false);
});
