import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import type { Host } from '../../src/inventory/host.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder, makeProject, writeInventory } from '../support/lab.js';
import { nextCommands } from '../support/next-commands.js';
import { type RunningFlow, runFlow } from '../support/run-flow.js';
import { ALL_SORTS, ANOTHER_KEY, FAILING } from './all-sorts.js';
import { withoutTimes } from './without-times.js';

const CLOCK = 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n';
const EXECUTORS = ['inline', 'threads', 'processes'];

/** Worker processes of a flow that runs. */
function workersOf({ pid }: RunningFlow): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(/\s+/).map(Number);
}

test('results are the same with every executor, failures included', async (t) => {
  const { folder, lab } = await makeProject(t, {
    hosts: FAILING,
    playbook: ALL_SORTS,
    hostKeys: 'own',
    now: () => Date.UTC(2026, 0, 2),
  });
  const of = (host: Host): Host => (host.name === 'says-no' ? { ...host, password: 'wrong-one' } : host);
  writeInventory(folder, lab.hosts().map(of));
  const port = lab.hosts().find(({ name }) => name === 'stranger')?.port;
  mkdirSync(join(folder, '.flow'));
  const records = [];
  for (const executor of EXECUTORS) {
    writeFileSync(join(folder, '.flow', 'known_hosts'), `[127.0.0.1]:${port} ssh-ed25519 ${ANOTHER_KEY}\n`);
    const words = ['run', 'clock.yaml', '--format', 'json', '--executor', executor];
    const { exitCode, stdout, stderr } = await runFlow(words, { cwd: folder });
    assert.equal(exitCode, 1, stderr);
    assert.doesNotMatch(stdout + stderr, /wrong-one|\n\s+at .*\.js:\d+/);
    records.push(withoutTimes(stdout));
  }
  const [inline, threads, processes] = records;
  assert.equal(threads, inline);
  assert.equal(processes, inline);
  const { results }: RunRecord = JSON.parse(inline ?? '');
  assert.equal(results.length, FAILING.length * 5);
  const codes = new Set<string>(results.map(({ error }) => error?.code ?? 'none'));
  for (const code of ['none', 'refused', 'disconnected', 'kex', 'auth', 'hostkey', 'device'])
    assert.ok(codes.has(code), `${code} of ${[...codes]}`);
});

test('kill -9 of a worker process in the middle of 500 hosts: every host is there once', async (t) => {
  const playbook = `${CLOCK}concurrency: 60\n`;
  const { folder, lab } = await makeProject(t, { hosts: 500, hold: true, spread: 'addresses', playbook });
  const words = ['run', 'clock.yaml', '--format', 'json', '--executor', 'processes', '--quiet'];
  const flow = runFlow(words, { cwd: folder });
  const early = await nextCommands(lab, flow, 40);
  for (const command of early) command.answer('12:00:01 UTC');
  await nextCommands(lab, flow, 40);
  const [victim] = workersOf(flow);
  process.kill(victim as number, 'SIGKILL');
  lab.answerAll('12:00:02 UTC');
  const { exitCode, stdout, stderr } = await flow;
  assert.equal(exitCode, 0, stderr);
  const { run, results }: RunRecord = JSON.parse(stdout);
  assert.equal(run.counts.finished, 500);
  assert.deepEqual(
    results.map(({ host }) => host.name),
    lab.hosts().map(({ name }) => name),
  );
  const again = results.filter(({ attempts }) => attempts === 2).length;
  assert.ok(again > 0 && again <= 60, `${again} hosts were tried once more`);
  assert.doesNotMatch(stderr, /\n\s+at /);
});

test('a change that a lost worker had begun is unknown and never typed again; the others finish', async (t) => {
  const playbook =
    'name: Motd\ninventory: devices.yaml\nmode: change\ntasks:\n  - {name: motd, config: [hostname X1], diff: false}\n';
  const { folder, lab } = await makeProject(t, { hosts: 6, hold: true, playbook });
  const words = ['run', 'clock.yaml', '--format', 'json', '--executor', 'processes', '--yes'];
  const flow = runFlow(words, { cwd: folder });
  const held = await nextCommands(lab, flow, 6);
  const [victim] = workersOf(flow);
  process.kill(victim as number, 'SIGKILL');
  await flow.waitFor(/worker process that spoke to the device was lost/);
  lab.answerAll();
  const { exitCode, stdout, stderr } = await flow;
  assert.equal(exitCode, 1, stderr);
  const { results }: RunRecord = JSON.parse(stdout);
  const unknown = results.filter(({ state }) => state === 'unknown');
  assert.ok(unknown.length > 0, 'the worker had hosts');
  assert.equal(results.filter(({ state }) => state === 'finished').length, 6 - unknown.length);
  for (const { error, host, attempts } of unknown) {
    assert.equal(error?.code, 'worker_lost');
    assert.match(error?.hint ?? '', /look at the device first/);
    assert.equal(attempts, 1);
    const typed = lab.commandsOf(host.name);
    assert.equal(typed.filter((command) => command === held[0]?.text).length, 1, 'one login only');
  }
});

