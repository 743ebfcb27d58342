import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { formatDiagnostic } from '../../src/error/diagnostic.js';
import { checkCopies } from '../../src/run/check-copies.js';
import type { CopyAction, Task } from '../../src/task/task.js';
import { makeHost, makePlaybook, makeTask } from './support/make-graph.js';

const folder = mkdtempSync(join(tmpdir(), 'flow-copies-'));
writeFileSync(join(folder, 'image.bin'), 'x');
symlinkSync(tmpdir(), join(folder, 'out'));
after(() => rmSync(folder, { recursive: true }));

const hosts = ['R1', 'R2', 'R3'].map((name) => makeHost(name));

function copy(direction: CopyAction['direction'], local: string, more: Partial<Task> = {}): Task {
  return makeTask('t', {
    action: { kind: 'copy', direction, local: { text: local }, remote: { text: 'flash:x' }, folder },
    ...more,
  });
}

function check(...tasks: Task[]): string[] {
  return checkCopies(makePlaybook(tasks), hosts).map((each) => formatDiagnostic(each));
}

test('a file that is there is brought to every host, and each host fetches into its own', () => {
  assert.deepEqual(check(copy('put', 'image.bin'), copy('get', 'a/{{host.name}}.cfg')), []);
});

test('a file that is not there is told before anything connects, once', () => {
  assert.deepEqual(check(copy('put', 'imag.bin')), [
    'test.yaml: task "t" on R1: copy.from: there is no file "imag.bin"',
  ]);
});

test('two hosts that fetch into one file would overwrite each other', () => {
  assert.deepEqual(check(copy('get', 'running.cfg')), [
    'test.yaml: task "t" on R2: copy.to: "running.cfg" is fetched from R1 already\n' +
      '  put {{host.name}} in it, so that each host has its own',
  ]);
});

test('one host that is left by a condition may fetch into a file without its name', () => {
  assert.deepEqual(check(copy('get', 'running.cfg', { when: { source: 'host.name == "R2"' } })), []);
});

test('what is fetched does not leave the folder, by no way', () => {
  for (const to of ['../{{host.name}}', '/tmp/{{host.name}}', 'a/../../{{host.name}}', 'out/{{host.name}}', '.']) {
    const [first = ''] = check(copy('get', to));
    assert.match(first, /^test\.yaml: task "t" on R1: copy\.to: ".*" leaves the folder /, to);
  }
  assert.match(check(copy('get', 'a/'))[0] ?? '', /copy\.to: "a\/" is not the path of a file/);
});

test('a file for a device may come from elsewhere, but not where a device has a say in the path', () => {
  assert.deepEqual(check(copy('put', `../${folder.split('/').at(-1)}/image.bin`)), []);
  assert.deepEqual(check(copy('put', '{{results.a.output}}')), []); // judged on the way
});

test('two items that are fetched into one file of a host would overwrite each other', () => {
  const made = copy('get', 'a/{{host.name}}.cfg');
  const each = [1, 2].map((value) => ({ ...made, name: `t.${value}`, item: { kind: 'same' as const, value } }));
  assert.deepEqual(check(...each), [
    'test.yaml: task "t.2" on R1: copy.to: "a/R1.cfg" is fetched from R1 already\n' +
      '  put {{item}} in it, so that each item has its own',
  ]);
  const { action } = copy('get', 'a/{{host.name}}-{{item}}.cfg');
  assert.deepEqual(check(...each.map((task) => ({ ...task, action }))), []);
});
