import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { checkTicket, PROTOCOL } from '../../src/executors/queue/messages.js';
import { connectRedis, SiteQueues } from '../../src/executors/queue/redis.js';
import type { Host } from '../../src/inventory/host.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeProject, writeInventory } from '../support/lab.js';
import { nextCommands } from '../support/next-commands.js';
import { CLOCK, MOTD, runQueued, typedOn } from '../support/queued-run.js';
import { QUEUE_KEY, startRedis, startWorker, withoutRedis } from '../support/redis.js';
import { runFlow } from '../support/run-flow.js';
import { ALL_SORTS, ANOTHER_KEY, FAILING } from './all-sorts.js';
import { withoutTimes } from './without-times.js';

const skip = withoutRedis;

test('two sites with a worker each give the very results of an inline run, failures included, and Redis never saw a secret', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const secrets = { says: 'wrong-one-5521', enable: 'enable-7731' };
  const { folder, lab } = await makeProject(t, {
    hosts: FAILING.map((spec) => ({ ...spec, secret: secrets.enable })),
    playbook: ALL_SORTS.replace('vars:', 'queue: {route: host.vars.site}\nvars:'),
    hostKeys: 'own',
    now: () => Date.UTC(2026, 0, 2),
  });
  const of = (host: Host, index: number): Host => ({
    ...host,
    ...(host.name === 'says-no' && { password: secrets.says }),
    vars: { site: index % 2 ? 'hq' : 'dc' },
  });
  writeInventory(folder, lab.hosts().map(of));
  await Promise.all([startWorker(t, redis, { site: 'hq' }), startWorker(t, redis, { site: 'dc' })]);
  const port = lab.hosts().find(({ name }) => name === 'stranger')?.port;
  mkdirSync(join(folder, '.flow'));
  const records = [];
  for (const executor of ['inline', 'queue']) {
    writeFileSync(join(folder, '.flow', 'known_hosts'), `[127.0.0.1]:${port} ssh-ed25519 ${ANOTHER_KEY}\n`);
    const { exitCode, stdout, stderr } = await runQueued(redis, folder, ['--executor', executor]);
    assert.equal(exitCode, 1, stderr);
    records.push(withoutTimes(stdout));
    // Every good host's key, pinned once, by whoever gave the jobs.
    const pinned = readFileSync(join(folder, '.flow', 'known_hosts'), 'utf8')
      .trimEnd()
      .split('\n');
    assert.equal(new Set(pinned.map((line) => line.split(' ')[0])).size, pinned.length);
  }
  assert.equal(records[1], records[0]);
  const history = redis.history();
  assert.ok(history.length > 10_000);
  for (const text of [secrets.says, secrets.enable, 'show clock', 'UTC', QUEUE_KEY, '127.0.0.1'])
    assert.equal(history.includes(text), false, text);
});

test('references are looked up on the worker, and what they give is masked where it comes back', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, {
    hosts: 1,
    playbook: 'name: Show\ninventory: devices.yaml\ncommand: show running-config\n',
  });
  const { password = '' } = lab.hosts()[0] as Host;
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, password: '${env:DEVICE_PASSWORD}' })),
  );
  const worker = await startWorker(t, redis, { env: { DEVICE_PASSWORD: password } });
  assert.equal((await runQueued(redis, folder)).exitCode, 0);
  worker.kill();
  assert.equal((await worker.ended).exitCode, 0);
  const poor = await startWorker(t, redis);
  const { stdout, exitCode } = await runQueued(redis, folder);
  assert.equal(exitCode, 1);
  assert.match(
    stdout,
    /on worker default-\w+: \$\{env:DEVICE_PASSWORD\} of R1: the environment has no DEVICE_PASSWORD/,
  );
  poor.kill();
  await poor.ended;
});

test('a wrong password that ten devices share is shown to three of them, by however many workers', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 10, playbook: CLOCK });
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, password: '${env:PASS}' })),
  );
  const env = { PASS: 'wrong-one' };
  await Promise.all([startWorker(t, redis, { env }), startWorker(t, redis, { env })]);
  assert.equal((await runQueued(redis, folder)).exitCode, 1);
  assert.equal(lab.refusedLogins, 3);
});

test('reading hosts of a worker that was killed go to another, and are recorded once', { skip }, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 30, hold: true, playbook: `${CLOCK}concurrency: 20\n` });
  const workers = await Promise.all([1, 2, 3].map(() => startWorker(t, redis, { words: ['-c', '10'] })));
  const flow = runQueued(redis, folder);
  await nextCommands(lab, flow, 20);
  workers[0]?.kill('SIGKILL');
  workers[1]?.kill('SIGKILL');
  lab.answerAll('12:00:02 UTC');
  const { exitCode, stdout, stderr } = await flow;
  assert.equal(exitCode, 0, stderr);
  const { run, results }: RunRecord = JSON.parse(stdout);
  assert.equal(run.counts.finished, 30);
  assert.deepEqual(
    results.map(({ host }) => host.name),
    lab.hosts().map(({ name }) => name),
  );
});

