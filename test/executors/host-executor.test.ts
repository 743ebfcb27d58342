import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HostCall, HostExecutor } from '../../src/executors/host-executor.js';
import { asCompleted } from '../../src/futures/as-completed.js';
import { ShutdownError } from '../../src/futures/errors.js';
import type { JobOutcome } from '../../src/task/host-job.js';
import { makeCommand, makeJob } from '../support/make-job.js';

const DONE: JobOutcome = { kind: 'done' };

/** Ends a login when the test says so. */
class Bench extends HostExecutor {
  readonly ends: ((outcome: JobOutcome) => void)[] = [];
  timesLetGo = 0;

  protected override carry(): Promise<JobOutcome> {
    return new Promise((resolve) => this.ends.push(resolve));
  }

  protected override async letGo(): Promise<void> {
    this.timesLetGo++;
  }
}

function makeCall(): HostCall {
  return { job: makeJob([makeCommand('clock', 'show clock')]), emit() {}, signal: new AbortController().signal };
}

/** Lets what was submitted begin. */
const oneTurn = () => new Promise((resolve) => setImmediate(resolve));

test('logins are futures like any other: they are done in the order in which they end, and nobody has set a limit', async () => {
  const executor = new Bench();
  const futures = Array.from({ length: 500 }, () => executor.submit(makeCall()));
  await oneTurn();
  assert.ok(futures.every((future) => future.running()));
  for (const end of executor.ends.toReversed()) end(DONE);
  const ended = [];
  for await (const future of asCompleted(futures)) ended.push(future);
  assert.deepEqual(ended, futures.toReversed());
  await executor.close();
});

test('close lets go while a login that nobody waits for is still open, and no other is taken', async () => {
  const executor = new Bench();
  const future = executor.submit(makeCall());
  await oneTurn();
  await executor.close();
  assert.equal(executor.timesLetGo, 1);
  assert.ok(future.running());
  assert.throws(() => executor.submit(makeCall()), ShutdownError);
});

test('shutdown waits for the logins that are open, and lets go once', async () => {
  const executor = new Bench();
  const future = executor.submit(makeCall());
  await oneTurn();
  const over = executor.shutdown();
  await oneTurn();
  assert.equal(executor.timesLetGo, 0);
  executor.ends[0]?.(DONE);
  await over;
  assert.deepEqual(future.outcome, { kind: 'returned', value: DONE });
  await executor.close();
  assert.equal(executor.timesLetGo, 1);
});
