import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from '../../src/playbook/duration.js';

test('a duration is a number of seconds, or text with units', () => {
  const cases: [unknown, number | undefined][] = [
    [30, 30_000],
    [0.5, 500],
    [0, 0],
    ['500ms', 500],
    ['10s', 10_000],
    ['1m 30s', 90_000],
    ['1m30s', 90_000],
    ['2 h', 7_200_000],
    [' 1.5h ', 5_400_000],
    ['0s', 0],
    [604_800, 604_800_000],
    [604_801, undefined],
    [-1, undefined],
    ['10', undefined],
    ['fast', undefined],
    ['10 s 5', undefined],
    ['1d', undefined],
    ['', undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [true, undefined],
    [null, undefined],
    [undefined, undefined],
  ];
  for (const [value, expected] of cases) assert.equal(parseDuration(value), expected, JSON.stringify(value));
});
