import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Sealer } from '../../src/executors/queue/envelope.js';
import { PROTOCOL, type Ticket, type WorkerLife } from '../../src/executors/queue/messages.js';
import { contexts, keysOfWorker, WORKERS } from '../../src/executors/queue/names.js';
import { connectRedis, SiteQueues, type Taker, takeFrom } from '../../src/executors/queue/redis.js';
import type { Lab } from '../../src/lab/lab.js';
import type { Result, RunRecord } from '../../src/task/result.js';
import { type Cleanup, makeProject, writeInventory } from '../support/lab.js';
import { nextCommands } from '../support/next-commands.js';
import { CLOCK, MOTD, runQueued, typedOn } from '../support/queued-run.js';
import { QUEUE_KEY, type RealRedis, startRedis, startWorker, type TestWorker, withoutRedis } from '../support/redis.js';
import { type RunningFlow, runFlow } from '../support/run-flow.js';

const skip = withoutRedis;

/** Answers every command of the lab until flow ends, and kills a worker, if there is more than one, each time so many were answered. */
async function killOneByOne(flow: RunningFlow, lab: Lab, { workers, every }: { workers: TestWorker[]; every: number }) {
  const ended = flow.then(() => undefined);
  for (let answered = 1; ; answered++) {
    const command = await Promise.race([lab.nextCommand(), ended]);
    if (!command) return;
    command.answer();
    if (answered % every === 0 && workers.length > 1) workers.pop()?.kill('SIGKILL');
  }
}

/** How often the journal of the only run says of each host that its task was settled. */
function settledIn(folder: string): Map<string, number> {
  const counts = new Map<string, number>();
  const runs = join(folder, '.flow', 'runs');
  const [run = ''] = readdirSync(runs);
  for (const line of readFileSync(join(runs, run, 'events.ndjson'), 'utf8')
    .trim()
    .split('\n')) {
    const { type, result } = JSON.parse(line) as { type: string; result?: Result };
    if (type === 'settled' && result) counts.set(result.host.name, (counts.get(result.host.name) ?? 0) + 1);
  }
  return counts;
}

async function clientOf(t: Cleanup, redis: RealRedis) {
  const client = await connectRedis(redis.url);
  t.after(() => client.disconnect());
  return client;
}

test('workers are killed one after the other until one is left: every reading host has one result', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 300, hold: true, playbook: `${CLOCK}concurrency: 60\n` });
  const workers = await Promise.all([1, 2, 3, 4].map(() => startWorker(t, redis, { words: ['-c', '20'] })));
  const flow = runQueued(redis, folder, [], { env: { FLOW_HOME: join(folder, '.flow') } });
  await killOneByOne(flow, lab, { workers, every: 50 });
  const { stdout, stderr } = await flow;
  assert.equal(workers.length, 1);
  const { results }: RunRecord = JSON.parse(stdout);
  assert.deepEqual(
    results.map(({ host }) => host.name),
    lab.hosts().map(({ name }) => name),
  );
  // A host goes to another worker twice; whoever lost three has no result, and says so.
  for (const { state, error } of results) assert.ok(state === 'finished' || error?.code === 'worker_lost', stderr);
  assert.ok(results.filter(({ state }) => state === 'finished').length >= 280, stderr);
  const settled = settledIn(folder);
  assert.equal(settled.size, 300);
  assert.deepEqual(new Set(settled.values()), new Set([1]));
});

test('workers are killed one after the other until one is left: every change was made once or not at all', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 60, hold: true, playbook: `${MOTD}concurrency: 20\n` });
  const workers = await Promise.all([1, 2, 3].map(() => startWorker(t, redis, { words: ['-c', '8'] })));
  const flow = runQueued(redis, folder, [], { env: { FLOW_HOME: join(folder, '.flow') } });
  await killOneByOne(flow, lab, { workers, every: 50 });
  const { results }: RunRecord = JSON.parse((await flow).stdout);
  assert.equal(workers.length, 1);
  assert.equal(results.length, 60);
  const unknown = results.filter(({ state }) => state === 'unknown');
  assert.ok(unknown.length > 0);
  for (const { host, state } of results) {
    const times = typedOn(lab, host.name, 'hostname X1');
    assert.ok(
      state === 'finished' ? times === 1 : times <= 1,
      `${host.name} is ${state}, and was changed ${times} times`,
    );
  }
  assert.equal(results.filter(({ state }) => state === 'finished').length + unknown.length, 60);
  assert.deepEqual(new Set(settledIn(folder).values()), new Set([1]));
});

test('a worker that was stopped in a change and wakes up as a lost one does nothing more on the device', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const tasks = ['One', 'Two'].map((name) => `  - {name: ${name}, config: [hostname ${name}], diff: false}\n`).join('');
  const playbook = `name: Change\ninventory: devices.yaml\nmode: change\ntasks:\n${tasks}`;
  const { folder, lab } = await makeProject(t, { hosts: 1, hold: true, playbook });
  const sleeper = await startWorker(t, redis);
  const flow = runQueued(redis, folder);
  const [command] = await nextCommands(lab, flow, 1);
  sleeper.kill('SIGSTOP');
  await flow.waitFor(/was lost: its lease is over/);
  const { results }: RunRecord = JSON.parse((await flow).stdout);
  assert.deepEqual(
    results.map(({ state }) => state),
    ['unknown', 'unknown'],
  );
  // Everything that the device will ever say lies there when it wakes up.
  command?.answer();
  lab.answerAll();
  sleeper.kill('SIGCONT');
  await sleeper.waitFor(/the lease holds again/);
  sleeper.kill('SIGTERM');
  await sleeper.ended;
  assert.equal(typedOn(lab, 'R1', 'hostname Two'), 0, lab.commandsOf('R1').join('\n'));
});

