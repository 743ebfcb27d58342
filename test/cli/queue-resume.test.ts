import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Sealer } from '../../src/executors/queue/envelope.js';
import { Opener } from '../../src/executors/queue/mailbox.js';
import type { FromQueueWorker } from '../../src/executors/queue/messages.js';
import { contexts, KEPT_S, keysOfRun, keysOfWorker } from '../../src/executors/queue/names.js';
import { readLives } from '../../src/executors/queue/read-lives.js';
import { connectRedis } from '../../src/executors/queue/redis.js';
import type { HeldCommand } from '../../src/lab/held-commands.js';
import type { Lab } from '../../src/lab/lab.js';
import type { RunRecord } from '../../src/task/result.js';
import { type Cleanup, makeProject, writeInventory } from '../support/lab.js';
import { QUEUE_KEY, type RealRedis, startRedis, startWorker, withoutRedis } from '../support/redis.js';
import { type RunningFlow, runFlow } from '../support/run-flow.js';

const skip = withoutRedis;
const READ = 'name: Clock\ninventory: devices.yaml\nconcurrency: 4\nenable: false\ncommand: show clock\n';
const CHANGE = `name: Change
inventory: devices.yaml
mode: change
tasks:
  - {name: push, config: [hostname X1], diff: false}
  - {name: then, config: [ntp server 192.0.2.1], diff: false}
`;

type Outcome = Extract<FromQueueWorker, { type: 'outcome' }>;

function flowIn(folder: string, redis: RealRedis, words: readonly string[]): RunningFlow {
  return runFlow(words, {
    cwd: folder,
    env: { FLOW_HOME: undefined, FLOW_QUEUE_KEY: QUEUE_KEY, FLOW_QUEUE_URL: redis.url },
  });
}

const run = (folder: string, redis: RealRedis) =>
  flowIn(folder, redis, ['run', 'clock.yaml', '--executor', 'queue', '--yes', '--quiet']);
const resume = (folder: string, redis: RealRedis) => flowIn(folder, redis, ['resume', 'last', '--yes', '--quiet']);

async function reportOf(folder: string, redis: RealRedis): Promise<RunRecord> {
  return JSON.parse((await flowIn(folder, redis, ['report', 'last', '--format', 'json'])).stdout);
}

/** The next commands held back; fails when flow ends without sending them. */
function nextCommands(lab: Lab, flow: RunningFlow, count: number): Promise<HeldCommand[]> {
  const ended = flow.then(({ stderr }) => Promise.reject(new Error(`flow ended without a command: ${stderr}`)));
  ended.catch(() => {});
  return Promise.race([Promise.all(Array.from({ length: count }, () => lab.nextCommand())), ended]);
}

async function kill(flow: RunningFlow): Promise<void> {
  flow.kill('SIGKILL');
  assert.equal((await flow).signal, 'SIGKILL');
}

/** Waits until workers have told so many outcomes of a run that nobody hears, and leaves them where they are. */
async function hearOutcomes(t: Cleanup, redis: RealRedis, folder: string, count: number): Promise<Outcome[]> {
  const [id = ''] = readdirSync(join(folder, '.flow', 'runs'));
  const client = await connectRedis(redis.url);
  t.after(() => client.disconnect());
  const outcomes: Outcome[] = [];
  const opener = new Opener(new Sealer(QUEUE_KEY), {
    contextOf: (worker) => contexts.toCoordinator(worker, id),
    onMessages: (_worker, messages) => {
      for (const message of messages as FromQueueWorker[]) if (message.type === 'outcome') outcomes.push(message);
    },
    onGap: () => {},
    onForeign: (_sender, reason) => assert.fail(reason),
  });
  const { inbox } = keysOfRun(id);
  let last: string | Buffer = '0';
  while (outcomes.length < count) {
    const found = (await client.xreadBuffer('BLOCK', 0, 'STREAMS', inbox, last)) as [Buffer, [Buffer, Buffer[]][]][];
    for (const [entry, [, sender, , envelope]] of found[0]?.[1] ?? []) {
      last = entry;
      opener.open(String(sender), envelope as Buffer);
    }
  }
  const expiresIn = await client.ttl(inbox);
  assert.ok(expiresIn > 0 && expiresIn <= KEPT_S, `it expires in ${expiresIn} s`);
  return outcomes;
}

/** Has the leases of lost workers run out now; the others give another sign of life. */
async function endLeases(t: Cleanup, redis: RealRedis): Promise<void> {
  const client = await connectRedis(redis.url);
  t.after(() => client.disconnect());
  for (const { id } of await readLives(client)) await client.del(keysOfWorker(id).life);
}

