import assert from 'node:assert/strict';
import test from 'node:test';
import { QueueExecutor } from '../../../src/executors/queue/queue-executor.js';
import type { Host } from '../../../src/inventory/host.js';
import type { HostEvent } from '../../../src/task/event.js';
import { startLab } from '../../support/lab.js';
import { makeCommand, makeJob } from '../../support/make-job.js';
import { QUEUE_KEY, type RealRedis, startRedis, startWorker, withoutRedis } from '../../support/redis.js';

const skip = withoutRedis;

function connectTo({ url }: RealRedis, options: { patienceMs?: number } = {}): Promise<QueueExecutor> {
  return QueueExecutor.connect({
    url,
    secret: QUEUE_KEY,
    run: 'run-1',
    flow: '0.1.0',
    siteOf: () => 'hq',
    onBug: (error) => assert.fail(String(error)),
    onSecrets: () => {},
    ...options,
  });
}

test('Redis that is gone for good fails what is open and what comes after, and the executor closes all the same', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const executor = await connectTo(redis, { patienceMs: 300 });
  const signal = new AbortController().signal;
  const job = makeJob([makeCommand('clock', 'show clock')], { mode: 'change' });
  const call = { job, emit() {}, signal };
  const open = executor.submit(call);
  await redis.kill();
  for (const outcome of [await open.result(), await executor.submit(call).result()]) {
    assert.equal(outcome.kind, 'failed');
    assert.ok(outcome.kind === 'failed' && outcome.error.code === 'worker_lost' && !outcome.begun);
    assert.match(outcome.error.message, /^Redis at 127\.0\.0\.1:\d+ has been gone for 0 s$/);
  }
  await executor.close();
});

test('a worker whose Redis is gone ends at SIGTERM', { skip }, async (t) => {
  const redis = await startRedis(t);
  const worker = await startWorker(t, redis);
  await redis.kill();
  worker.kill('SIGTERM');
  assert.equal((await worker.ended).exitCode, 0);
});

test('a job begins when a worker has its ticket, and one that is cut off just then is sent to nobody', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const lab = await startLab(t, { hosts: 2 });
  const executor = await connectTo(redis);
  t.after(() => executor.close());
  const told: string[] = [];
  let tellNobody = () => {};
  const nobodyIsThere = new Promise<void>((resolve) => {
    tellNobody = resolve;
  });
  const submit = (index: number, onBegin: () => void, { signal }: AbortController) => {
    const job = makeJob([makeCommand('clock', 'show clock')], { host: lab.hosts()[index] as Host, mode: 'change' });
    const emit = ({ type }: HostEvent) => {
      told.push(type);
      if (type === 'notice') tellNobody();
    };
    return executor.submit({ job, emit, signal, onBegin });
  };
  const cut = new AbortController();
  const first = submit(0, () => told.push('begin'), new AbortController());
  const second = submit(1, () => cut.abort(), cut);
  await nobodyIsThere;
  assert.equal(told.includes('begin'), false);
  await startWorker(t, redis, { site: 'hq' });
  assert.equal((await first.result()).kind, 'done');
  const outcome = await second.result();
  assert.ok(outcome.kind === 'failed' && outcome.error.code === 'cancelled' && !outcome.begun);
  assert.equal(told.filter((type) => type === 'begin').length, 1);
  assert.ok(told.indexOf('begin') < told.indexOf('running'));
  assert.equal(lab.logins, 1);
});