test('a change that a lost worker may have begun is unknown, and never made again', { skip }, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 6, hold: true, playbook: MOTD });
  const [victim] = await Promise.all([1, 2].map(() => startWorker(t, redis, { words: ['-c', '3'] })));
  const flow = runQueued(redis, folder);
  const held = await nextCommands(lab, flow, 6);
  victim?.kill('SIGKILL');
  await flow.waitFor(/was lost: its lease is over/);
  lab.answerAll();
  const { exitCode, stdout } = await flow;
  assert.equal(exitCode, 1);
  const { results }: RunRecord = JSON.parse(stdout);
  const unknown = results.filter(({ state }) => state === 'unknown');
  assert.equal(unknown.length, 3);
  assert.equal(results.filter(({ state }) => state === 'finished').length, 3);
  for (const { host, error } of unknown) {
    assert.equal(error?.code, 'worker_lost');
    assert.equal(typedOn(lab, host.name, held[0]?.text ?? ''), 1);
  }
});

test('a worker that was stopped for longer than its lease ends what it did, and works on', { skip }, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 2, hold: true, playbook: CLOCK });
  const sleeper = await startWorker(t, redis);
  const flow = runQueued(redis, folder);
  await nextCommands(lab, flow, 2);
  sleeper.kill('SIGSTOP');
  await flow.waitFor(/its lease is over|raised|retry/);
  sleeper.kill('SIGCONT');
  await sleeper.waitFor(/the lease holds again/);
  lab.answerAll('12:00:02 UTC');
  const { exitCode, stdout, stderr } = await flow;
  assert.equal(exitCode, 0, stderr);
  assert.equal((JSON.parse(stdout) as RunRecord).run.counts.finished, 2);
});

test('Redis that is killed and comes back with its data is not noticed by the run', { skip }, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 6, hold: true, playbook: `${CLOCK}concurrency: 3\n` });
  await startWorker(t, redis, { words: ['-c', '2', '--lease', '10s'] });
  const flow = runQueued(redis, folder);
  const [first] = await nextCommands(lab, flow, 2);
  await redis.kill();
  first?.answer('12:00:01 UTC');
  await redis.start();
  lab.answerAll('12:00:02 UTC');
  const { exitCode, stdout, stderr } = await flow;
  assert.equal(exitCode, 0, stderr);
  assert.equal((JSON.parse(stdout) as RunRecord).run.counts.finished, 6);
  for (const { name } of lab.hosts()) assert.equal(typedOn(lab, name, 'show clock'), 1, name);
});

test('Redis that comes back without its data ends the run with the reason, and its journal is whole', {
  skip,
}, async (t) => {
  const redis = await startRedis(t, ['--appendonly', 'no']);
  const { folder, lab } = await makeProject(t, { hosts: 4, hold: true, playbook: MOTD });
  await startWorker(t, redis, { words: ['-c', '2'] });
  const flow = runQueued(redis, folder);
  await nextCommands(lab, flow, 2);
  await redis.kill();
  await redis.start();
  const { exitCode, stdout } = await flow;
  assert.equal(exitCode, 1);
  const { results }: RunRecord = JSON.parse(stdout);
  assert.deepEqual(results.map(({ state }) => state).sort(), ['raised', 'raised', 'unknown', 'unknown']);
  for (const { error } of results) assert.match(error?.message ?? '', /came back without its data/);
  const shown = await runFlow(['report', 'last', '--format', 'json'], { cwd: folder });
  assert.equal(shown.exitCode, 0, shown.stderr);
  lab.answerAll();
});

test('SIGTERM lets a worker finish what it has begun, and take nothing more', { skip }, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 4, hold: true, playbook: CLOCK });
  const first = await startWorker(t, redis, { words: ['-c', '2'] });
  const flow = runQueued(redis, folder);
  const held = await nextCommands(lab, flow, 2);
  first.kill('SIGTERM');
  await first.waitFor(/2 still run/);
  for (const command of held) command.answer('12:00:01 UTC');
  assert.equal((await first.ended).exitCode, 0);
  await startWorker(t, redis);
  lab.answerAll('12:00:02 UTC');
  const { exitCode, stdout, stderr } = await flow;
  assert.equal(exitCode, 0, stderr);
  const { results }: RunRecord = JSON.parse(stdout);
  assert.ok(results.every(({ attempts }) => attempts === 1));
});

