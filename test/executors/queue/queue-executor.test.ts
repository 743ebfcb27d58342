import assert from 'node:assert/strict';
import test from 'node:test';
import { QueueExecutor } from '../../../src/executors/queue/queue-executor.js';
import { makeCommand, makeJob } from '../../support/make-job.js';
import { QUEUE_KEY, startRedis, startWorker, withoutRedis } from '../../support/redis.js';

const skip = withoutRedis;

test('Redis that is gone for good fails what is open and what comes after, and the executor closes all the same', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const executor = await QueueExecutor.connect({
    url: redis.url,
    secret: QUEUE_KEY,
    run: 'run-1',
    flow: '0.1.0',
    patienceMs: 300,
    siteOf: () => 'hq',
    onBug: (error) => assert.fail(String(error)),
    onSecrets: () => {},
  });
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
