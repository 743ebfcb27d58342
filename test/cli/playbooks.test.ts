import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { packageRoot } from '../../src/document/package-root.js';
import type { RunRecord } from '../../src/task/result.js';
import { runFlow } from '../support/run-flow.js';

const FOLDER = join(packageRoot, 'playbooks');

/** What each playbook comes to on a fresh machine. */
const OUTCOMES: Record<string, { exitCode: number; flags?: string[]; states: string }> = {
  'audit.yaml': { exitCode: 0, states: 'finished finished finished finished finished' },
  'backup.yaml': { exitCode: 0, states: 'finished' },
  'canary.yaml': { exitCode: 0, flags: ['--yes'], states: 'finished finished' },
  'clock.yaml': { exitCode: 0, states: 'finished' },
  'clock-ordered.yaml': { exitCode: 0, states: 'finished' },
  'clock-failure.yaml': { exitCode: 1, states: 'finished' },
  'clock-stop.yaml': { exitCode: 3, states: 'raised' },
  'compliance.yaml': { exitCode: 1, states: 'finished raised' },
  'prepost.yaml': { exitCode: 0, states: 'finished finished finished finished' },
  'uplinks.yaml': { exitCode: 0, states: 'finished finished finished finished finished' },
  'inventory-report.yaml': { exitCode: 0, states: 'finished' },
  'topology.yaml': { exitCode: 0, states: 'finished' },
  'push-ntp.yaml': { exitCode: 0, flags: ['--yes'], states: 'finished finished finished' },
};

test('every playbook of the folder is tried here', () => {
  const names = readdirSync(FOLDER).sort();
  assert.deepEqual(
    names.filter((name) => name.endsWith('.yaml')),
    Object.keys(OUTCOMES).sort(),
  );
  const goldens = Object.keys(OUTCOMES).map((name) => name.replace('.yaml', '.golden.md'));
  assert.deepEqual(
    names.filter((name) => name.endsWith('.golden.md')),
    goldens.sort(),
  );
});

for (const [file, { exitCode, flags = [], states }] of Object.entries(OUTCOMES)) {
  test(`playbooks/${file} begins with its schema, is valid, and runs without any device`, async () => {
    const [first] = readFileSync(join(FOLDER, file), 'utf8').split('\n');
    assert.equal(first, '# yaml-language-server: $schema=../schemas/playbook.schema.json');
    const path = `playbooks/${file}`;
    const validated = await runFlow(['validate', path], { cwd: packageRoot });
    assert.match(validated.stdout, new RegExp(`^${path}: valid \\(\\d+ hosts, \\d+ tasks?\\)\n$`));
    const ran = await runFlow(['run', path, '--format', 'json', '--order', 'inventory', ...flags], {
      cwd: packageRoot,
    });
    assert.equal(ran.exitCode, exitCode, ran.stderr);
    const { results }: RunRecord = JSON.parse(ran.stdout);
    const own = results.filter(({ host }) => host.name === 'R1').map(({ state }) => state);
    assert.equal(own.join(' '), states);
  });
}

test('flow test playbooks: every report is its golden one', async () => {
  const { exitCode, stdout } = await runFlow(['test', 'playbooks'], { cwd: packageRoot });
  assert.equal(exitCode, 0, stdout);
  assert.match(stdout, new RegExp(`^${Object.keys(OUTCOMES).length} playbooks: \\d+ equal\n$`, 'm'));
});

test('clock.yaml prints one line with the time of each of three routers', async () => {
  const { exitCode, stdout } = await runFlow(['run', 'playbooks/clock.yaml'], { cwd: packageRoot });
  assert.equal(exitCode, 0);
  const lines = stdout.split('\n').filter((line) => /^\| R\d/.test(line));
  assert.deepEqual(lines.map((line) => line.slice(2, 4)).sort(), ['R1', 'R2', 'R3']);
  for (const line of lines) assert.match(line, /^\| R\d \| \*?\d\d:\d\d:\d\d\.\d{3} UTC \w{3} \w{3} \d+ \d{4} \|$/);
});

