import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runFlow } from '../support/run-flow.js';

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'flow-actions-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const FAILING = `name: Clock
inventory: {lab: {cisco_ios: 3}}
tasks:
  - name: clock
    command: show clock
  - name: typo
    command: show clokc
`;

test('in GitHub Actions failures are marked at the line of their task, and the report is in the summary of the job', async (t) => {
  const cwd = makeFolder(t);
  writeFileSync(join(cwd, 'p.yaml'), FAILING);
  const summary = join(cwd, 'summary.md');
  writeFileSync(summary, 'before\n');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: join(cwd, '..') };
  const { exitCode, stdout, stderr } = await runFlow(['run', 'p.yaml', '--quiet'], { cwd, env });
  assert.equal(exitCode, 1);
  const commands = stderr.split('\n').filter((line) => line.startsWith('::'));
  const place = `file=${cwd.split('/').at(-1)}/p.yaml,line=6,col=`;
  assert.equal(commands.length, 1, stderr);
  assert.ok(commands[0]?.startsWith(`::error ${place}`), commands[0]);
  assert.match(commands[0] ?? '', /,title=typo%3A device::3 hosts: R1, R2, R3%0A.*%0AHint: /);
  assert.equal(readFileSync(summary, 'utf8'), `before\n${stdout}`);
});

test('elsewhere nothing is marked', async (t) => {
  const cwd = makeFolder(t);
  writeFileSync(join(cwd, 'p.yaml'), FAILING);
  const { stderr } = await runFlow(['run', 'p.yaml', '--quiet'], { cwd });
  assert.doesNotMatch(stderr, /^::/m);
});

test('mistakes of a playbook are marked at their places', async (t) => {
  const cwd = makeFolder(t);
  writeFileSync(join(cwd, 'p.yaml'), 'name: x\ncomand: y\n');
  const { exitCode, stderr } = await runFlow(['run', 'p.yaml'], { cwd, env: { GITHUB_ACTIONS: 'true' } });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^::error file=p\.yaml,line=2,col=1,title=flow::.*comand.*%0Adid you mean "command"\?$/m);
});

test('a report is text to the runner, and one that is longer than a summary may be is cut to what failed', async (t) => {
  const cwd = makeFolder(t);
  const long = '{{indent vars.long 70}}';
  const playbook = `name: Clock\ninventory: {lab: {cisco_ios: 1}}\nvars: {long: ${JSON.stringify('\n::add-mask::a'.repeat(2_000))}}\ncommand: show clock\n`;
  writeFileSync(join(cwd, 'p.yaml'), `${playbook}output: ${JSON.stringify(long.repeat(8))}\n`);
  const summary = join(cwd, 'summary.md');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
  const { stdout } = await runFlow(['run', 'p.yaml', '--quiet'], { cwd, env });
  const word = /^::stop-commands::([0-9a-f-]{36})\n/.exec(stdout)?.[1];
  assert.ok(word, stdout.slice(0, 80));
  assert.ok(stdout.endsWith(`\n::${word}::\n`));
  assert.ok(stdout.length > 1_048_576);
  assert.match(readFileSync(summary, 'utf8'), /^# Clock\n/);
  assert.ok(readFileSync(summary).length < 100_000);
});