test('Ctrl-C ends what runs on workers, and takes back what waits', { skip }, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 4, hold: true, playbook: CLOCK });
  await startWorker(t, redis, { words: ['-c', '2'] });
  const flow = runQueued(redis, folder);
  const held = await nextCommands(lab, flow, 2);
  flow.kill('SIGINT');
  await flow.waitFor(/stopping|interrupt/i);
  for (const command of held) command.answer('12:00:01 UTC');
  flow.kill('SIGINT');
  const { exitCode, stdout } = await flow;
  assert.equal(exitCode, 130);
  const { run }: RunRecord = JSON.parse(stdout);
  assert.equal(run.counts.finished + run.counts.cancelled, 4);
  const { stdout: status } = await runFlow(['queue', 'status', '--queue', redis.url, '--format', 'json']);
  assert.deepEqual(JSON.parse(status).sites, [{ site: 'default', workers: 1, waiting: 0, running: 0, dead: 0 }]);
});

test('a job that was changed in Redis, or sealed with another key, is refused and counted as dead', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 2, playbook: CLOCK });
  const foreign = await startWorker(t, redis, { env: { FLOW_QUEUE_KEY: `${QUEUE_KEY}another` } });
  const refused = await runQueued(redis, folder);
  assert.equal(refused.exitCode, 1);
  assert.match(refused.stdout, /a worker at site default refused the job: it was sealed with another key/);
  foreign.kill();
  await foreign.ended;
  const flow = runQueued(redis, folder, ['--limit', 'R1']);
  await flow.waitFor(/no worker is at site default/);
  const client = await connectRedis(redis.url);
  t.after(() => client.disconnect());
  // The dead one of the run before is kept as well.
  const key = (await client.keys('flow:site-default:*.1.1')).sort().at(-1) ?? '';
  const data = JSON.parse((await client.hget(key, 'data')) ?? '');
  const ticket = Buffer.from(data.ticket, 'base64');
  ticket[40] = (ticket[40] ?? 0) ^ 1;
  await client.hset(key, 'data', JSON.stringify({ ...data, ticket: ticket.toString('base64') }));
  const worker = await startWorker(t, redis);
  await worker.waitFor(/a job was refused/);
  const { exitCode, stdout } = await flow;
  assert.equal(exitCode, 1);
  assert.match(stdout, /refused the job: it was sealed with another key, for another purpose, or has been changed/);
  assert.equal(lab.logins, 0);
});

test('a job that is put into the queue a second time, during its run or after it, is not run again', {
  skip,
}, async (t) => {
  const redis = await startRedis(t);
  const { folder, lab } = await makeProject(t, { hosts: 2, hold: true, playbook: `${MOTD}concurrency: 1\n` });
  const client = await connectRedis(redis.url);
  t.after(() => client.disconnect());
  const flow = runQueued(redis, folder);
  await flow.waitFor(/no worker is at site default/);
  const [key = ''] = await client.keys('flow:site-default:*.1.1');
  const { run, ticket } = JSON.parse((await client.hget(key, 'data')) ?? '');
  const queues = new SiteQueues(client);
  t.after(() => queues.close());
  const replay = () => queues.add('default', [{ id: `${run}.1.1`, run, ticket: Buffer.from(ticket, 'base64') }]);
  const worker = await startWorker(t, redis, { words: ['--health', '127.0.0.1:0'] });
  // When it is another host's turn the first login is over.
  let [command] = await nextCommands(lab, flow, 1);
  while (command?.host === 'R1') {
    command.answer();
    [command] = await nextCommands(lab, flow, 1);
  }
  await replay();
  command?.answer();
  lab.answerAll();
  assert.equal((await flow).exitCode, 0);
  await replay();
  worker.kill('SIGTERM');
  assert.equal((await worker.ended).exitCode, 0);
  for (const { name } of lab.hosts()) assert.equal(typedOn(lab, name, 'hostname X1'), 1, name);
});

test('a ticket of another version, run, number or site is refused by name', () => {
  const ticket = { protocol: PROTOCOL, flow: '0.1.0', run: 'run', id: 'run.7.9', job: 7, site: 'hq' };
  const expected = { run: 'run', id: 'run.7.9', site: 'hq', flow: '0.1.0' };
  assert.deepEqual(checkTicket(ticket, expected), ticket);
  assert.match(
    String(checkTicket({ ...ticket, protocol: PROTOCOL + 1, flow: '9.9.9' }, expected)),
    /^it is of flow 9\.9\.9 and speaks version 3 of the queue; this worker is flow 0\.1\.0 and speaks version 2$/,
  );
  for (const change of [{ run: 'other' }, { id: 'run.7.8' }, { job: 8 }, { site: 'dc' }, { job: 1.5 }, { flow: 3 }])
    assert.equal(typeof checkTicket({ ...ticket, ...change }, expected), 'string');
  for (const value of [null, 3, 'x', []]) assert.equal(typeof checkTicket(value, expected), 'string');
});
