import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { writeOutputs } from '../../src/report/write-outputs.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeClockRecord } from './sample-record.js';

function makeFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'flow-report-')));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** What is printed is gathered in one text. */
function write(planned: Parameters<typeof writeOutputs>[0], record: RunRecord) {
  const printed: string[] = [];
  const written = writeOutputs(planned, record, { print: (text) => printed.push(text) });
  return { ...written, standardOutput: printed.join('') };
}

test('reports are written whole into folders made for them, and the rest is printed', (t) => {
  const folder = makeFolder(t);
  const file = path.join(folder, 'reports/2017/clock.md');
  const template = { text: '{{summary}}' };
  const written = write(
    [
      { spec: { format: 'md', template }, path: file },
      { spec: { format: 'txt', template: { text: 'printed' } }, path: null },
    ],
    makeClockRecord(),
  );
  assert.deepEqual(written, { standardOutput: 'printed\n', files: [file], errors: [] });
  assert.equal(readFileSync(file, 'utf8'), '3 hosts: 2 finished, 1 raised in 1.2 s\n');
  assert.deepEqual(readdirSync(path.dirname(file)), ['clock.md']);
});

test('a report that is there already is replaced, through a symbolic link as well', (t) => {
  const folder = makeFolder(t);
  writeFileSync(path.join(folder, 'old.md'), 'old and longer than the new one');
  symlinkSync('old.md', path.join(folder, 'link.md'));
  write([{ spec: { format: 'md', template: { text: 'new' } }, path: path.join(folder, 'link.md') }], makeClockRecord());
  assert.equal(readFileSync(path.join(folder, 'old.md'), 'utf8'), 'new\n');
  assert.deepEqual(readdirSync(folder).sort(), ['link.md', 'old.md']);
});

test('a link that leads to nothing yet stays one, and the report is where it leads', (t) => {
  const folder = makeFolder(t);
  symlinkSync('new.md', path.join(folder, 'link.md'));
  write([{ spec: { format: 'md', template: { text: 'new' } }, path: path.join(folder, 'link.md') }], makeClockRecord());
  assert.equal(readFileSync(path.join(folder, 'new.md'), 'utf8'), 'new\n');
  assert.ok(lstatSync(path.join(folder, 'link.md')).isSymbolicLink());
});

test('a report for a pipe or a device goes into it, and nothing takes its place', (t) => {
  const folder = makeFolder(t);
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const end = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK); // somebody reads
  t.after(() => closeSync(end));
  const { files, errors } = write(
    [{ spec: { format: 'md', template: { text: 'piped' } }, path: pipe }],
    makeClockRecord(),
  );
  assert.deepEqual([files, errors], [[pipe], []]);
  const read = Buffer.alloc(100);
  assert.equal(read.toString('utf8', 0, readSync(end, read)), 'piped\n');
  assert.ok(statSync(pipe).isFIFO());
  assert.deepEqual(readdirSync(folder), ['pipe']);
});

test('a template that fails loses neither the other reports nor its own results', (t) => {
  const folder = makeFolder(t);
  const good = path.join(folder, 'good.md');
  const written = write(
    [
      { spec: { format: 'txt', template: { text: '{{nope}}' } }, path: path.join(folder, 'bad.txt') },
      { spec: { format: 'md', template: { text: 'good' } }, path: good },
    ],
    makeClockRecord(),
  );
  assert.deepEqual(written.files, [good]);
  assert.equal(written.errors.length, 1);
  assert.match(written.standardOutput, /^Clock on every router\n3 hosts/);
  assert.deepEqual(readdirSync(folder), ['good.md']);
});

test('a file that cannot be written is an error in plain words, and its report is printed', (t) => {
  const folder = makeFolder(t);
  const written = write([{ spec: { format: 'md', template: { text: 'kept' } }, path: folder }], makeClockRecord());
  assert.equal(written.standardOutput, 'kept\n');
  const message = written.errors[0]?.message ?? '';
  assert.ok(message.startsWith(`playbooks/clock.yaml: output.file: cannot write ${folder}: `), message);
  assert.doesNotMatch(message, /\n/);
  assert.deepEqual(readdirSync(folder), []);
  assert.deepEqual(
    readdirSync(path.dirname(folder)).filter((name) => name.startsWith(`.${path.basename(folder)}`)),
    [],
  );
});

test('a report that is longer than a text can be is told of, and printed without the longest outputs', () => {
  const record = makeClockRecord();
  const [first] = record.results;
  assert.ok(first);
  const output = 'x'.repeat(2 ** 27);
  const results = Array.from({ length: 5 }, (_, index) => ({ ...first, task: `t${index}`, output }));
  results.push({ ...first, task: 'short', output: 'seen' });
  const counts = { ...record.run.counts, finished: 6, raised: 0 };
  const template = { text: '{{#each results}}{{output}}{{/each}}' };
  const written = write([{ spec: { format: 'txt', template }, path: null }], {
    ...record,
    run: { ...record.run, counts },
    results,
  });
  assert.deepEqual(
    written.errors.map(({ diagnostic }) => diagnostic.message),
    ['output.template: the text would be longer than one text can be (536870888 characters)'],
  );
  assert.match(written.standardOutput, /1 finished, 5 raised/);
  assert.match(written.standardOutput, /seen/);
  assert.match(written.standardOutput, /t4 {2}the output of 134217728 characters is left out/);
});

test('several reports that are printed are parted by an empty line', () => {
  const spec = (text: string) => ({ spec: { format: 'txt' as const, template: { text } }, path: null });
  assert.equal(write([spec('one'), spec('two')], makeClockRecord()).standardOutput, 'one\n\ntwo\n');
});

test('a JSON report may be longer than one text can be', (t) => {
  const record = makeClockRecord();
  const [first] = record.results;
  assert.ok(first);
  const output = 'x'.repeat(60_000_000);
  const results = Array.from({ length: 9 }, () => ({ ...first, output }));
  const file = path.join(makeFolder(t), 'long.json');
  const { errors, files } = write([{ spec: { format: 'json' }, path: file }], { ...record, results });
  assert.deepEqual(errors, []);
  assert.deepEqual(files, [file]);
  assert.ok(statSync(file).size > 9 * output.length);
});
