import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const PLAYBOOK = 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n';

for (const words of [
  ['run', 'clock.yaml', '--format', 'json'],
  ['check', 'clock.yaml', '--format', 'json'],
]) {
  test(`flow ${words[0]}: a wrong password that ten devices share is shown to three of them`, async (t) => {
    const lab = await startLab(t, { hosts: 10 });
    const folder = makeFolder(t);
    writeInventory(
      folder,
      lab.hosts().map((host) => ({ ...host, password: 'wrong-one' })),
    );
    writeFileSync(join(folder, 'clock.yaml'), PLAYBOOK);
    const { exitCode, stdout, stderr } = await runFlow(words, { cwd: folder });
    assert.equal(exitCode, 1, stderr);
    assert.equal(lab.refusedLogins, 3);
    assert.ok(lab.counts.connections <= 10, 'no device is connected to twice');
    const written: { results?: RunRecord['results']; hosts?: { error: RunRecord['results'][number]['error'] }[] } =
      JSON.parse(stdout);
    const errors = (written.results ?? written.hosts ?? []).map(({ error }) => error);
    assert.equal(errors.filter((error) => error?.code === 'auth').length, 3);
    const locked = errors.filter((error) => error?.code === 'lockout');
    assert.equal(locked.length, 7);
    assert.equal(locked[0]?.message, 'not tried: these credentials had been refused 3 times in a row');
    assert.match(locked[0]?.hint ?? '', /^mend the credentials first/);
    assert.doesNotMatch(stdout + stderr, /wrong-one/);
  });
}

test('with lockout_after: 1 the first refusal is the last login', async (t) => {
  const lab = await startLab(t, { hosts: 4 });
  const folder = makeFolder(t);
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, password: 'wrong-one' })),
  );
  writeFileSync(join(folder, 'clock.yaml'), `${PLAYBOOK}lockout_after: 1\n`);
  await runFlow(['run', 'clock.yaml'], { cwd: folder });
  assert.equal(lab.refusedLogins, 1);
});
