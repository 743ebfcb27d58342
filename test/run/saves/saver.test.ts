import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Saver } from '../../../src/run/saves/saver.js';
import { blankResult } from '../../../src/task/blank-result.js';
import type { Result } from '../../../src/task/result.js';
import type { SaveSpec } from '../../../src/task/task.js';
import { makeHost, makeTask } from '../support/make-graph.js';

const IOS = { volatile: ['^! Last configuration change at .*$'] };
const VIEW = { name: 'R1', address: '192.0.2.1', platform: 'cisco_ios', groups: [], vars: {} };

function setUp(t: TestContext, changes: Partial<SaveSpec> = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flow-save-')));
  t.after(() => rmSync(folder, { recursive: true }));
  const save: SaveSpec = {
    file: { text: 'backups/{{host.name}}.cfg' },
    folder,
    secrets: 'mask',
    git: false,
    minSize: 1,
    ...changes,
  };
  const hosts = new Map(['R1', 'R2'].map((name) => [name, makeHost(name)]));
  const newSaver = () =>
    new Saver({ hosts, vars: {}, taken: [{ path: join(folder, 'fleet.yaml'), role: 'the inventory' }] });
  const resultOf = (output: string): Result => ({ ...blankResult(VIEW, 'configuration', 'finished'), output });
  const keep = (output: string, { saver = newSaver(), masked = output } = {}) =>
    saver.save({
      task: { ...makeTask('configuration'), save },
      raw: resultOf(output),
      clean: resultOf(masked),
      platform: IOS,
    });
  return { folder, file: join(folder, 'backups/R1.cfg'), keep, newSaver };
}

const messageOf = (end: ReturnType<Saver['save']>) =>
  'error' in end ? `${end.error.code}: ${end.error.message}` : 'saved';

test('a file is new, then unchanged, then changed', (t) => {
  const { keep, file } = setUp(t);
  assert.deepEqual(keep('a'), { saved: { file: 'backups/R1.cfg', change: 'new' } });
  assert.deepEqual(keep('a'), { saved: { file: 'backups/R1.cfg', change: 'unchanged' } });
  assert.deepEqual(keep('b'), { saved: { file: 'backups/R1.cfg', change: 'changed' } });
  assert.equal(readFileSync(file, 'utf8'), 'b\n');
  assert.deepEqual(readdirSync(join(file, '..')), ['R1.cfg']);
});

test('a file that differs only in volatile lines is not touched', (t) => {
  const { keep, file } = setUp(t);
  keep('! Last configuration change at noon\nhostname R1');
  utimesSync(file, 1, 1);
  const { ino } = statSync(file);
  const end = keep('! Last configuration change at midnight\nhostname R1');
  assert.deepEqual(end, { saved: { file: 'backups/R1.cfg', change: 'unchanged' } });
  assert.deepEqual([statSync(file).mtimeMs, statSync(file).ino], [1_000, ino]);
  assert.match(readFileSync(file, 'utf8'), /noon/);
});

test('secrets are masked, unless the playbook wants to keep them in a file for its owner alone', (t) => {
  const masking = setUp(t);
  masking.keep('key s3cret', { masked: 'key ****' });
  assert.equal(readFileSync(masking.file, 'utf8'), 'key ****\n');
  const keeping = setUp(t, { secrets: 'keep' });
  keeping.keep('key s3cret', { masked: 'key ****' });
  assert.equal(readFileSync(keeping.file, 'utf8'), 'key s3cret\n');
  assert.equal(statSync(keeping.file).mode & 0o777, 0o600);
});

test('a file keeps who may read it', (t) => {
  const { keep, file } = setUp(t);
  keep('a');
  chmodSync(file, 0o640);
  keep('b');
  assert.equal(statSync(file).mode & 0o777, 0o640);
});

test('an output that is too short replaces nothing', (t) => {
  const { keep, file } = setUp(t, { minSize: 5 });
  keep('hostname R1');
  assert.equal(messageOf(keep('')), 'save: the output is empty: nothing was saved');
  assert.equal(messageOf(keep('host')), 'save: the output has 4 characters, expected 5 or more: nothing was saved');
  assert.equal(readFileSync(file, 'utf8'), 'hostname R1\n');
});

test('two outputs of one run do not get the same file, and none that the run reads', (t) => {
  const { keep, newSaver } = setUp(t);
  const saver = newSaver();
  keep('a', { saver });
  const second = messageOf(keep('b', { saver }));
  assert.equal(second, 'save: backups/R1.cfg is the file of task "configuration" on R1');
  const reading = setUp(t, { file: { text: 'fleet.yaml' } });
  assert.equal(messageOf(reading.keep('a')), 'save: fleet.yaml is the inventory');
});

test('what cannot be written is told in the words of the system', (t) => {
  const { folder, keep, file } = setUp(t);
  mkdirSync(file, { recursive: true });
  assert.equal(messageOf(keep('a')), 'save: cannot write backups/R1.cfg: it is no file');
  rmSync(join(folder, 'backups'), { recursive: true });
  writeFileSync(join(folder, 'backups'), '');
  assert.match(messageOf(keep('a')), /^save: cannot write backups\/R1\.cfg: .+ \(E(NOTDIR|EXIST)\)$/);
});
