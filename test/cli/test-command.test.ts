import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Cleanup, makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const LAB = 'name: Versions\ninventory: {lab: {cisco_ios: 2}}\ncommand: show clock\n';
const REAL = 'name: Versions\ninventory: devices.yaml\ncommand: show version | include uptime\n';

function makeProject(t: Cleanup, files: Record<string, string>): string {
  const folder = makeFolder(t);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('a golden report is written, found equal, and its difference from another report is shown', async (t) => {
  const folder = makeProject(t, { 'clock.yaml': LAB });
  const flow = (...words: string[]) => runFlow(['test', ...words], { cwd: folder });
  const without = await flow();
  assert.equal(without.exitCode, 1);
  assert.match(without.stdout, /^differs {2}clock\.yaml\nthere is no clock\.golden\.md; .*--update/);
  assert.equal((await flow('--update')).stdout, 'written  clock.yaml\n1 playbook: 1 written\n');
  const equal = await flow('clock.yaml');
  assert.equal(equal.exitCode, 0, equal.stdout);
  assert.equal(equal.stdout, 'equal    clock.yaml\n1 playbook: 1 equal\n');
  writeFileSync(join(folder, 'clock.yaml'), LAB.replace('Versions', 'Clocks'));
  const differs = await flow('.', '--junit', 'out/junit.xml');
  assert.equal(differs.exitCode, 1);
  assert.match(
    differs.stdout,
    /^differs {2}clock\.yaml\n--- clock\.golden\.md\n\+\+\+ .*\n@@ .*\n-# Versions\n\+# Clocks\n/,
  );
  const junit = readFileSync(join(folder, 'out/junit.xml'), 'utf8');
  assert.match(junit, /<testsuite name="flow test" tests="1" failures="1" errors="0"/);
  assert.match(junit, /<failure message="differs from clock\.golden\.md">--- clock[^<]*\n\+# Clocks\n/);
});

test('real devices are never connected to: without recordings a playbook is told to be invalid, with them it is played', async (t) => {
  let connections = 0;
  const folder = makeProject(t, { 'real.yaml': REAL });
  const lab = await startLab(t, { hosts: 2 });
  writeInventory(folder, lab.hosts());
  const recorded = await runFlow(['run', 'real.yaml', '--record', 'kept', '--no-journal'], { cwd: folder });
  assert.equal(recorded.exitCode, 0, recorded.stderr);
  const server = createServer(() => {
    connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, port: port ?? 0 })),
  );
  const bare = await runFlow(['test', 'real.yaml', '--update'], { cwd: folder });
  assert.equal(bare.exitCode, 2);
  assert.match(
    bare.stdout,
    /^invalid {2}real\.yaml\nflow: real\.yaml: its devices are real and there are no recordings of them; nothing was sent\n {2}`flow run real\.yaml --record real\.recordings` makes some\n/,
  );
  for (const name of ['real.recordings', 'recordings']) {
    renameSync(join(folder, name === 'recordings' ? 'real.recordings' : 'kept'), join(folder, name));
    const played = await runFlow(['test', 'real.yaml', '--update'], { cwd: folder });
    assert.equal(played.exitCode, 0, played.stdout);
    assert.match(readFileSync(join(folder, 'real.golden.md'), 'utf8'), /R1 uptime is/);
  }
  const faulty = await runFlow(['test', 'real.yaml', '--faults'], { cwd: folder });
  assert.equal(faulty.exitCode, 0, faulty.stdout);
  assert.equal(connections, 0);
});

