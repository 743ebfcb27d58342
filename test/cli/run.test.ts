import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { HeldCommand } from '../../src/lab/held-commands.js';
import type { Lab, LabOptions } from '../../src/lab/lab.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { FLOW, type RunningFlow, runFlow } from '../support/run-flow.js';

const REFERENCE = '${env:ROUTER_PASSWORD}';
const CLOCK = 'name: Clock\ninventory: devices.yaml\nconcurrency: 2\ncommand: show clock\n';

/** A folder with a playbook `clock.yaml` and the inventory of a lab. */
async function makeProject(
  t: TestContext,
  {
    playbook = CLOCK,
    notation = 'flow',
    ...options
  }: LabOptions & { playbook?: string; notation?: 'flow' | 'netmiko' },
): Promise<{ folder: string; lab: Lab }> {
  const lab = await startLab(t, options);
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts(), notation);
  writeFileSync(join(folder, 'clock.yaml'), playbook);
  return { folder, lab };
}

/** The next command held back; fails when flow ends without sending one. */
async function nextCommand(lab: Lab, flow: RunningFlow): Promise<HeldCommand> {
  const ended = flow.then(({ stderr }) => Promise.reject(new Error(`flow ended without a command: ${stderr}`)));
  return Promise.race([lab.nextCommand(), ended]);
}

test('with a limit of 2 the third host waits for a free slot', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: 3, hold: true });
  const flow = runFlow(['run', 'clock.yaml'], { cwd: folder });
  const first = await nextCommand(lab, flow);
  await nextCommand(lab, flow);
  first.answer('12:00:01 UTC');
  assert.equal((await nextCommand(lab, flow)).text, 'show clock');
  lab.answerAll('12:00:02 UTC');
  assert.equal((await flow).exitCode, 0);
  assert.equal(lab.mostAtOnce, 2);
});

test("with order: completed the late one comes last, from an unchanged file of Netmiko's dicts", async (t) => {
  const playbook = `${CLOCK}order: completed\n`.replace('concurrency: 2', 'concurrency: 3');
  const { folder, lab } = await makeProject(t, { hosts: 3, hold: true, notation: 'netmiko', playbook });
  const flow = runFlow(['run', 'clock.yaml', '--format', 'json'], { cwd: folder });
  const [one, two, three] = [await nextCommand(lab, flow), await nextCommand(lab, flow), await nextCommand(lab, flow)];
  const late = [one, two, three].find((command) => command.host === 'R1');
  for (const command of [one, two, three]) if (command !== late) command.answer('12:00:01 UTC');
  await flow.waitFor(/finished.*finished/s);
  late?.answer('12:00:11 UTC');
  const { results }: RunRecord = JSON.parse((await flow).stdout);
  assert.equal(results.length, 3);
  assert.equal(results.at(-1)?.output, '12:00:11 UTC');
});

test('with on_failure: stop a wrong password ends the run with status 3, and nothing more is begun', async (t) => {
  const { folder, lab } = await makeProject(t, {
    hosts: [{ name: 'R1', password: 'right' }, { name: 'R2' }, { name: 'R3' }],
    playbook: `${CLOCK}on_failure: stop\n`.replace('concurrency: 2', 'concurrency: 1'),
  });
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, password: 'wrong-one' })),
  );
  const { exitCode, stdout, stderr } = await runFlow(['run', 'clock.yaml', '--format', 'json'], { cwd: folder });
  assert.equal(exitCode, 3);
  const { run, results }: RunRecord = JSON.parse(stdout);
  assert.equal(run.status, 'stopped');
  assert.deepEqual(
    results.map(({ state }) => state),
    ['raised', 'cancelled', 'cancelled'],
  );
  assert.equal(results[0]?.error?.code, 'auth');
  assert.equal(lab.refusedLogins, 1);
  assert.doesNotMatch(stdout + stderr, /wrong-one/);
});

test('the first Ctrl-C lets what runs finish, cancels the rest and still writes the report', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: 3, hold: true });
  const flow = runFlow(['run', 'clock.yaml', '--format', 'json'], { cwd: folder });
  const held = [await nextCommand(lab, flow), await nextCommand(lab, flow)];
  flow.kill('SIGINT');
  await flow.waitFor('interrupted: what runs may finish');
  for (const command of held) command.answer('12:00:01 UTC');
  const { exitCode, stdout } = await flow;
  assert.equal(exitCode, 130);
  const { run, results }: RunRecord = JSON.parse(stdout);
  assert.equal(run.status, 'interrupted');
  assert.deepEqual(
    results.map(({ state }) => state),
    ['finished', 'finished', 'cancelled'],
  );
});

