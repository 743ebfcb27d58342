import assert from 'node:assert/strict';
import test from 'node:test';
import { Sealer } from '../../../src/executors/queue/envelope.js';
import { Opener, Outgoing, readAll } from '../../../src/executors/queue/mailbox.js';
import type { FromQueueWorker } from '../../../src/executors/queue/messages.js';
import { connectRedis } from '../../../src/executors/queue/redis.js';
import { ServedRun } from '../../../src/executors/queue/served-run.js';
import { startLab } from '../../support/lab.js';
import { makeConfig, makeJob } from '../../support/make-job.js';
import { QUEUE_KEY, startRedis, withoutRedis } from '../../support/redis.js';

test('a job whose word comes when its run is gone does not begin, and its end is told by name', {
  skip: withoutRedis,
}, async (t) => {
  const redis = await startRedis(t);
  const client = await connectRedis(redis.url);
  t.after(() => client.disconnect());
  const lab = await startLab(t, { hosts: 1 });
  const [host] = lab.hosts();
  const sealer = new Sealer(QUEUE_KEY);
  const outgoing = new Outgoing<FromQueueWorker>(client, sealer, { stream: 'told', sender: 'w', context: 'c' });
  let tellIdle = () => {};
  const idle = new Promise<void>((resolve) => {
    tellIdle = resolve;
  });
  const served = new ServedRun({
    outgoing,
    env: {},
    worker: 'w',
    onBegin: () => {},
    isAlive: async () => false,
    onIdle: () => tellIdle(),
  });
  const work = makeJob([makeConfig('push', ['hostname X1'])], { ...(host && { host }), login: 3, mode: 'change' });
  served.hear([{ type: 'run', job: 7, work }], { mayBegin: true });
  await idle;
  await served.close();
  const told: FromQueueWorker[] = [];
  const opener = new Opener(sealer, {
    contextOf: () => 'c',
    onMessages: (_sender, messages) => told.push(...(messages as FromQueueWorker[])),
    onGap: () => {},
    onForeign: (_sender, reason) => assert.fail(reason),
  });
  await readAll(client, 'told', opener);
  const [end] = told.filter((message) => message.type === 'outcome');
  assert.deepEqual(end?.of, { host: host?.name, login: 3, attempts: {}, begun: [] });
  assert.ok(end.outcome.kind === 'failed' && !end.outcome.begun && end.outcome.error.code === 'cancelled');
  assert.equal(lab.logins, 0);
});
