import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const CLOCK = 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n';
const FLEET = { hosts: [{ name: 'R1' }] };

for (const [title, block, reason] of [
  [
    'a folder in its place',
    (folder: string) => mkdirSync(join(folder, '.flow', 'known_hosts'), { recursive: true }),
    'it is no file',
  ],
  [
    'a file in the place of its folder',
    (folder: string) => writeFileSync(join(folder, '.flow'), ''),
    `FOLDER/.flow is no folder`,
  ],
] as const) {
  test(`keys that cannot be pinned are told before anybody is spoken to: ${title}`, async (t) => {
    const lab = await startLab(t, FLEET);
    const folder = makeFolder(t);
    block(folder);
    writeInventory(folder, lab.hosts());
    writeFileSync(join(folder, 'clock.yaml'), CLOCK);
    const { exitCode, stderr } = await runFlow(['run', 'clock.yaml', '--quiet'], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.equal(
      stderr.replaceAll(folder, 'FOLDER'),
      `flow: cannot write FOLDER/.flow/known_hosts: ${reason}\n  the key of R1 is to be kept there: make the file and its folder writable, or use --host-keys off|strict\n`,
    );
    assert.equal(lab.logins + lab.refusedLogins, 0);
    const off = await runFlow(['run', 'clock.yaml', '--host-keys', 'off'], { cwd: folder });
    assert.equal(off.exitCode, 0, off.stderr);
  });
}

test('an unknown key under strict has a hint of its own', async (t) => {
  const lab = await startLab(t, FLEET);
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  writeFileSync(join(folder, 'clock.yaml'), CLOCK);
  const words = ['run', 'clock.yaml', '--host-keys', 'strict', '--format', 'json'];
  const { results }: RunRecord = JSON.parse((await runFlow(words, { cwd: folder })).stdout);
  assert.equal(results[0]?.error?.code, 'hostkey');
  assert.match(results[0]?.error?.hint ?? '', /`--host-keys pin` then writes it down$/);
});

test('a host without any credential is told as that, and not as a refusal', async (t) => {
  const lab = await startLab(t, FLEET);
  const folder = makeFolder(t);
  writeInventory(
    folder,
    lab.hosts().map(({ password: _password, ...host }) => host),
  );
  writeFileSync(join(folder, 'clock.yaml'), CLOCK);
  const { stdout } = await runFlow(['run', 'clock.yaml', '--format', 'json'], { cwd: folder });
  const { results }: RunRecord = JSON.parse(stdout);
  assert.equal(results[0]?.error?.code, 'auth');
  assert.equal(results[0]?.error?.message, 'the inventory has no password or key for R1');
});