test('SIGTERM is taken like Ctrl-C', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: 1, hold: true });
  const flow = runFlow(['run', 'clock.yaml'], { cwd: folder });
  const command = await nextCommand(lab, flow);
  flow.kill('SIGTERM');
  await flow.waitFor('interrupted: what runs may finish');
  command.answer('12:00:01 UTC');
  const { exitCode, stdout } = await flow;
  assert.equal(exitCode, 130);
  assert.match(stdout, /12:00:01 UTC/);
});

test('the second Ctrl-C ends at once, and what was not answered is cancelled in the report', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: 3, hold: true });
  const flow = runFlow(['run', 'clock.yaml', '--format', 'json'], { cwd: folder });
  await nextCommand(lab, flow);
  await nextCommand(lab, flow);
  flow.kill('SIGINT');
  await flow.waitFor('interrupted: what runs may finish');
  flow.kill('SIGINT');
  const { exitCode, stdout } = await flow; // nobody ever answers
  assert.equal(exitCode, 130);
  const { results }: RunRecord = JSON.parse(stdout);
  assert.deepEqual(
    results.map(({ state }) => state),
    ['cancelled', 'cancelled', 'cancelled'],
  );
});

test('standard output has the report and nothing else', async (t) => {
  const { folder } = await makeProject(t, {
    hosts: 2,
    playbook: `${CLOCK}output: "{{#each results}}{{host.name}} {{/each}}"\n`,
  });
  for (const flags of [[], ['--verbose'], ['--quiet']]) {
    const { exitCode, stdout } = await runFlow(['run', 'clock.yaml', ...flags], { cwd: folder });
    assert.deepEqual({ exitCode, stdout }, { exitCode: 0, stdout: 'R1 R2 \n' });
  }
});

test('without a terminal there is no colour and no control character', async (t) => {
  const { folder } = await makeProject(t, { hosts: 2 });
  for (const env of [{}, { NO_COLOR: '1' }, { CI: 'true' }, { FORCE_COLOR: '1' }]) {
    const { stdout, stderr } = await runFlow(['run', 'clock.yaml', '--verbose'], { cwd: folder, env });
    assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f]/);
  }
});

test('a reader of standard output that goes away ends the output, not the run, and nothing is said', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: 1, hold: true });
  const flow = runFlow(['run', 'clock.yaml', '--quiet'], { cwd: folder });
  const command = await nextCommand(lab, flow);
  flow.closeStdout();
  command.answer('12:00:01 UTC');
  const { exitCode, stderr } = await flow;
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
});

