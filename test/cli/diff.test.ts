import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { RunComparison } from '../../src/task/run-change.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runHere } from '../support/run-here.js';

const CHECKS = 'name: Checks\ninventory: devices.yaml\norder: inventory\ncommand: show ip route\n';

test('flow diff tells what changed in a maintenance window: each change once with its hosts, volatile lines left out', async (t) => {
  const lab = await startLab(t, { hosts: 4, hold: true });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  writeFileSync(join(folder, 'checks.yaml'), CHECKS);
  const flow = (...words: string[]) => runHere(words, { cwd: folder, env: { FLOW_HOME: undefined } });
  const run = async (name: string, answers: Record<string, string>) => {
    const running = flow('run', 'checks.yaml', '--as', name);
    for (let left = 4; left > 0; left--) {
      const command = await lab.nextCommand();
      command.answer(answers[command.host] ?? answers.other ?? '');
    }
    assert.equal((await running).exitCode, 0);
  };
  const uptime = (days: number) => `R uptime is ${days} days, 3 minutes`;
  const route = (via: string) => `one\ntwo\nroute via ${via}\nthree\n`;
  await run('before', { other: `${route('10.0.0.1')}${uptime(1)}` });
  await run('after', {
    other: `${route('10.0.0.2')}${uptime(2)}`,
    R2: `${route('10.0.0.1')}${uptime(3)}`,
    R4: `${route('10.0.0.1')}four\n${uptime(2)}`,
  });

  const { exitCode, stdout } = await flow('diff', 'before', 'after');
  assert.equal(exitCode, 1);
  assert.equal(
    stdout,
    [
      ...['# Changes from before to after', '', '4 futures compared, 3 of them differ', '', '## Checks', ''],
      ...[
        '### R1, R3',
        '',
        '```diff',
        '@@',
        ' one',
        ' two',
        '-route via 10.0.0.1',
        '+route via 10.0.0.2',
        ' three',
        '```',
        '',
      ],
      ...['### R4', '', '```diff', '@@', ' two', ' route via 10.0.0.1', ' three', '+four', '```', ''],
    ].join('\n'),
  );
  const same = await flow('diff', 'before', 'before', '-o', 'same.md');
  assert.deepEqual({ exitCode: same.exitCode, stdout: same.stdout }, { exitCode: 0, stdout: '' });
  const comparison: RunComparison = JSON.parse((await flow('diff', 'before', 'after', '--format', 'json')).stdout);
  assert.deepEqual(
    comparison.changes.map(({ hosts }) => hosts),
    [['R1', 'R3'], ['R4']],
  );
});

test('flow diff tells of a host that failed, and of one that is only in one of the runs', async (t) => {
  const lab = await startLab(t, { hosts: 3 });
  const folder = makeFolder(t);
  const flow = (...words: string[]) => runHere(words, { cwd: folder, env: { FLOW_HOME: undefined } });
  writeInventory(folder, lab.hosts());
  writeFileSync(join(folder, 'checks.yaml'), CHECKS);
  await flow('run', 'checks.yaml', '--limit', 'R1,R2');
  writeInventory(
    folder,
    lab.hosts().map((host) => (host.name === 'R2' ? { ...host, password: 'wrong-one' } : host)),
  );
  await flow('run', 'checks.yaml');
  const { exitCode, stdout } = await flow('diff', 'last~1', 'last');
  assert.equal(exitCode, 1);
  assert.match(
    stdout,
    /\n3 futures compared, 2 of them differ\n\n## Checks\n\n### R2: finished → raised \(auth\)\n\n### R3: not there → finished\n$/,
  );
});

test('what is volatile on a platform of the user is left out, also when the inventory alone names its folder', async (t) => {
  const lab = await startLab(t, { hosts: 1, hold: true });
  const folder = makeFolder(t);
  const [host] = lab.hosts();
  mkdirSync(join(folder, 'families'));
  writeFileSync(
    join(folder, 'families', 'own_ios.yaml'),
    "name: own_ios\nextends: cisco_ios\ntitle: Own\nvolatile: ['^counter .*']\n",
  );
  const inventory = { platforms: 'families', hosts: { R1: { ...host, name: undefined, platform: 'own_ios' } } };
  writeFileSync(join(folder, 'devices.yaml'), JSON.stringify(inventory));
  writeFileSync(join(folder, 'checks.yaml'), CHECKS);
  const flow = (...words: string[]) => runHere(words, { cwd: folder, env: { FLOW_HOME: undefined } });
  for (const counter of [1, 2]) {
    const running = flow('run', 'checks.yaml');
    (await lab.nextCommand()).answer(`route\ncounter ${counter}`);
    const { exitCode, stderr } = await running;
    assert.equal(exitCode, 0, stderr);
  }
  const { exitCode, stdout, stderr } = await flow('diff', 'last~1', 'last');
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' }, stdout);
});
