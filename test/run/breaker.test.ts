import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Breaker } from '../../src/run/breaker.js';

test('a credential is locked after so many refusals in a row, and stays locked', () => {
  const breaker = new Breaker(2);
  breaker.note('a', false);
  breaker.note('a', true);
  breaker.note('a', false);
  assert.equal(breaker.isLocked('a'), false);
  breaker.note('a', false);
  assert.equal(breaker.isLocked('a'), true);
  breaker.note('a', true);
  assert.equal(breaker.isLocked('a'), true, 'a login that was under way may still succeed; no new one is begun');
});

test('each credential is counted by itself', () => {
  const breaker = new Breaker(1);
  breaker.note('a', false);
  assert.equal(breaker.isLocked('b'), false);
  assert.equal(breaker.of('b').isProven, false);
});
