import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

test('rules see the run before of the same playbook, wherever hosts are spoken to; a retry sees the one before what it retries', async (t) => {
  const folder = makeFolder(t);
  const env = { FLOW_HOME: join(folder, '.flow') };
  const rules =
    '[{name: same, that: size(output) == size(previous.output)}, {name: clock, that: "previous == null || output == previous.output", message: "was {{previous.output}}"}]';
  const text = `name: Watch\ninventory: {lab: {cisco_ios: 2}}\ntasks: [{name: clock, command: show clock, expect: ${rules}}]\n`;
  writeFileSync(join(folder, 'a.yaml'), text);
  writeFileSync(join(folder, 'b.yaml'), text);
  const run = async (...words: string[]): Promise<RunRecord> => {
    const { stdout, stderr } = await runFlow(words, { cwd: folder, env });
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout);
  };
  const outcomesOf = ({ results }: RunRecord) =>
    results.map(({ checks }) => checks.map(({ outcome }) => outcome).join(', ')).join('; ');
  const first = await run('run', 'a.yaml', '--format', 'json');
  assert.equal(outcomesOf(first), 'not applicable, pass; not applicable, pass');
  let before = first;
  for (const executor of ['inline', 'threads', 'processes']) {
    const next = await run('run', 'a.yaml', '--format', 'json', '--executor', executor);
    assert.equal(outcomesOf(next), 'pass, fail; pass, fail', executor);
    assert.equal(next.results[1]?.error?.message, `was ${before.results[1]?.output}`);
    if (executor !== 'processes') before = next;
  }
  const retried = await run('retry', 'last'); // it has the flags of its run
  assert.equal(retried.results[0]?.error?.message, `was ${before.results[0]?.output}`);
  const other = await run('run', 'b.yaml', '--format', 'json', '--no-journal');
  assert.equal(outcomesOf(other), 'not applicable, pass; not applicable, pass', 'another playbook has no run before');
});