test('inventory-report.yaml tells model, serial number and version of each router, twice the same', async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(() => runFlow(['run', 'playbooks/inventory-report.yaml'], { cwd: packageRoot })),
  );
  assert.equal(first?.exitCode, 0, first?.stderr);
  assert.equal(second?.stdout, first?.stdout);
  const rows = first?.stdout.match(/^\| R\d \| CISCO29\d1\/K9 \| FLW\w+ \| 15\.\d\(3\)M\d \|$/gm);
  assert.equal(rows?.length, 5, first?.stdout);
});

test('topology.yaml joins what the routers say of their neighbours to one ring', async () => {
  const { exitCode, stdout, stderr } = await runFlow(['run', 'playbooks/topology.yaml'], { cwd: packageRoot });
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^6 hosts: 6 finished, 6 links\.$/m);
  assert.match(
    stdout,
    /\n```mermaid\ngraph LR\n( {2}n\d\["R\d"\]\n){6}( {2}n\d ---\|"Gi0\/\d – Gi0\/\d"\| n\d\n){6}```\n/,
  );
  assert.equal(stdout.match(/^\| R\d \| Gi0\/\d \| R\d \| Gi0\/\d \| true \|$/gm)?.length, 6);
});

test('clock-failure.yaml reports the wrong password with its address, and the two others finish', async () => {
  const { exitCode, stdout, stderr } = await runFlow(['run', 'playbooks/clock-failure.yaml'], { cwd: packageRoot });
  assert.equal(exitCode, 1);
  assert.match(stdout, /^\| R1 \| finished \| .* UTC /m);
  assert.match(stdout, /^\| R2 \| raised \| `auth`: 127\.0\.0\.1 port \d+ did not accept the credentials \|$/m);
  assert.match(stdout, /^\| R3 \| finished \| .* UTC /m);
  assert.doesNotMatch(stdout + stderr, /not-the-password/);
});

test('push-ntp.yaml reads back on every router what it has configured', async () => {
  const words = ['run', 'playbooks/push-ntp.yaml', '--yes', '--var', 'ntp=192.0.2.77', '--format', 'json'];
  const { results }: RunRecord = JSON.parse((await runFlow(words, { cwd: packageRoot })).stdout);
  const verified = results.filter(({ task }) => task === 'verify').map(({ output }) => output);
  assert.deepEqual(verified, Array(3).fill('ntp server 192.0.2.77'));
});

test('a playbook that changes devices is refused where there is nobody to ask, and nothing is sent', async () => {
  const { exitCode, stdout, stderr } = await runFlow(['run', 'playbooks/push-ntp.yaml'], { cwd: packageRoot });
  assert.deepEqual(
    { exitCode, stdout, stderr },
    {
      exitCode: 2,
      stdout: '',
      stderr:
        'flow: this playbook changes 3 hosts (R1, R2, R3): push; there is no terminal to ask at\n' +
        '  look at `flow plan`, then say --yes\n',
    },
  );
});

test('backup.yaml touches no file in its second run, and compliance.yaml has a line for each router', async () => {
  await runFlow(['run', 'playbooks/backup.yaml', '--quiet'], { cwd: packageRoot });
  const again = await runFlow(['run', 'playbooks/backup.yaml', '--quiet'], { cwd: packageRoot });
  assert.equal(again.stdout.match(/^\| R\d \| unchanged \| backups\/R\d\.cfg \|$/gm)?.length, 3, again.stdout);
  const { stdout } = await runFlow(['run', 'playbooks/compliance.yaml', '--quiet'], { cwd: packageRoot });
  assert.equal(stdout.match(/^\| R\d \| pass \| pass \| pass \| fail \|$/gm)?.length, 3, stdout);
});
