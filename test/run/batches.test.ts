import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Batches } from '../../src/run/batches.js';
import { Latch } from '../../src/run/latch.js';
import type { HeldExecutor } from './support/held-executor.js';
import { makeTask, needOf } from './support/make-graph.js';
import { type StartedRun, settleDown, startRun, statesOf } from './support/start-run.js';

const clock = [makeTask('clock')];

/** The hosts whose logins are open. */
function openOf(run: StartedRun<HeldExecutor>): string[] {
  return run.executor.open.map(({ host }) => host);
}

test('a batch begins when every host of the one before is through, and not a moment earlier', async () => {
  const run = startRun({ hosts: ['R1', 'R2', 'R3', 'R4'], tasks: clock, batches: [['R1'], ['R2', 'R3'], ['R4']] });
  await settleDown();
  assert.deepEqual(openOf(run), ['R1']);
  run.executor.of('R1').finish();
  await settleDown();
  assert.deepEqual(openOf(run), ['R2', 'R3']);
  run.executor.of('R3').finish();
  await settleDown();
  assert.deepEqual(openOf(run), ['R2']);
  run.executor.of('R2').finish();
  await settleDown();
  assert.deepEqual(openOf(run), ['R4']);
  run.executor.of('R4').finish();
  assert.equal((await run.record).run.status, 'finished');
  assert.deepEqual(
    run.events.flatMap((event) =>
      event.type === 'batch-started' ? [`${event.number}/${event.of} ${event.hosts}`] : [],
    ),
    ['1/3 R1', '2/3 R2,R3', '3/3 R4'],
  );
});

test('within a batch the next host takes the slot of the first that is through, whoever is slow', async () => {
  const run = startRun({
    hosts: ['R1', 'R2', 'R3', 'R4'],
    tasks: clock,
    batches: [['R1', 'R2', 'R3'], ['R4']],
    playbook: { concurrency: { hosts: 2, per: {} } },
  });
  await settleDown();
  assert.deepEqual(openOf(run), ['R1', 'R2']);
  run.executor.of('R2').finish();
  await settleDown();
  assert.deepEqual(openOf(run), ['R1', 'R3']);
  run.executor.of('R3').finish();
  await settleDown();
  assert.deepEqual(openOf(run), ['R1'], 'a free slot is not for the next batch');
  run.executor.of('R1').finish();
  await settleDown();
  run.executor.of('R4').finish();
  assert.equal((await run.record).run.status, 'finished');
});

test('a retry belongs to its batch: the next one waits for it', async () => {
  const retried = makeTask('clock', {
    retry: { attempts: 2, delayMs: 0, backoff: 1, jitter: 0, on: ['disconnected'] },
  });
  const run = startRun({ hosts: ['R1', 'R2'], tasks: [retried], batches: [['R1'], ['R2']] });
  await settleDown();
  const again = run.executor.next();
  run.executor.of('R1').fail('disconnected');
  assert.equal((await again).host, 'R1');
  assert.deepEqual(openOf(run), ['R1']);
  run.executor.of('R1').finish();
  await settleDown();
  run.executor.of('R2').finish();
  assert.equal((await run.record).run.status, 'finished');
});

test('a canary that fails stops the run also with `on_failure: continue`, and the others are cancelled', async () => {
  const run = startRun({ hosts: ['R1', 'R2', 'R3'], tasks: clock, batches: [['R1'], ['R2', 'R3']] });
  await settleDown();
  run.executor.of('R1').settle('raised');
  const record = await run.record;
  assert.equal(record.run.status, 'stopped');
  assert.deepEqual(statesOf(record), ['R1/clock=raised', 'R2/clock=cancelled', 'R3/clock=cancelled']);
  assert.equal(record.results[1]?.error?.message, 'not run: every host of the batch before it failed');
  assert.deepEqual(run.executor.begun, ['R1']);
  assert.deepEqual(
    run.events.flatMap((event) => (event.type === 'stopping' ? [event.reason] : [])),
    ['batch'],
  );
});