test('a report that standard output does not take is told, and the exit status is 1', {
  skip: existsSync('/dev/full') ? false : 'this system has no /dev/full',
}, async (t) => {
  const { folder } = await makeProject(t, { hosts: 1 });
  const full = openSync('/dev/full', 'w');
  t.after(() => closeSync(full));
  const says = 'flow: the report could not be written to standard output: ENOSPC: no space left on device, write\n';
  for (const words of [['run', 'clock.yaml', '--lab', '--quiet'], ['help'], ['--version']]) {
    const { status, stderr } = spawnSync(process.execPath, [FLOW, ...words], {
      cwd: folder,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    assert.deepEqual({ status, stderr }, { status: 1, stderr: says }, words.join(' '));
  }
});

test('--output writes the report to a file whose ending says the format, and standard output stays empty', async (t) => {
  const { folder } = await makeProject(t, { hosts: 2 });
  const { exitCode, stdout } = await runFlow(['run', 'clock.yaml', '--output', 'reports/clock.json'], { cwd: folder });
  assert.deepEqual({ exitCode, stdout }, { exitCode: 0, stdout: '' });
  const { schema }: RunRecord = JSON.parse(readFileSync(join(folder, 'reports/clock.json'), 'utf8'));
  assert.equal(schema, 'flow/run@1');
});

test('--output may be given several times, also to flow report', async (t) => {
  const { folder } = await makeProject(t, { hosts: 2 });
  const env = { FLOW_HOME: join(folder, 'home') };
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const { exitCode, stdout } = await runFlow(['run', 'clock.yaml', '-o', 'a.csv', '-o', 'a.jsonl'], {
    cwd: folder,
    env,
  });
  assert.deepEqual({ exitCode, stdout }, { exitCode: 0, stdout: '' });
  assert.match(read('a.csv'), /^run,host,/);
  assert.equal(read('a.jsonl').trim().split('\n').length, 2);
  await runFlow(['report', 'last', '-o', 'b.csv', '-o', 'b.html'], { cwd: folder, env });
  assert.equal(read('b.csv'), read('a.csv'));
  assert.match(read('b.html'), /^<!doctype html>/);
  for (const words of [
    ['run', 'clock.yaml'],
    ['report', 'last'],
  ]) {
    const mixed = await runFlow([...words, '-o', 'c.csv', '-o', 'c.html', '--format', 'md'], { cwd: folder, env });
    assert.equal(mixed.exitCode, 2);
    assert.match(mixed.stderr, /^flow: --format: each --output says its format by its ending/);
  }
});

test('output.each is printed as each future completes, before the report', async (t) => {
  const playbook = `${CLOCK}output: {each: "{{host.name}} is done", template: "all done"}\n`;
  const { folder, lab } = await makeProject(t, { hosts: 2, hold: true, playbook });
  const flow = runFlow(['run', 'clock.yaml'], { cwd: folder });
  const [one, two] = [await nextCommand(lab, flow), await nextCommand(lab, flow)];
  two.answer('12:00:01 UTC');
  await flow.waitFor(`${two.host} is done`);
  one.answer('12:00:02 UTC');
  const { stdout } = await flow;
  assert.equal(stdout, `${two.host} is done\n${one.host} is done\nall done\n`);
});

test('output.each of an output with a file goes to that file, before the report', async (t) => {
  const output = 'output: {file: clock.md, each: "{{host.name}} is done", template: "all done"}\n';
  const { folder, lab } = await makeProject(t, { hosts: 2, hold: true, playbook: CLOCK + output });
  const flow = runFlow(['run', 'clock.yaml'], { cwd: folder });
  const [one, two] = [await nextCommand(lab, flow), await nextCommand(lab, flow)];
  two.answer('12:00:01 UTC');
  await flow.waitFor(new RegExp(`${two.host} .*finished|finished .*${two.host}`));
  one.answer('12:00:02 UTC');
  const { stdout, exitCode } = await flow;
  assert.deepEqual([exitCode, stdout], [0, '']);
  const file = readFileSync(join(folder, 'clock.md'), 'utf8');
  assert.equal(file, `${two.host} is done\n${one.host} is done\nall done\n`);
});

test('a report that cannot be written is told, comes on standard output instead, and the status is 1', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: 1, hold: true, playbook: `${CLOCK}output: {file: reports}\n` });
  const flow = runFlow(['run', 'clock.yaml'], { cwd: folder });
  const command = await nextCommand(lab, flow);
  mkdirSync(join(folder, 'reports'));
  command.answer('12:00:01 UTC');
  const { exitCode, stdout, stderr } = await flow;
  assert.equal(exitCode, 1);
  assert.match(stdout, /^# Clock\n/);
  assert.match(stderr, /^clock\.yaml: output\.file: cannot write .*reports: /m);
});

test('the first key of each host is pinned beside the project, and a changed one stops that host', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: 2, hostKeys: 'own' });
  assert.equal((await runFlow(['run', 'clock.yaml'], { cwd: folder })).exitCode, 0);
  const pinned = readFileSync(join(folder, '.flow/known_hosts'), 'utf8');
  for (const host of ['R1', 'R2']) assert.ok(pinned.includes(lab.knownHostsLine(host)));
  lab.changeHostKey('R2');
  const { exitCode, stdout } = await runFlow(['run', 'clock.yaml', '--format', 'json'], { cwd: folder });
  assert.equal(exitCode, 1);
  const { results }: RunRecord = JSON.parse(stdout);
  assert.deepEqual(
    results.map(({ error }) => error?.code ?? null),
    [null, 'hostkey'],
  );
  assert.equal((await runFlow(['run', 'clock.yaml', '--host-keys', 'off'], { cwd: folder })).exitCode, 0);
});

