import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { Host } from '../../src/inventory/host.js';
import type { LabOptions } from '../../src/lab/lab.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { type FlowResult, runFlow } from '../support/run-flow.js';

const CLOCK = 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n';
const CHANGE = [
  'name: Change',
  'mode: change',
  'inventory: devices.yaml',
  'concurrency: 1',
  'tasks:',
  '  - {name: before, command: show clock}',
  '  - {name: push, config: [ntp server 192.0.2.1], diff: false}',
  '  - {name: after, command: show version, needs: [push]}',
  '',
].join('\n');

/** A project with a lab; `flow` runs in it, its journal kept beside the playbook. */
async function makeProject(t: TestContext, options: LabOptions, playbook = CLOCK) {
  const lab = await startLab(t, options);
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  writeFileSync(join(folder, 'book.yaml'), playbook);
  const flow = (...words: string[]) => runFlow(words, { cwd: folder, env: { FLOW_HOME: undefined } });
  return { folder, lab, flow };
}

async function recordOf(flow: (...words: string[]) => Promise<FlowResult>): Promise<RunRecord> {
  return JSON.parse((await flow('report', 'last', '--format', 'json')).stdout);
}

/** Kills flow and waits until it is gone. */
async function kill(flow: ReturnType<typeof runFlow>): Promise<void> {
  flow.kill('SIGKILL');
  assert.equal((await flow).signal, 'SIGKILL');
}

function countOf(commands: readonly string[], text: string): number {
  return commands.filter((command) => command.includes(text)).length;
}

test('30 of 200 hosts have a wrong password; with ten mended each time retry is left with 30, 20, 10, 0', async (t) => {
  const { folder, lab, flow } = await makeProject(t, { hosts: 200 });
  const hosts = lab.hosts();
  const mendedUpTo = (count: number): Host[] =>
    hosts.map((host, index) => (index < 30 && index >= count ? { ...host, password: `wrong-${index}` } : host));
  writeInventory(folder, mendedUpTo(0));
  await flow('run', 'book.yaml', '--quiet');
  for (const mended of [0, 10, 20, 30]) {
    writeInventory(folder, mendedUpTo(mended));
    const left = 30 - mended;
    const { exitCode } = await flow('retry', 'last', '--quiet');
    assert.equal(exitCode, left === 0 ? 0 : 1);
    const { results, run } = await recordOf(flow);
    assert.equal(results.length, 200);
    assert.deepEqual([run.counts.raised, run.counts.finished], [left, 200 - left]);
    assert.deepEqual(
      results.map(({ host }) => host.name),
      hosts.map(({ name }) => name),
    );
  }
  const nothing = await flow('retry', 'last');
  assert.equal(nothing.exitCode, 0);
  assert.match(nothing.stderr, /^nothing is left to do/);
  for (const { name } of hosts) assert.equal(countOf(lab.commandsOf(name), 'show clock'), 1, name);
});

test('a run that was killed goes on: what has a result is kept, and the report has everything', async (t) => {
  const { lab, flow } = await makeProject(t, { hosts: 3, hold: true });
  const first = flow('run', 'book.yaml', '-c', '1');
  (await lab.nextCommand()).answer('first answer');
  await lab.nextCommand();
  await kill(first);
  assert.match((await flow('history')).stdout, / killed /);
  const second = flow('resume', 'last');
  for (const answer of ['second answer', 'third answer']) (await lab.nextCommand()).answer(answer);
  const { exitCode, stdout, stderr } = await second;
  assert.equal(exitCode, 0, stderr);
  for (const answer of ['first answer', 'second answer', 'third answer']) assert.match(stdout, new RegExp(answer));
  assert.deepEqual(
    ['R1', 'R2', 'R3'].map((name) => countOf(lab.commandsOf(name), 'show clock')),
    [1, 2, 1],
  );
  assert.match((await flow('history')).stdout, /resume of /);
});

test('a change that was running when flow was killed is unknown, and only --rerun makes it again', async (t) => {
  const { lab, flow } = await makeProject(t, { hosts: 2, hold: true }, CHANGE);
  const killed = flow('run', 'book.yaml', '--yes');
  (await lab.nextCommand('R1')).answer('12:00');
  let command = await lab.nextCommand('R1');
  while (!command.text.includes('ntp')) {
    command.answer();
    command = await lab.nextCommand('R1');
  }
  await kill(killed);
  lab.answerAll();
  const resumed = await flow('resume', 'last', '--yes');
  assert.equal(resumed.exitCode, 1);
  assert.match(
    resumed.stderr,
    /^a change on 1 host \(R1\) may have begun, and is not made again: look at the device, then say --rerun HOST$/m,
  );
  const states = async () =>
    (await recordOf(flow)).results.map(({ host, task, state }) => `${host.name} ${task} ${state}`);
  assert.deepEqual(await states(), [
    ...['R1 before finished', 'R1 push unknown', 'R1 after skipped'],
    ...['R2 before finished', 'R2 push finished', 'R2 after finished'],
  ]);
  assert.match(resumed.stdout, /^Hint: look at the device first; then `--rerun HOST`/m);
  assert.equal(countOf(lab.commandsOf('R1'), 'ntp server'), 1);
  assert.equal((await flow('resume', 'last', '--yes', '--rerun', 'R1')).exitCode, 0);
  assert.ok((await states()).every((line) => line.endsWith('finished')));
  assert.equal(countOf(lab.commandsOf('R1'), 'ntp server'), 2);
  assert.equal(countOf(lab.commandsOf('R2'), 'ntp server'), 1);
});

