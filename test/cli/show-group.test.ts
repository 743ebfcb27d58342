import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runHere } from '../support/run-here.js';

const OUTPUTS: Record<string, string> = {
  R1: 'R1 has an alarm\nfan 1 ok\nfan 2 ok',
  R2: 'R2 has an alarm\nfan 1 ok\nfan 2 failed',
  R3: 'R3 has an alarm\nfan 1 ok\nfan 2 ok',
};

test('flow show --group tells each output once with its hosts, and outliers as differences', async (t) => {
  const lab = await startLab(t, { hosts: 3, hold: true });
  const folder = makeFolder(t);
  const hosts = lab.hosts();
  writeInventory(folder, [...hosts, { ...hosts[0], name: 'R4', password: 'wrong-one' } as (typeof hosts)[number]]);
  writeFileSync(
    join(folder, 'fans.yaml'),
    'name: Fans\ninventory: devices.yaml\ntasks: [{name: fans, command: show fans}]\n',
  );
  const options = { cwd: folder, env: { FLOW_HOME: join(folder, 'home') } };
  const flow = runHere(['run', 'fans.yaml'], options);
  for (const _ of hosts) {
    const command = await lab.nextCommand();
    command.answer(OUTPUTS[command.host] ?? '');
  }
  assert.equal((await flow).exitCode, 1);
  const grouped = await runHere(['show', 'last', '--group', '--normalise', 'hosts,times'], options);
  assert.equal(grouped.exitCode, 0, grouped.stderr);
  assert.equal(
    grouped.stdout,
    `fans

  2 hosts: R1, R3
    <host> has an alarm
    fan 1 ok
    fan 2 ok

  1 host: R2 (differs from the first)
    @@ -1,3 +1,3 @@
     <host> has an alarm
     fan 1 ok
    -fan 2 ok
    +fan 2 failed

  1 host raised (auth): R4
`,
  );
  assert.equal((await runHere(['show', 'last', '--group'], options)).stdout.match(/ 1 host: /g)?.length, 3);
  const wrong = await runHere(['show', 'last', '--normalise', 'tims'], options);
  assert.equal(wrong.exitCode, 2);
  assert.match(
    wrong.stderr,
    /^flow: --normalise: expected hosts, times, uptimes, counters, got "tims"; did you mean "times"\?\n/,
  );
  assert.equal((await runHere(['show', 'last', 'R1', '--group'], options)).exitCode, 2);
});