test('Ctrl-C reaches the workers too, and they finish what runs', async (t) => {
  const playbook = `${CLOCK}concurrency: 2\n`;
  const { folder, lab } = await makeProject(t, { hosts: 6, hold: true, playbook });
  const words = ['run', 'clock.yaml', '--format', 'json', '--executor', 'processes'];
  const flow = runFlow(words, { cwd: folder, ownGroup: true });
  const held = await nextCommands(lab, flow, 2);
  flow.kill('SIGINT');
  await flow.waitFor(/stopping|interrupt/i);
  for (const command of held) command.answer('12:00:01 UTC');
  const { exitCode, stdout, stderr } = await flow;
  assert.equal(exitCode, 130, stderr);
  const { run }: RunRecord = JSON.parse(stdout);
  assert.equal(run.counts.finished, 2);
  assert.equal(run.counts.cancelled, 4);
});

test('workers end by themselves when flow is killed', async (t) => {
  let onSocket: (socket: Socket) => void = () => {};
  const connected = new Promise<Socket>((resolve) => {
    onSocket = resolve;
  });
  // A device that says nothing: only the end of the worker closes the connection before the test is over.
  const server = createServer((socket) => onSocket(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const folder = makeFolder(t);
  writeFileSync(
    join(folder, 'clock.yaml'),
    `name: Clock\ninventory: {hosts: {R1: {address: 127.0.0.1, port: ${port}, platform: cisco_ios, username: x, password: secret-one}}}\ntimeout: {auth: 10m}\ncommand: show clock\n`,
  );
  const flow = runFlow(['run', 'clock.yaml', '--executor', 'processes'], { cwd: folder });
  const socket = await connected;
  const [worker] = workersOf(flow);
  assert.ok(worker);
  for (const file of ['cmdline', 'environ'])
    assert.doesNotMatch(readFileSync(`/proc/${worker}/${file}`, 'latin1'), /secret-one/);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {}).resume();
  flow.kill('SIGKILL');
  await Promise.all([closed, flow]);
});

for (const executor of ['threads', 'processes']) {
  test(`${executor}: each host key is pinned once by however many workers, and a changed one is refused`, async (t) => {
    const { folder, lab } = await makeProject(t, { hosts: 30, hostKeys: 'own', playbook: CLOCK });
    const words = ['run', 'clock.yaml', '--format', 'json', '--executor', executor];
    assert.equal((await runFlow(words, { cwd: folder })).exitCode, 0);
    const file = join(folder, '.flow', 'known_hosts');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.equal(new Set(lines.map((line) => line.split(' ')[0])).size, 30);
    assert.equal(lines.length, 30);
    const [first = '', second = '', ...rest] = lines;
    const swapped = [`${first.split(' ')[0]} ${second.split(' ').slice(1).join(' ')}`, second, ...rest];
    writeFileSync(file, `${swapped.join('\n')}\n`);
    const { stdout } = await runFlow(words, { cwd: folder });
    const { results }: RunRecord = JSON.parse(stdout);
    const refused = results.filter(({ error }) => error?.code === 'hostkey');
    assert.equal(refused.length, 1);
    const port = lab.hosts().find(({ name }) => name === refused[0]?.host.name)?.port;
    assert.equal(first.split(' ')[0], `[127.0.0.1]:${port}`);
  });

  test(`${executor}: a wrong password that ten devices share is shown to three of them`, async (t) => {
    const { folder, lab } = await makeProject(t, { hosts: 10, playbook: CLOCK });
    const wrong = lab.hosts().map((host) => ({ ...host, password: 'wrong-one' }));
    writeInventory(folder, wrong);
    const { exitCode } = await runFlow(['run', 'clock.yaml', '--executor', executor], { cwd: folder });
    assert.equal(exitCode, 1);
    assert.equal(lab.refusedLogins, 3);
  });
}