test('a run is gone on with once, and only as it was', async (t) => {
  const { folder, lab, flow } = await makeProject(t, { hosts: 2 });
  const wrong = lab.hosts().map((host) => ({ ...host, password: `wrong-${host.name}` }));
  writeInventory(folder, wrong);
  await flow('run', 'book.yaml', '--as', 'first');
  await flow('retry', 'first');
  const again = await flow('retry', 'first');
  assert.equal(again.exitCode, 2);
  assert.match(again.stderr, /^flow: the run \S+ has been gone on with, as \S+\n {2}go on with that one/m);
  writeInventory(folder, wrong.slice(1));
  assert.match((await flow('retry', 'last')).stderr, /^flow: the inventory has no R1 any more/m);
  writeInventory(folder, wrong);
  writeFileSync(join(folder, 'book.yaml'), CLOCK.replace('show clock', 'show version'));
  const changed = await flow('retry', 'last');
  assert.equal(changed.exitCode, 2);
  assert.match(changed.stderr, /^flow: book\.yaml has changed since the run /m);
  assert.equal(lab.refusedLogins, 4);
});

test('a secret of --var is asked for again, and nothing else can be changed', async (t) => {
  const playbook = `${CLOCK}vars: {api_token: none, level: 1}\noutput: "{{vars.level}}\\n"\n`;
  const { folder, lab, flow } = await makeProject(t, { hosts: 1 }, playbook);
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, password: 'wrong-one' })),
  );
  await flow('run', 'book.yaml', '--var', 'api_token=Never-shown2', '--var', 'level=7');
  const untold = await flow('retry', 'last');
  assert.match(untold.stderr, /^flow: the journal does not keep secrets: say --var api_token=… again\n/);
  const other = await flow('retry', 'last', '--var', 'api_token=Never-shown2', '--var', 'level=8');
  assert.match(other.stderr, /^flow: --var level: a run is gone on with as it was/);
  writeInventory(folder, lab.hosts());
  const { exitCode, stdout } = await flow('retry', 'last', '--var', 'api_token=Never-shown2');
  assert.deepEqual({ exitCode, stdout }, { exitCode: 0, stdout: '7\n' });
});

test('two runs that change the same host are not let on it at once', async (t) => {
  const { lab, flow } = await makeProject(t, { hosts: 2, hold: true }, CHANGE);
  const first = flow('run', 'book.yaml', '--yes');
  await lab.nextCommand();
  const second = await flow('run', 'book.yaml', '--yes', '--limit', 'R2');
  assert.equal(second.exitCode, 2);
  assert.match(second.stderr, /^flow: R2 is being changed by the run \S+ \(process \d+ on /m);
  await kill(first);
  lab.answerAll();
  assert.equal((await flow('run', 'book.yaml', '--yes', '--limit', 'R2')).exitCode, 0);
});

for (const end of ['ends', 'is killed'] as const) {
  test(`with --wait a run waits for another that changes the same host, until that one ${end}`, async (t) => {
    const { lab, flow } = await makeProject(t, { hosts: 2, hold: true }, CHANGE);
    const first = flow('run', 'book.yaml', '--yes', '--limit', 'R1');
    const held = await lab.nextCommand('R1');
    const second = flow('run', 'book.yaml', '--yes', '--wait');
    await second.waitFor(/^waiting: R1 is being changed by the run /m);
    assert.deepEqual(lab.commandsOf('R2'), []);
    if (end === 'is killed') await kill(first);
    lab.answerAll();
    if (end === 'ends') {
      held.answer();
      assert.equal((await first).exitCode, 0);
    }
    const { exitCode, stderr } = await second;
    assert.equal(exitCode, 0, stderr);
  });
}

test('Ctrl-C ends the waiting, and nothing is sent', async (t) => {
  const { lab, flow } = await makeProject(t, { hosts: 1, hold: true }, CHANGE);
  const first = flow('run', 'book.yaml', '--yes');
  await lab.nextCommand();
  const second = flow('run', 'book.yaml', '--yes', '--wait');
  await second.waitFor('waiting: ');
  second.kill('SIGINT');
  assert.equal((await second).exitCode, 130);
  await kill(first);
  assert.equal(lab.logins, 1);
});

test('of a run that goes on, what has no result yet is open, and neither prune nor resume touches it', async (t) => {
  const { lab, flow } = await makeProject(t, { hosts: 3, hold: true });
  const running = flow('run', 'book.yaml', '-c', '1');
  (await lab.nextCommand()).answer('first answer');
  const held = await lab.nextCommand();
  assert.match((await flow('history')).stdout, / running +3 +1 finished, 2 open +/);
  const shown = (await flow('show', 'last')).stdout;
  assert.match(shown, /, running; 3 hosts, 1 task: 1 finished in .*, 2 open\n[\s\S]*R2 .* open /);
  assert.match((await flow('show', 'last', 'R2')).stdout, /^R2 .*: open\n$/);
  assert.match((await flow('report', 'last')).stderr, /^the run \S+ still goes on: what has no result yet is told as /);
  assert.match((await flow('history', 'prune', '--keep', '0')).stderr, /^0 runs removed, 1 kept\n/);
  assert.match((await flow('resume', 'last')).stderr, /still goes on/);
  lab.answerAll();
  held.answer();
  const { exitCode, stderr } = await running;
  assert.equal(exitCode, 0, stderr);
});
