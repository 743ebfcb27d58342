import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankResult } from '../../src/task/blank-result.js';
import { Future } from '../../src/task/future.js';
import type { Result, SettledState } from '../../src/task/result.js';
import { cancelledReport, explainUnmet, isMet } from '../../src/task/unmet-need.js';
import { makeTask, needOf } from '../run/support/make-graph.js';

test('a future is pending, then running, then settled once and for ever', () => {
  const future = new Future({ id: 0, host: 'R1', task: makeTask('clock'), needs: [], barriers: [], stage: 0 });
  assert.equal(future.state, 'pending');
  assert.throws(() => future.result, /R1\/clock has no result yet/);
  assert.equal(future.begin(), true);
  assert.equal(future.begin(), false);
  assert.equal(future.state, 'running');
  future.settle(resultOf('finished'));
  assert.equal(future.begin(), false);
  assert.equal(future.isMet, true);
  assert.throws(() => future.settle(resultOf('raised')), /R1\/clock was finished and cannot become raised/);
  assert.equal(future.state, 'finished');
});

const table: [SettledState, boolean, boolean, boolean][] = [
  // state, has an error, ignores errors, met
  ['finished', false, false, true],
  ['skipped', false, false, true],
  ['skipped', true, false, false],
  ['skipped', true, true, false],
  ['raised', true, false, false],
  ['raised', true, true, true],
  ['cancelled', true, true, false],
  ['unknown', true, true, false],
];

for (const [state, hasError, ignoreErrors, met] of table) {
  test(`${state}${hasError ? ' with an error' : ''}${ignoreErrors ? ', errors ignored,' : ''} is ${met ? 'met' : 'not met'}`, () => {
    assert.equal(isMet({ ignoreErrors }, resultOf(state, hasError)), met);
  });
}

test('a task is told the first need that keeps it from running; clean-up is kept by none', () => {
  const version = makeTask('version');
  const after = makeTask('after', { needs: [needOf('version')] });
  const results = { version: resultOf('raised', true) };
  assert.equal(explainUnmet(after, results, [version, after])?.message, 'not run: needs version, which was raised');
  assert.equal(explainUnmet(after, {}, [version, after]), undefined);
  assert.equal(explainUnmet({ ...after, always: true }, results, [version, after]), undefined);
});

function resultOf(state: SettledState, hasError = false): Result {
  const host = { name: 'R1', address: '127.0.0.1', platform: 'cisco_ios', groups: [], vars: {} };
  return {
    ...blankResult(host, 'version', state),
    attempts: 1,
    error: hasError ? cancelledReport('for a test') : null,
  };
}
