import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeviceError } from '../../src/error/flow-error.js';
import { InlineHostExecutor } from '../../src/executors/inline-host-executor.js';
import { makeExecutor } from '../../src/executors/make-executor.js';
import type { HostEvent } from '../../src/task/event.js';
import type { HostJob, JobOutcome } from '../../src/task/host-job.js';
import type { HeldExecutor } from '../run/support/held-executor.js';
import { makeTask } from '../run/support/make-graph.js';
import { settleDown, startRun } from '../run/support/start-run.js';

type Work = (job: HostJob, emit: (event: HostEvent) => void) => Promise<JobOutcome>;

test('what the work gives and tells goes through unchanged', async () => {
  const { outcome, events, bugs } = await carry(async (job, emit) => {
    emit({ type: 'step', host: job.host.name, step: 'connecting', at: 1 });
    return { kind: 'done' };
  });
  assert.deepEqual(outcome, { kind: 'done' });
  assert.deepEqual(events, [{ type: 'step', host: 'R1', step: 'connecting', at: 1 }]);
  assert.deepEqual(bugs, []);
});

test("a device's failure becomes the outcome of the task that was running", async () => {
  const { outcome, bugs } = await carry(async (job, emit) => {
    emit({ type: 'running', host: job.host.name, task: 'b', at: 1 });
    throw new DeviceError('disconnected', 'the device closed the session', { phase: 'command', last: 'bye' });
  });
  assert.deepEqual(outcome, {
    kind: 'failed',
    task: 'b',
    error: {
      code: 'disconnected',
      phase: 'command',
      message: 'the device closed the session',
      hint: 'the device closed the session, rebooted or dropped off the network',
      last: 'bye',
    },
    lost: true,
    begun: false,
    partial: {},
  });
  assert.deepEqual(bugs, []);
});

test('anything else is a bug: told as one, and the host fails with `internal`', async () => {
  const bug = new TypeError('x is not a function');
  const { outcome, bugs } = await carry(async () => {
    throw bug;
  });
  assert.deepEqual(bugs, [bug]);
  assert.ok(outcome.kind === 'failed');
  assert.equal(outcome.task, 'a');
  assert.equal(outcome.error.code, 'internal');
  assert.equal(outcome.error.message, 'a bug in flow: x is not a function');
});

test('`auto` is inline for a few hosts', async () => {
  const options = { onBug() {}, hosts: 3, env: {} };
  assert.ok((await makeExecutor('auto', options)) instanceof InlineHostExecutor);
  assert.ok((await makeExecutor('inline', options)) instanceof InlineHostExecutor);
});

/** Has a job of the tasks a and b carried out by this work. */
async function carry(work: Work): Promise<{ outcome: JobOutcome; events: HostEvent[]; bugs: unknown[] }> {
  const bugs: unknown[] = [];
  const events: HostEvent[] = [];
  const executor = new InlineHostExecutor({ onBug: (error) => bugs.push(error), runHost: work });
  const emit = (event: HostEvent) => void events.push(event);
  const { signal } = new AbortController();
  const outcome = await executor.submit({ job: await makeJob(), emit, signal }).result();
  await executor.close();
  return { outcome, events, bugs };
}

/** A job as the runner makes it. */
async function makeJob(): Promise<HostJob> {
  const held = startRun<HeldExecutor>({ hosts: ['R1'], tasks: [makeTask('a'), makeTask('b')] });
  await settleDown();
  const login = held.executor.of('R1');
  login.finish();
  await held.record;
  return login.job;
}