test('a playbook with mistakes is invalid, with all of them, and the others are tried', async (t) => {
  const folder = makeProject(t, {
    'a.yaml': 'name: A\ncommand: show clock\nconcurency: 2\n',
    'b.yaml': LAB,
    'devices.yaml': 'hosts: {}\n',
  });
  const { exitCode, stdout } = await runFlow(['test', '--update', '--junit', 'junit.xml'], { cwd: folder });
  assert.equal(exitCode, 2);
  assert.match(stdout, /^invalid {2}a\.yaml\na\.yaml:3:1: .*concurency/);
  assert.match(stdout, /^written {2}b\.yaml\n2 playbooks: 1 written, 1 invalid\n$/m);
  assert.match(readFileSync(join(folder, 'junit.xml'), 'utf8'), /<error message="could not be run">a\.yaml:3:1: /);
});

test('a report that goes to a file is compared, and the file is left alone', async (t) => {
  const output = 'output: {file: out.md, template: "# {{playbook.name}} of {{length results}}"}\n';
  const folder = makeProject(t, { 'clock.yaml': LAB + output, 'out.md': 'mine\n' });
  assert.equal((await runFlow(['test', '--update'], { cwd: folder })).exitCode, 0);
  assert.equal(readFileSync(join(folder, 'clock.golden.md'), 'utf8'), '# Versions of 2\n');
  assert.equal(readFileSync(join(folder, 'out.md'), 'utf8'), 'mine\n');
});

test('with --watch a change is tried as soon as it is there', async (t) => {
  const folder = makeProject(t, { 'clock.yaml': LAB });
  assert.equal((await runFlow(['test', '--update'], { cwd: folder })).exitCode, 0);
  const flow = runFlow(['test', '--watch'], { cwd: folder });
  await flow.waitFor('waiting for changes');
  writeFileSync(join(folder, 'clock.yaml'), LAB.replace('Versions', 'Clocks'));
  await flow.waitFor(/\+# Clocks\n[\s\S]*1 differs/);
  flow.kill('SIGINT');
  assert.equal((await flow).exitCode, 1);
});

test('a fault is there by choice or by chance, and never on a real device', async (t) => {
  const folder = makeProject(t, { 'clock.yaml': LAB, 'devices.yaml': 'hosts: {R1: {platform: cisco_ios}}\n' });
  mkdirSync(join(folder, '.flow'));
  const run = (...words: string[]) => runFlow(['run', 'clock.yaml', '--no-journal', '-q', ...words], { cwd: folder });
  const one = await run('--fault', 'drop:100@R2');
  assert.equal(one.exitCode, 1);
  assert.match(one.stderr, /^✖ R2 .*disconnected/m);
  assert.doesNotMatch(one.stderr, /R1 /);
  assert.match(
    (await run('--fault', 'dorp')).stderr,
    /--fault: expected NAME, .* got "dorp"\n {2}did you mean "drop"\?/,
  );
  const real = await run('-i', 'devices.yaml', '--fault', 'drop');
  assert.equal(real.exitCode, 2);
  assert.match(real.stderr, /--fault: real devices have faults of their own/);
  const nobody = await run('--fault', 'drop@R9');
  assert.equal(nobody.exitCode, 2);
  assert.match(nobody.stderr, /--fault drop@R9: there is no such host in this run/);
  const notChosen = await run('--limit', 'R1', '--fault', 'drop@R2');
  assert.equal(notChosen.exitCode, 2, notChosen.stderr);
});

test('a seed with nothing to choose is refused', async (t) => {
  const folder = makeProject(t, { 'clock.yaml': LAB });
  for (const words of [
    ['run', 'clock.yaml', '--no-journal'],
    ['test', 'clock.yaml'],
    ['lab', 'cisco_ios=1'],
  ]) {
    const { exitCode, stderr } = await runFlow([...words, '--seed', '7'], { cwd: folder });
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /^flow: --seed: chooses what faults leave to chance; say --faults? as well/);
  }
});

test('flow lab refuses a fault of a host that it does not have', async (t) => {
  const folder = makeProject(t, {});
  const { exitCode, stderr } = await runFlow(['lab', 'cisco_ios=2', '--fault', 'drop@R3'], { cwd: folder });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^flow: --fault drop@R3: there is no such host in this run/);
});