test('a run that was stopped for longer than its own lease goes on with the workers that had given it up', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const playbook = `${CLOCK}concurrency: 1\nqueue: {route: host.vars.site}\n`;
  const { folder, lab } = await makeProject(t, { hosts: 4, hold: true, hostKeys: 'own', playbook });
  const sites = ['hq', 'dc', 'hq', 'dc'];
  writeInventory(
    folder,
    lab.hosts().map((host, index) => ({ ...host, vars: { site: sites[index] } })),
  );
  const [hq, dc] = await Promise.all(['hq', 'dc'].map((site) => startWorker(t, redis, { site })));
  const flow = runQueued(redis, folder);
  const [first] = await nextCommands(lab, flow, 1);
  first?.answer('12:00:01 UTC');
  const [second] = await nextCommands(lab, flow, 1);
  flow.kill('SIGSTOP');
  const client = await clientOf(t, redis);
  const [mark = ''] = await client.keys('flow:run:*:life');
  await client.del(mark); // as when its time is over
  await Promise.all([hq?.waitFor(/is gone/), dc?.waitFor(/is gone/)]);
  flow.kill('SIGCONT');
  second?.answer('12:00:01 UTC');
  lab.answerAll('12:00:02 UTC');
  const { exitCode, stdout, stderr } = await flow;
  assert.equal(exitCode, 0, stderr + stdout);
  for (const { name } of lab.hosts()) assert.equal(typedOn(lab, name, 'show clock'), 1, name);
});

test('tickets that Redis lost when it was killed are written again', { skip }, async (t) => {
  const redis = await startRedis(t);
  const { folder } = await makeProject(t, { hosts: 3, playbook: CLOCK });
  const flow = runQueued(redis, folder);
  await flow.waitFor(/no worker is at site default/);
  const client = await clientOf(t, redis);
  await client.del(await client.keys('flow:site-default:*'));
  await redis.kill();
  await redis.start();
  await startWorker(t, redis);
  const { exitCode, stderr } = await flow;
  assert.equal(exitCode, 0, stderr);
});

test('a job whose ticket was lost with the worker that had it, before that told of it, gets a second one', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 1, playbook: CLOCK });
  const client = await clientOf(t, redis);
  const watch = await client.monitor();
  t.after(() => watch.disconnect());
  const ghost: WorkerLife = {
    ...{ id: 'default-ghost', site: 'default', flow: '0.1.0', concurrency: 1 },
    ...{ beat: 1, runs: {}, isDraining: false },
  };
  const { life } = keysOfWorker(ghost.id);
  await client.pipeline().set(life, JSON.stringify(ghost)).zadd(WORKERS, Date.now(), ghost.id).exec();
  let letGo = () => {};
  let taker: Taker | undefined;
  const took = new Promise<void>((resolve) => {
    const work = () =>
      new Promise<void>((over) => {
        letGo = over;
        resolve();
      });
    taker = takeFrom('default', client, { concurrency: 1, work });
  });
  // The run has to have seen it alive.
  const seen = new Promise<void>((resolve) => {
    watch.on('monitor', (_time: string, [name, ...keys]: string[]) => {
      if (name === 'mget' && keys.includes(life)) resolve();
    });
  });
  const flow = runQueued(redis, folder);
  await Promise.all([took, seen]);
  await client.del(life);
  await startWorker(t, redis);
  const { exitCode, stderr } = await flow;
  letGo();
  await taker?.close();
  assert.equal(exitCode, 0, stderr);
  assert.equal(lab.logins, 1);
});

test('a worker that has two tickets of a job runs it once, and keeps no place for the other', { skip }, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 2, playbook: CLOCK });
  const flow = runQueued(redis, folder);
  await flow.waitFor(/no worker is at site default/);
  const client = await clientOf(t, redis);
  const [ticketKey = ''] = await client.keys('flow:site-default:*.1.1');
  const run = ticketKey.slice('flow:site-default:'.length, -'.1.1'.length);
  const queues = new SiteQueues(client);
  t.after(() => queues.close());
  const sealer = new Sealer(QUEUE_KEY);
  const second = [1, 2].map((job) => {
    const ticket: Ticket = { protocol: PROTOCOL, flow: '0.1.0', run, id: `${run}.${job}.9`, job, site: 'default' };
    return { id: ticket.id, run, ticket: sealer.seal(ticket, contexts.ticket(run)) };
  });
  await queues.add('default', second);
  const worker = await startWorker(t, redis);
  assert.equal((await flow).exitCode, 0);
  assert.equal(lab.logins, 2);
  worker.kill('SIGTERM');
  await worker.ended;
  const { stdout } = await runFlow(['queue', 'status', '--queue', redis.url, '--format', 'json']);
  assert.deepEqual(JSON.parse(stdout).sites, [{ site: 'default', workers: 0, waiting: 0, running: 0, dead: 0 }]);
});
