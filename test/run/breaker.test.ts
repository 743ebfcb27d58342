import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Breaker } from '../../src/run/breaker.js';
import { Latch } from '../../src/run/latch.js';

const never = new Latch();

test('a credential is locked after so many refusals in a row, and stays locked', () => {
  const breaker = new Breaker(2);
  const say = (isAccepted: boolean) => breaker.note('a', isAccepted, false);
  say(false);
  say(true);
  say(false);
  assert.equal(breaker.isLocked('a'), false);
  say(false);
  assert.equal(breaker.isLocked('a'), true);
  say(true);
  assert.equal(breaker.isLocked('a'), true, 'a login that was under way may still succeed; no new one is begun');
  assert.deepEqual(breaker.ask('a', never), { kind: 'locked', refusals: 2 });
});

test('each credential is counted by itself', () => {
  const breaker = new Breaker(1);
  breaker.note('a', false, false);
  assert.equal(breaker.isLocked('b'), false);
  assert.deepEqual(breaker.ask('b', never), { kind: 'given', isProven: false });
});

test('leave is given to as many as may still fail; who is next gets what one gives back', async () => {
  const breaker = new Breaker(2);
  const given = { kind: 'given', isProven: false };
  assert.deepEqual([breaker.ask('a', never), breaker.ask('a', never)], [given, given]);
  const [third, fourth] = [breaker.ask('a', never), breaker.ask('a', never)];
  breaker.giveBack('a');
  assert.deepEqual(await third, given);
  breaker.note('a', true, true);
  assert.deepEqual(await fourth, { kind: 'given', isProven: true });
});

test('a refusal has used its trial up; with the last one those who wait are told', async () => {
  const breaker = new Breaker(2);
  breaker.ask('a', never);
  breaker.ask('a', never);
  const waiting = breaker.ask('a', never);
  const leaving = new Latch();
  const gone = breaker.ask('a', leaving);
  leaving.open();
  assert.deepEqual(await gone, { kind: 'gone' });
  breaker.note('a', false, true);
  breaker.note('a', false, true);
  assert.deepEqual(await waiting, { kind: 'locked', refusals: 2 });
});
