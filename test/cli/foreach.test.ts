import assert from 'node:assert/strict';
import test from 'node:test';
import type { RunRecord } from '../../src/task/result.js';
import { makePlaybook } from '../support/lab.js';
import { runHere } from '../support/run-here.js';

test('a list of each host is run item by item, and a shorter list skips the rest', async (t) => {
  const folder = makePlaybook(
    t,
    'each.yaml',
    `name: Each
inventory:
  lab: { cisco_ios: 2 }
  hosts:
    R1: { vars: { ports: [GigabitEthernet0/0, GigabitEthernet0/1] } }
    R2: { vars: { ports: [GigabitEthernet0/1] } }
tasks:
  - name: port
    foreach: host.vars.ports
    command: show interfaces {{item}}
    expect: output.startsWith(item)
`,
  );
  const { exitCode, stdout, stderr } = await runHere(['run', 'each.yaml', '--format', 'json'], { cwd: folder });
  assert.equal(exitCode, 0, stderr);
  const { results }: RunRecord = JSON.parse(stdout);
  assert.deepEqual(
    results.map(({ host, task, command, state }) => [host.name, task, command, state]),
    [
      ['R1', 'port.1', 'show interfaces GigabitEthernet0/0', 'finished'],
      ['R1', 'port.2', 'show interfaces GigabitEthernet0/1', 'finished'],
      ['R2', 'port.1', 'show interfaces GigabitEthernet0/1', 'finished'],
      ['R2', 'port.2', null, 'skipped'],
    ],
  );
  const plan = await runHere(['plan', 'each.yaml'], { cwd: folder });
  assert.match(
    plan.stdout,
    /^ {2}1\. port\.1\n {7}show interfaces GigabitEthernet0\/1\n {7}expect .*\n {2}2\. port\.2 {2}\(no item for it here, skipped\)\n\n/m,
  );
});

test('a secret in a list that is written out is shown nowhere', async (t) => {
  const folder = makePlaybook(
    t,
    'users.yaml',
    `name: Users
mode: change
inventory: { lab: { cisco_ios: 1 } }
tasks:
  - name: user
    foreach: [{ name: anna, password: Wint3rmorgen }, { name: ben, password: S0mmerabend }]
    config: ["username {{item.name}} secret {{item.password}}"]
    diff: false
`,
  );
  for (const words of [['plan'], ['run', '--yes', '--verbose'], ['run', '--yes', '--format', 'json']]) {
    const { exitCode, stdout, stderr } = await runHere([...words, 'users.yaml'], { cwd: folder });
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout + stderr, /user\.2/);
    assert.doesNotMatch(stdout + stderr, /Wint3rmorgen|S0mmerabend/);
  }
});
