import assert from 'node:assert/strict';
import test from 'node:test';
import type { Result } from '../../src/task/result.js';
import { makeResult } from '../report/sample-record.js';
import { HeldExecutor } from './support/held-executor.js';
import { makeTask, needOf } from './support/make-graph.js';
import { startRun } from './support/start-run.js';

const TASKS = [makeTask('first'), makeTask('second', { needs: [needOf('first')] })];

/** The result of `first` (0) or `second` (1) on a host, by node id of a graph of two tasks. */
function carry(host: number, task: 0 | 1, change: Partial<Result> = {}): [number, Result] {
  return [(host - 1) * 2 + task, makeResult(host, { task: TASKS[task]?.name ?? '', ...change })];
}

test('what is carried over is not run, is met by what needs it, and stands in the record and in the events', async () => {
  const executor = new HeldExecutor();
  const carried = new Map([carry(1, 0), carry(1, 1), carry(2, 0)]);
  executor.onBegin = (login) => login.finish();
  const run = startRun({ hosts: ['R1', 'R2'], tasks: TASKS, executor, options: { carried } });
  const { results, run: summary } = await run.record;
  assert.deepEqual(executor.begun, ['R2']);
  assert.deepEqual(
    results.map(({ host, task, state }) => `${host.name} ${task} ${state}`),
    ['R1 first finished', 'R1 second finished', 'R2 first finished', 'R2 second finished'],
  );
  assert.equal(summary.counts.finished, 4);
  const types = run.events.map(({ type }) => type).filter((type) => type !== 'step');
  assert.deepEqual(types, ['run-started', 'carried', 'carried', 'carried', 'running', 'settled', 'run-finished']);
});

test('a carried failure counts for the status of the run, and for the batch that it was in', async () => {
  const executor = new HeldExecutor();
  const failed = { state: 'raised', output: null } as const;
  const carried = new Map([carry(1, 0, failed), carry(1, 1, failed)]);
  const batches = [['R1'], ['R2']];
  const run = startRun({ hosts: ['R1', 'R2'], tasks: TASKS, batches, executor, options: { carried } });
  const { results, run: summary } = await run.record;
  assert.equal(summary.status, 'stopped');
  assert.deepEqual(executor.begun, []);
  assert.deepEqual(
    results.map(({ state }) => state),
    ['raised', 'raised', 'cancelled', 'cancelled'],
  );
});

test('what came late is told before any batch begins, once, and judged like any result', async () => {
  const executor = new HeldExecutor();
  executor.onBegin = (login) => login.finish();
  const error = { code: 'disconnected', phase: 'config', message: 'gone', hint: null, last: null } as const;
  const outcome = { kind: 'failed', task: 'second', error, lost: true, begun: true, partial: {} } as const;
  const late = new Map([
    ['R2', { results: [makeResult(2, { task: 'first' })] }],
    [
      'R3',
      { results: [], broken: { tasks: ['first', 'second'] as [string, string], attempts: { first: 1 }, outcome } },
    ],
  ]);
  const run = startRun({
    hosts: ['R1', 'R2', 'R3'],
    tasks: TASKS,
    batches: [['R1'], ['R2', 'R3']],
    executor,
    options: { late },
  });
  const { results, run: summary } = await run.record;
  assert.deepEqual(executor.begun, ['R1', 'R2']);
  assert.deepEqual(
    results.map(({ host, task, state, attempts }) => `${host.name} ${task} ${state} ${attempts}`),
    [
      'R1 first finished 1',
      'R1 second finished 1',
      'R2 first finished 1',
      'R2 second finished 1',
      'R3 first raised 2',
      'R3 second raised 1',
    ],
  );
  assert.equal(summary.status, 'failed');
  const types = run.events.map(({ type }) => type);
  assert.deepEqual(types.slice(0, 5), ['run-started', 'settled', 'settled', 'settled', 'batch-started']);
});

test('with mode: change it is told before a login begins what it may change', async () => {
  const executor = new HeldExecutor();
  const config = makeTask('push', { action: { kind: 'config', lines: [{ text: 'ntp' }], save: false, diff: false } });
  const read = makeTask('version', { action: { kind: 'command', command: { text: 'show version' } } });
  const reload = makeTask('reload', { action: { kind: 'command', command: { text: 'reload' } } });
  let told: string[] | undefined;
  const run = startRun({
    hosts: ['R1'],
    tasks: [read, config, reload],
    playbook: { mode: 'change' },
    executor,
    onEvent: (event) => {
      if (event.type === 'login-begun') told = event.changes;
    },
  });
  executor.onBegin = (login) => {
    assert.deepEqual(told, ['push', 'reload']);
    login.finish();
  };
  await run.record;
  assert.deepEqual(executor.begun, ['R1']);
});
