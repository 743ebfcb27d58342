import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolder } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

test('a simulated device takes a file over SFTP and gives it back; one that it does not have is told', async (t) => {
  const folder = makeFolder(t);
  const image = randomBytes(300_000);
  writeFileSync(join(folder, 'image.bin'), image);
  const playbook = [
    'name: Copy',
    'mode: change',
    'inventory: {lab: {cisco_ios: 1}}',
    'tasks:',
    '  - {name: put, copy: {from: image.bin, to: "flash:/image.bin", direction: put}}',
    '  - {name: get, needs: put, copy: {from: "flash:/image.bin", to: back.bin, direction: get}}',
    '  - {name: none, copy: {from: "flash:/none.bin", to: none.bin, direction: get}}',
  ];
  writeFileSync(join(folder, 'p.yaml'), `${playbook.join('\n')}\n`);
  const { exitCode, stdout, stderr } = await runFlow(['run', 'p.yaml', '--yes', '--format', 'json'], { cwd: folder });
  assert.equal(exitCode, 1, stderr);
  const { results } = JSON.parse(stdout) as { results: { task: string; state: string }[] };
  const states = results.map(({ task, state }) => `${task} ${state}`);
  assert.deepEqual(states, ['put finished', 'get finished', 'none raised']);
  assert.deepEqual(readFileSync(join(folder, 'back.bin')), image);
});
