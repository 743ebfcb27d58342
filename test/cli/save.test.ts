import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder, makePlaybook, startLab, writeInventory } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const SAVE = '{file: "backups/{{host.name}}.cfg", git: true}';

function writePlaybook(folder: string, { save = SAVE, more = '' } = {}): void {
  const task = `{name: configuration, command: show running-config, save: ${save}${more}}`;
  writeFileSync(join(folder, 'b.yaml'), `name: Nightly\ninventory: {lab: {cisco_ios: 3}}\ntasks: [${task}]\n`);
}

function gitIn(folder: string) {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return (...words: string[]) => execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', env });
}

/** A repository with a playbook in a folder of it, and something staged that is nobody's business. */
function makeRepository(t: TestContext): { folder: string; git: ReturnType<typeof gitIn> } {
  const top = makeFolder(t);
  const git = gitIn(top);
  git('init', '--quiet', '.');
  git('config', 'user.email', 'flow@example.com');
  git('config', 'user.name', 'flow');
  writeFileSync(join(top, 'other'), 'staged\n');
  git('add', 'other');
  const folder = join(top, 'net');
  mkdirSync(folder);
  writePlaybook(folder);
  return { folder, git };
}

async function changesOf(folder: string, ...flags: string[]): Promise<(string | undefined)[]> {
  const { stdout, stderr } = await runFlow(['run', 'b.yaml', '--format', 'json', ...flags], { cwd: folder });
  assert.notEqual(stdout, '', stderr);
  return (JSON.parse(stdout) as RunRecord).results.map(({ saved }) => saved?.change);
}

test('what has changed is committed with the names of its hosts, and nothing else that is staged', async (t) => {
  const { folder, git } = makeRepository(t);
  assert.deepEqual(await changesOf(folder), ['new', 'new', 'new']);
  assert.equal(git('log', '--format=%s'), 'Nightly: R1, R2, R3\n');
  appendFileSync(join(folder, 'backups/R2.cfg'), 'by hand\n');
  assert.deepEqual(await changesOf(folder), ['unchanged', 'changed', 'unchanged']);
  assert.equal(git('log', '--format=%s'), 'Nightly: R1, R2, R3\n', 'it is as it was committed');
  writeFileSync(join(folder, 'backups/R2.cfg'), 'an older one\n');
  git('commit', '--quiet', '--only', '-m', 'older', 'net/backups/R2.cfg');
  assert.deepEqual(await changesOf(folder, '--executor', 'processes'), ['unchanged', 'changed', 'unchanged']);
  assert.equal(git('log', '-1', '--format=%s', '--name-only'), 'Nightly: R2\n\nnet/backups/R2.cfg\n');
  assert.equal(git('status', '--short'), 'A  other\n?? net/b.yaml\n');
});

test('a commit that git refuses is told, and the files are there', async (t) => {
  const { folder, git } = makeRepository(t);
  const hook = join(git('rev-parse', '--absolute-git-dir').trim(), 'hooks', 'pre-commit');
  writeFileSync(hook, '#!/bin/sh\necho no backups on a friday >&2\nexit 1\n', { mode: 0o755 });
  const { exitCode, stderr } = await runFlow(['run', 'b.yaml', '--quiet'], { cwd: folder });
  assert.equal(exitCode, 1);
  assert.match(stderr, /what was saved is not committed: git commit failed: no backups on a friday/);
  assert.ok(existsSync(join(folder, 'backups/R3.cfg')));
  assert.equal(git('status', '--short'), 'A  other\n?? net/\n');
});

test('outside of a repository, and where git ignores the files, nothing is sent', async (t) => {
  const folder = makeFolder(t);
  writePlaybook(folder);
  const outside = await runFlow(['run', 'b.yaml'], {
    cwd: folder,
    env: { GIT_CEILING_DIRECTORIES: join(folder, '..') },
  });
  assert.equal(outside.exitCode, 2);
  assert.match(outside.stderr, /^b\.yaml:3:74: task "configuration" save\.git: .* is in no repository of git\n/);
  const repository = makeRepository(t);
  writeFileSync(join(repository.folder, '.gitignore'), 'backups/\n');
  const ignored = await runFlow(['run', 'b.yaml'], { cwd: repository.folder });
  assert.equal(ignored.exitCode, 2);
  assert.match(ignored.stderr, /save\.git: "backups\/R1\.cfg" is ignored by git\n/);
});

test('an answer that is not as expected does not replace a backup', async (t) => {
  const folder = makeFolder(t);
  mkdirSync(join(folder, 'backups'));
  writeFileSync(join(folder, 'backups/R2.cfg'), 'good\n');
  writePlaybook(folder, { save: '"backups/{{host.name}}.cfg"', more: `, expect: 'host.name != "R2"'` });
  assert.deepEqual(await changesOf(folder), ['new', undefined, 'new']);
  assert.equal(readFileSync(join(folder, 'backups/R2.cfg'), 'utf8'), 'good\n');
});

test('what needs a backup that was not saved is not begun', async (t) => {
  const folder = makePlaybook(
    t,
    'b.yaml',
    `name: B
mode: change
inventory: {lab: {cisco_ios: 2}}
tasks:
  - {name: backup, command: show running-config, save: {file: '{{host.name}}.cfg', min_size: 100000}}
  - {name: push, config: [ntp server 192.0.2.1], needs: [backup]}
  - {name: look, command: show running-config | include ntp}
`,
  );
  const { stdout } = await runFlow(['run', 'b.yaml', '--yes', '--format', 'json'], { cwd: folder });
  const { results } = JSON.parse(stdout) as RunRecord;
  assert.deepEqual(
    results.map(({ task, state, output }) => [task, state, task === 'look' ? output : null]),
    ['R1', 'R2'].flatMap(() => [
      ['backup', 'raised', null],
      ['push', 'skipped', null],
      ['look', 'finished', ''],
    ]),
  );
  const { stdout: plan } = await runFlow(['plan', 'b.yaml'], { cwd: folder });
  assert.match(plan, /\n {2}login 2, once what it needs is saved: [\s\S]*\n {2}1\. push[\s\S]*\n {2}2\. look/);
  const { stdout: graph } = await runFlow(['graph', 'b.yaml'], { cwd: folder });
  assert.match(graph, /\nlogin 2: once what it needs is saved\n└─ R1, R2\n/);
});

test('a simulated device in the place of a real one does not replace its backup', async (t) => {
  const folder = makeFolder(t);
  const lab = await startLab(t, { hosts: [{ name: 'R1' }] });
  writeInventory(folder, lab.hosts());
  const task = '{name: c, command: show running-config, save: "{{host.name}}.cfg"}';
  writeFileSync(join(folder, 'b.yaml'), `name: B\ninventory: devices.yaml\ntasks: [${task}]\n`);
  const { exitCode, stderr } = await runFlow(['run', 'b.yaml', '--lab'], { cwd: folder });
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /nothing is saved: these are not the hosts themselves/);
  assert.equal(existsSync(join(folder, 'R1.cfg')), false);
});

test('a plan tells the files', async (t) => {
  const folder = makeFolder(t);
  writePlaybook(folder, { save: '{file: "{{host.name}}.cfg", secrets: keep}' });
  const { stdout } = await runFlow(['plan', 'b.yaml'], { cwd: folder });
  assert.match(stdout, /\n {7}saved as R2\.cfg \(with its secrets\)\n/);
});
