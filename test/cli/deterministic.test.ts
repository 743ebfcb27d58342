import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { FORMATS } from '../../src/playbook/output-format.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const PLAYBOOK = `name: Twice
inventory: devices.yaml
order: completed
deterministic: true
tasks:
  - {name: clock, command: show clock}
  - {name: wrong, command: show clokc, ignore_errors: true}
  - {name: never, command: show clock, when: 'host.name == "nobody"'}
`;

test('two equal runs give the same bytes in every format and with every executor, whoever answers first', async (t) => {
  const lab = await startLab(t, {
    // The first host answers last.
    hosts: [
      { name: 'slow', faults: { lateByMs: 60 } },
      { name: 'shut', faults: { refusesConnections: true } },
      { name: 'R3' },
    ],
    now: () => Date.UTC(2026, 0, 2),
  });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  const env = { FLOW_HOME: join(folder, 'home') };
  const fileOf = (format: string) => join(folder, `twice.${format}`);
  const outputs = FORMATS.map((format) => `  - {format: ${format}, file: twice.${format}}\n`);
  writeFileSync(join(folder, 'twice.yaml'), `${PLAYBOOK}output:\n${outputs.join('')}`);
  const runs: string[][] = [];
  for (const executor of ['inline', 'inline', 'threads', 'processes']) {
    const { exitCode, stderr } = await runFlow(['run', 'twice.yaml', '--executor', executor], { cwd: folder, env });
    assert.equal(exitCode, 1, stderr);
    runs.push(FORMATS.map((format) => readFileSync(fileOf(format), 'utf8')));
  }
  for (const [index, format] of FORMATS.entries()) {
    const reports = new Set(runs.map((reports) => reports[index] as string));
    assert.equal(reports.size, 1, `${format}: ${[...reports].join('\n=====\n')}`);
    const [report = ''] = reports;
    assert.ok(report.indexOf('slow') < report.indexOf('R3'), 'the order is that of the inventory');
    const again = await runFlow(['report', 'last', '--format', format], { cwd: folder, env });
    assert.equal(again.stdout, report, `flow report of ${format}`);
  }
});

test('a lab has other ports each time, and its reports are equal all the same', async (t) => {
  const folder = makeFolder(t);
  const lab = 'inventory: {lab: {cisco_ios: 3}, hosts: {R2: {password: wrong}}}\n';
  writeFileSync(join(folder, 'lab.yaml'), `name: Lab\n${lab}command: show ip interface brief\ndeterministic: true\n`);
  const run = async (executor: string) =>
    (await runFlow(['run', 'lab.yaml', '--executor', executor, '--fault', 'refused@R3'], { cwd: folder })).stdout;
  const first = await run('inline');
  assert.match(first, /^\| R2 .* 127\.0\.0\.1 did not accept the credentials \|$/m);
  assert.match(first, /^\*\*refused\*\*/m);
  assert.doesNotMatch(first, /port \d/);
  assert.equal(await run('threads'), first);
});

test('JSON has null where a time, a duration or the id would be', async (t) => {
  const lab = await startLab(t, { hosts: 1 });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  writeFileSync(join(folder, 'once.yaml'), 'name: Once\ninventory: devices.yaml\ncommand: show clock\n');
  const { stdout } = await runFlow(['run', 'once.yaml', '--deterministic', '--format', 'json'], { cwd: folder });
  const { run, results }: RunRecord = JSON.parse(stdout);
  const { id, started, finished, duration_ms } = run;
  assert.deepEqual(
    { id, started, finished, duration_ms },
    { id: null, started: null, finished: null, duration_ms: null },
  );
  assert.deepEqual(
    results.map((result) => [result.started, result.finished, result.duration_ms, result.phases]),
    [[null, null, 0, {}]],
  );
});

test('`each` is rendered in the order of the inventory as well, and without times', async (t) => {
  const lab = await startLab(t, { hosts: [{ name: 'slow', faults: { lateByMs: 60 } }, { name: 'R2' }] });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  const each = "output: {each: '{{host.name}}{{run.id}}{{finished}}{{duration_ms}};', template: '{{summary}}'}\n";
  const playbook = `name: Each\ninventory: devices.yaml\ncommand: show clock\ndeterministic: true\n${each}`;
  writeFileSync(join(folder, 'each.yaml'), playbook);
  const { stdout } = await runFlow(['run', 'each.yaml'], { cwd: folder });
  assert.equal(stdout, 'slow0;\nR20;\n2 hosts: 2 finished\n');
});