test('with `on_failure: continue` a batch of which one host came through is followed by the next', async () => {
  const run = startRun({ hosts: ['R1', 'R2', 'R3'], tasks: clock, batches: [['R1', 'R2'], ['R3']] });
  await settleDown();
  run.executor.of('R1').settle('raised');
  run.executor.of('R2').finish();
  await settleDown();
  run.executor.of('R3').finish();
  const record = await run.record;
  assert.equal(record.run.status, 'failed');
  assert.deepEqual(statesOf(record), ['R1/clock=raised', 'R2/clock=finished', 'R3/clock=finished']);
});

test('a last batch of failures has nothing to stop', async () => {
  const run = startRun({ hosts: ['R1', 'R2'], tasks: clock, batches: [['R1'], ['R2']] });
  await settleDown();
  run.executor.of('R1').finish();
  await settleDown();
  run.executor.of('R2').settle('raised');
  assert.equal((await run.record).run.status, 'failed');
});

test('errors that are ignored fail no batch', async () => {
  const run = startRun({
    hosts: ['R1', 'R2'],
    tasks: [makeTask('clock', { ignoreErrors: true })],
    batches: [['R1'], ['R2']],
  });
  await settleDown();
  run.executor.of('R1').settle('raised');
  await settleDown();
  run.executor.of('R2').finish();
  assert.equal((await run.record).run.status, 'finished');
});

test('a share of `stop_after` is one of the batch, a number is one of the run', async () => {
  const hosts = ['R1', 'R2', 'R3', 'R4', 'R5', 'R6'];
  const batches = [
    ['R1', 'R2', 'R3'],
    ['R4', 'R5', 'R6'],
  ];
  const failOneOfEach = async (onFailure: Parameters<typeof startRun>[0]['playbook']) => {
    const run = startRun({ hosts, tasks: clock, batches, playbook: { ...onFailure } });
    await settleDown();
    run.executor.of('R1').settle('raised');
    for (const login of [...run.executor.open]) login.finish();
    await settleDown();
    run.executor.of('R4').settle('raised');
    for (const login of [...run.executor.open]) login.finish();
    return (await run.record).run.status;
  };
  assert.equal(await failOneOfEach({ onFailure: { kind: 'stop-after-percent', percent: 34 } }), 'failed');
  assert.equal(await failOneOfEach({ onFailure: { kind: 'stop-after', failures: 2 } }), 'stopped');
  const run = startRun({
    hosts,
    tasks: clock,
    batches,
    playbook: { onFailure: { kind: 'stop-after-percent', percent: 33 } },
  });
  await settleDown();
  run.executor.of('R1').settle('raised');
  for (const login of [...run.executor.open]) login.finish();
  const record = await run.record;
  assert.equal(record.run.status, 'stopped');
  assert.deepEqual(record.run.counts, { hosts: 6, finished: 2, raised: 1, cancelled: 3, skipped: 0 });
});

test('a host of a later batch may wait for one of an earlier batch', async () => {
  const tasks = [makeTask('drain'), makeTask('upgrade', { needs: [needOf('drain@R1')] })];
  const run = startRun({ hosts: ['R1', 'R2'], tasks, batches: [['R1'], ['R2']] });
  await settleDown();
  run.executor.of('R1').finish();
  await settleDown();
  run.executor.of('R2').finish();
  await settleDown();
  run.executor.of('R2').finish();
  assert.equal((await run.record).run.status, 'finished');
});

test('an interrupt in a batch cancels the later ones', async () => {
  const run = startRun({ hosts: ['R1', 'R2'], tasks: clock, batches: [['R1'], ['R2']] });
  await settleDown();
  run.stop();
  run.executor.of('R1').finish();
  const record = await run.record;
  assert.equal(record.run.status, 'interrupted');
  assert.deepEqual(statesOf(record), ['R1/clock=finished', 'R2/clock=cancelled']);
});

test('a canary of which nobody knows what became of its change is as bad as one that failed', () => {
  const stopped: string[] = [];
  const batches = new Batches({
    batches: [['R1'], ['R2']],
    onFailure: { kind: 'continue' },
    halt: { stop: (reason) => stopped.push(reason), closing: new Latch() },
    now: () => 0,
    emit: () => {},
  });
  batches.begin();
  batches.leave('R1', { isFailed: true });
  assert.deepEqual(stopped, ['batch']);
  assert.equal(batches.gateOf('R2').isOpen, false);
});
