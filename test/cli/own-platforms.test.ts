import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolder } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

/** A folder with a platform of somebody's own, an inventory that names it, and a playbook over it. */
function writeProject(t: test.TestContext): string {
  const folder = makeFolder(t);
  mkdirSync(join(folder, 'own'));
  writeFileSync(join(folder, 'own/my_os.yaml'), 'name: my_os\ntitle: Mine\nextends: cisco_ios\n');
  writeFileSync(
    join(folder, 'devices.yaml'),
    'platforms: own\nhosts: {r1: {address: 127.0.0.1, platform: my_os, username: lab, password: lab}}\n',
  );
  writeFileSync(join(folder, 'p.yaml'), 'name: P\ninventory: devices.yaml\ncommands: [show version]\n');
  return folder;
}

for (const words of [
  ['inventory', 'devices.yaml'],
  ['validate', 'p.yaml'],
  ['plan', 'p.yaml'],
  ['graph', 'p.yaml'],
  ['run', 'p.yaml', '--lab', '--quiet'],
  ['check', 'p.yaml', '--lab'],
]) {
  test(`flow ${words[0]} knows the platforms of the inventory`, async (t) => {
    const { exitCode, stderr } = await runFlow(words, { cwd: writeProject(t) });
    assert.equal(exitCode, 0, stderr);
  });
}

test('flow lab plays them, and an inventory in a playbook names its own', async (t) => {
  const folder = writeProject(t);
  const lab = runFlow(['lab', '-i', 'devices.yaml'], { cwd: folder });
  await lab.waitFor('platform: my_os');
  lab.kill('SIGINT');
  assert.equal((await lab).exitCode, 0);
  const text = 'name: P\ninventory: {platforms: own, lab: {my_os: 1}}\ncommands: [show version]\n';
  writeFileSync(join(folder, 'inline.yaml'), text);
  const { exitCode, stderr } = await runFlow(['run', 'inline.yaml', '--quiet'], { cwd: folder });
  assert.equal(exitCode, 0, stderr);
});

test('a folder of --platforms comes before those of the inventory', async (t) => {
  const folder = writeProject(t);
  mkdirSync(join(folder, 'first'));
  writeFileSync(join(folder, 'first/my_os.yaml'), 'name: my_os\ntitle: First\nextends: linux\n');
  const words = ['run', 'p.yaml', '--lab', '--platforms', 'first', '--format', 'txt'];
  const { exitCode, stderr } = await runFlow(words, { cwd: folder });
  assert.equal(exitCode, 2, stderr);
  assert.match(stderr, /"show version" is not one of the read commands of my_os/);
});