const typedOn = (lab: Lab, host: string, text: string) => lab.commandsOf(host).filter((line) => line === text).length;

test('reading hosts that workers finished after the run was killed are collected, and not read again', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 6, hold: 'commands', playbook: READ });
  const secret = 'enable-7731';
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, secret: '${env:ENABLE}' })),
  );
  await startWorker(t, redis, { words: ['-c', '2'], env: { ENABLE: secret } });
  const flow = run(folder, redis);
  const held = await nextCommands(lab, flow, 2);
  await kill(flow);
  for (const { answer } of held) answer(`12:00:01 UTC ${secret}`);
  const outcomes = await hearOutcomes(t, redis, folder, 2);
  const resumed = resume(folder, redis);
  lab.answerAll('12:00:02 UTC');
  const { exitCode, stderr } = await resumed;
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /workers have finished 2 tasks of the run \S+ since it was lost/);
  const { run: told, results } = await reportOf(folder, redis);
  assert.equal(told.counts.finished, 6);
  const late = new Set(outcomes.map(({ of }) => of.host));
  assert.deepEqual(late, new Set(held.map(({ host }) => host)));
  for (const { host, output } of results) {
    assert.equal(output, late.has(host.name) ? '12:00:01 UTC ****' : '12:00:02 UTC', host.name);
    assert.equal(typedOn(lab, host.name, 'show clock'), 1, host.name);
  }
  for (const text of [secret, '12:00:01']) assert.equal(redis.history().includes(text), false, text);
});

test('changes that workers finished after the run was killed have their true results, and only those are made that no worker had begun', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 5, hold: 'commands', playbook: CHANGE });
  const [, victim] = await Promise.all(
    [2, 1].map((count) => startWorker(t, redis, { words: ['-c', String(count), '--lease', '60s'] })),
  );
  const flow = run(folder, redis);
  const held = await nextCommands(lab, flow, 3);
  await kill(flow);
  victim?.kill('SIGKILL');
  await victim?.ended;
  lab.answerAll();
  const finished = new Set((await hearOutcomes(t, redis, folder, 2)).map(({ of }) => of.host));
  assert.equal(finished.size, 2);
  const early = await resume(folder, redis);
  assert.equal(early.exitCode, 2, early.stderr);
  assert.match(early.stderr, /workers still have \d logins? of the run/);
  await endLeases(t, redis);
  const { stdout: status } = await flowIn(folder, redis, ['queue', 'status', '--format', 'json']);
  assert.equal(JSON.parse(status).sites[0].running, 0, 'what a lost worker had does not run');
  const begun = new Set(held.map(({ host }) => host));
  for (const { name } of lab.hosts()) if (!begun.has(name)) assert.deepEqual(lab.commandsOf(name), [], name);
  const { stderr } = await resume(folder, redis);
  assert.match(stderr, /workers have finished 4 tasks of the run/);
  assert.match(stderr, /a change on 1 host \(.*\) may have begun, and is not made again/);
  const { results } = await reportOf(folder, redis);
  const wasLost = (name: string) => begun.has(name) && !finished.has(name);
  for (const { host, state } of results) assert.equal(state, wasLost(host.name) ? 'unknown' : 'finished', host.name);
  for (const { name } of lab.hosts()) {
    assert.ok(typedOn(lab, name, 'hostname X1') <= 1, name);
    if (!wasLost(name)) assert.equal(typedOn(lab, name, 'ntp server 192.0.2.1'), 1, name);
  }
});

test('a change that broke off after the run was killed is raised with its reason, and nothing is made again', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 1, hold: 'commands', playbook: CHANGE });
  await startWorker(t, redis);
  const flow = run(folder, redis);
  let [held] = await nextCommands(lab, flow, 1);
  while (held?.text !== 'hostname X1') {
    held?.answer();
    [held] = await nextCommands(lab, flow, 1);
  }
  await kill(flow);
  held.drop();
  const [outcome] = await hearOutcomes(t, redis, folder, 1);
  assert.ok(outcome?.outcome.kind === 'failed' && outcome.outcome.begun);
  const { exitCode, stderr } = await resume(folder, redis);
  assert.equal(exitCode, 1, stderr);
  assert.doesNotMatch(stderr, /may have begun/);
  const { results } = await reportOf(folder, redis);
  assert.deepEqual(
    results.map(({ task, state, error }) => [task, state, error?.code]),
    [
      ['push', 'raised', 'disconnected'],
      ['then', 'raised', 'disconnected'],
    ],
  );
  assert.equal(typedOn(lab, 'R1', 'hostname X1'), 1);
  assert.equal(typedOn(lab, 'R1', 'ntp server 192.0.2.1'), 0);
});
