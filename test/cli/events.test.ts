import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { makeFolder } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const CLOCK = 'name: Clock\ninventory: {lab: {cisco_ios: 2}}\ncommand: show clock\n';

function makeProject(t: TestContext) {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'clock.yaml'), CLOCK);
  return { folder, run: (...words: string[]) => runFlow(['run', 'clock.yaml', '--quiet', ...words], { cwd: folder }) };
}

test('--events replaces neither a file that the run reads nor one that it writes', async (t) => {
  const { folder, run } = makeProject(t);
  const before = readFileSync(join(folder, 'clock.yaml'), 'utf8');
  const playbook = await run('--events', 'clock.yaml');
  assert.equal(playbook.exitCode, 2);
  assert.match(playbook.stderr, /^--events: "\S+clock\.yaml" is the playbook itself\n$/);
  assert.equal(readFileSync(join(folder, 'clock.yaml'), 'utf8'), before);
  const report = await run('--events', 'out.json', '--output', 'out.json');
  assert.equal(report.exitCode, 2);
  assert.match(report.stderr, /^--events: "\S+out\.json" is written by another output of this playbook already\n$/);
  assert.equal(existsSync(join(folder, 'out.json')), false);
});

test('where --events cannot be written nothing is sent; a folder that is missing is made', async (t) => {
  const { folder, run } = makeProject(t);
  mkdirSync(join(folder, 'folder'));
  const { exitCode, stdout, stderr } = await run('--events', 'folder');
  assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' });
  assert.match(stderr, /^flow: --events: cannot write \S+folder: illegal operation on a directory \(EISDIR\)\n$/);
  assert.equal((await run('--events', 'new/live.ndjson')).exitCode, 0);
  assert.match(readFileSync(join(folder, 'new', 'live.ndjson'), 'utf8'), /^\{"schema":"flow\/event@1"/);
});

test('a full disk under --events ends the run, and status 70 says why', {
  skip: !existsSync('/dev/full'),
}, async (t) => {
  const { exitCode, stdout, stderr } = await makeProject(t).run('--events', '/dev/full');
  assert.equal(exitCode, 70);
  assert.match(stdout, /^2 hosts: 2 cancelled/m);
  assert.match(stderr, /^flow: --events: cannot write \/dev\/full: no space left on device \(ENOSPC\)\n/m);
});

test('who has read enough of --events - does not end the run', async (t) => {
  const { folder } = makeProject(t);
  const running = runFlow(['run', 'clock.yaml', '--events', '-'], { cwd: folder });
  running.closeStdout();
  const { exitCode, stderr } = await running;
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /2 hosts: 2 finished/);
});
