import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDishonest } from '../../../src/cli/test/find-dishonest.js';
import type { Result, RunRecord } from '../../../src/task/result.js';

const R1 = resultOf('R1', { state: 'finished', output: 'one' });
const R2 = resultOf('R2', { state: 'finished', output: 'two' });
const BEFORE = recordOf([R1, R2]);
const DROPPED = { faulted: new Set(['R2']), codes: ['disconnected'] as const };

const CASES: [title: string, now: Result[], findings: string[]][] = [
  ['the same results are honest', [R1, R2], []],
  ['so is an error that the fault explains', [R1, raised('R2', 'disconnected')], []],
  ['another answer is not', [R1, { ...R2, output: 'tw' }], ['clock on R2 finished with another answer']],
  [
    'nor is an answer that is not complete',
    [R1, { ...R2, complete: false }],
    ['clock on R2 finished with another answer'],
  ],
  [
    'nor is an error of another class',
    [R1, raised('R2', 'auth')],
    ['clock on R2 was raised as auth, expected disconnected: no'],
  ],
  [
    'nor is one of a host without the fault',
    [raised('R1', 'disconnected'), R2],
    ['clock on R1 was raised as disconnected, expected no error: no'],
  ],
  ['a host that is missing is told', [R1], ['clock on R2 is missing']],
  ['and one too many', [R1, R2, resultOf('R3', {})], ['clock on R3 is one too many']],
  ['credentials that were refused elsewhere are not tried any more', [raised('R1', 'lockout'), R2], []],
];

for (const [title, now, findings] of CASES) {
  test(title, () => assert.deepEqual(findDishonest(BEFORE, recordOf(now), DROPPED), findings));
}

function resultOf(name: string, changes: Partial<Result>): Result {
  const host = { name, address: name, platform: 'cisco_ios', groups: [], vars: {} };
  return {
    host,
    task: 'clock',
    command: 'show clock',
    state: 'finished',
    output: '',
    diff: null,
    complete: true,
    error: null,
    ...changes,
  } as Result;
}

function raised(host: string, code: 'disconnected' | 'auth' | 'lockout'): Result {
  return resultOf(host, { state: 'raised', error: { code, phase: null, message: 'no', hint: null, last: null } });
}

function recordOf(results: Result[]): RunRecord {
  return { results } as unknown as RunRecord;
}