test('a strict run takes no unknown key, and writes none', async (t) => {
  const { folder } = await makeProject(t, { hosts: 1 });
  const { exitCode, stdout } = await runFlow(['run', 'clock.yaml', '--host-keys', 'strict'], { cwd: folder });
  assert.equal(exitCode, 1);
  assert.match(stdout, /hostkey/);
  assert.equal(existsSync(join(folder, '.flow')), false);
});

test('keys of simulated devices are never pinned', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'clock.yaml'), CLOCK.replace('devices.yaml', '{lab: {cisco_ios: 2}}'));
  assert.equal((await runFlow(['run', 'clock.yaml'], { cwd: folder })).exitCode, 0);
  assert.deepEqual(readdirSync(folder), ['clock.yaml']);
});

test('--lab puts a simulated device in the place of each host, and looks up no secret', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'clock.yaml'), CLOCK);
  const device = `{device_type: cisco_ios, ip: 192.0.2.1, username: ops, password: "${REFERENCE}", secret: "${REFERENCE}"}`;
  writeFileSync(join(folder, 'devices.yaml'), `routers:\n  - ${device}\n`);
  const { exitCode, stdout, stderr } = await runFlow(['run', 'clock.yaml', '--lab', '--format', 'json'], {
    cwd: folder,
  });
  assert.equal(exitCode, 0, stderr);
  const { results }: RunRecord = JSON.parse(stdout);
  assert.deepEqual(
    results.map(({ host }) => [host.name, host.address]),
    [['192.0.2.1', '127.0.0.1']],
  );
});

test('a password from the environment is used, and appears nowhere', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: [{ name: 'R1', password: 'Tr0ub4dor' }] });
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, password: REFERENCE })),
  );
  const env = { ROUTER_PASSWORD: 'Tr0ub4dor' };
  const { exitCode, stdout, stderr } = await runFlow(['run', 'clock.yaml', '--verbose'], { cwd: folder, env });
  assert.equal(exitCode, 0, stderr);
  assert.doesNotMatch(stdout + stderr, /Tr0ub4dor/);
  const missing = await runFlow(['run', 'clock.yaml'], { cwd: folder });
  assert.equal(missing.exitCode, 2);
  assert.match(missing.stderr, /^devices\.yaml:2:\d+: .*the environment has no ROUTER_PASSWORD/m);
  assert.equal(lab.logins, 1);
});

test('--var, --limit and --select change what is sent and to whom', async (t) => {
  const playbook = `${CLOCK}vars: {what: clock}\n`.replace('show clock', 'show {{vars.what}}');
  const { folder, lab } = await makeProject(t, { hosts: 3, playbook });
  const words = ['run', 'clock.yaml', '--var', 'what=version', '--limit', 'R[1-2]', '--select', 'host.name != "R1"'];
  assert.equal((await runFlow(words, { cwd: folder })).exitCode, 0);
  assert.equal(lab.logins, 1);
  assert.ok(lab.commandsOf('R2').includes('show version'));
});

test('a password that a device repeats is masked in every report; names and platforms stay as they are', async (t) => {
  const playbook = `${CLOCK}output: [{format: json}, {file: report.md}, {each: "{{output}}", file: each.md}]\n`;
  const { folder, lab } = await makeProject(t, { hosts: [{ name: 'R1', password: 'cisco' }], hold: true, playbook });
  const flow = runFlow(['run', 'clock.yaml'], { cwd: folder });
  (await nextCommand(lab, flow)).answer('username ops password cisco');
  const { exitCode, stdout } = await flow;
  assert.equal(exitCode, 0);
  assert.match(stdout, /"platform": "cisco_ios"/);
  for (const text of [stdout, readFileSync(join(folder, 'report.md'), 'utf8')]) {
    assert.match(text, /username ops password \*\*\*\*/);
    assert.doesNotMatch(text, /password cisco/);
  }
});

test('an expression in select that cannot be judged for a host points at its place', async (t) => {
  const { folder } = await makeProject(t, { hosts: 1, playbook: `${CLOCK}select: host.vars.site == "hq"\n` });
  const { exitCode, stderr } = await runFlow(['run', 'clock.yaml'], { cwd: folder });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^clock\.yaml:5:\d+: select: on R1: /m);
  const flag = await runFlow(['run', 'clock.yaml', '--select', 'host.vars.rack == 3'], { cwd: folder });
  assert.equal(flag.exitCode, 2);
  assert.match(flag.stderr, /^flow: --select: on R1: /m);
});
