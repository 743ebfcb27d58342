import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { isEvent } from '../../src/document/is-valid.js';
import { JournalError } from '../../src/error/flow-error.js';
import { Journal } from '../../src/journal/journal.js';
import { recordOf } from '../../src/journal/record-of.js';
import { readJournal } from '../../src/journal/recorded-run.js';
import { makeResult } from '../report/sample-record.js';
import { makeFolder } from '../support/lab.js';
import { makeStart, tellRun } from './support/make-journal.js';

/** A journal of some results, whole. @returns the folder of the run */
function writeJournal(t: TestContext, outputs: readonly string[]): string {
  const home = join(makeFolder(t), '.flow');
  const results = outputs.map((output, index) => makeResult(index + 1, { output }));
  const journal = new Journal(home, makeStart());
  for (const event of tellRun(results)) journal.hear(event);
  journal.close();
  assert.equal(journal.failure, undefined);
  return join(home, 'runs', 'ID');
}

test('a run is read again as it was, also outputs that are kept as files', (t) => {
  const long = 'x\u2028\u{1f600}'.repeat(5000);
  const folder = writeJournal(t, ['short', long, `${long}\ud800`, '']);
  assert.deepEqual(
    recordOf(readJournal(folder)).results.map(({ output }) => output),
    ['short', long, `${long}\ud800`, ''],
  );
  assert.equal(readFileSync(join(folder, 'outputs', '1.txt'), 'utf8'), long);
  assert.equal(readdirSync(join(folder, 'outputs')).length, 1);
});

test('every line is an event of the schema, and none holds a control character', (t) => {
  const folder = writeJournal(t, ['a\u001b[2J\u0085\u202e\u007f']);
  const lines = readFileSync(join(folder, 'events.ndjson'), 'utf8').trimEnd().split('\n');
  for (const line of lines) {
    assert.ok(isEvent(JSON.parse(line)), line);
    assert.doesNotMatch(line, /[\p{Cc}\u2028-\u202e]/u);
  }
});

test('only the owner can read it, and git does not see it', (t) => {
  const folder = writeJournal(t, ['y'.repeat(10_000)]);
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  for (const path of [folder, join(folder, '..'), join(folder, 'outputs')]) assert.equal(modeOf(path), '700');
  for (const name of ['run.json', 'inventory.json', 'playbook.yaml', 'events.ndjson', 'outputs/1.txt']) {
    assert.equal(modeOf(join(folder, name)), '600', name);
  }
  assert.match(readFileSync(join(folder, '..', '..', '.gitignore'), 'utf8'), /^runs\/$/m);
});

test('cut off at each of its last 1,000 bytes it is read without the line that is torn', (t) => {
  const folder = writeJournal(
    t,
    Array.from({ length: 20 }, (_, index) => `answer ${index}`),
  );
  const file = join(folder, 'events.ndjson');
  const whole = readFileSync(file);
  for (let cut = 0; cut <= 1000; cut++) {
    writeFileSync(file, whole);
    truncateSync(file, whole.length - cut);
    const { results, run } = recordOf(readJournal(folder));
    assert.equal(results.length, 20);
    assert.equal(run.status, cut === 0 ? 'finished' : 'interrupted');
    const settled = whole
      .subarray(0, whole.length - cut)
      .toString()
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.includes('"settled"'));
    assert.equal(results.filter(({ state }) => state === 'finished').length, settled.length);
  }
});

test('a line that is no event is told with its place', (t) => {
  const folder = writeJournal(t, ['a']);
  const file = join(folder, 'events.ndjson');
  const [first, , ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [first, '{"type":"settled"}', ...rest].join('\n'));
  assert.throws(
    () => readJournal(folder),
    (error) =>
      error instanceof JournalError &&
      error.message === `${file}:2:1: expected an event of flow/event@1, got "{\\"type\\":\\"settled\\"}"`,
  );
});

test('a run is found only once all that it begins with is written', (t) => {
  const home = join(makeFolder(t), '.flow');
  const journal = new Journal(home, makeStart());
  const events = [...tellRun([makeResult(1)])];
  const ofFirst = events.filter(({ type }) => type === 'run-started' || type === 'settled');
  for (const event of ofFirst) journal.hear(event); // such as what workers of a lost run had finished
  assert.equal(ofFirst.length, 2);
  assert.equal(existsSync(join(home, 'runs', 'ID')), false);
  for (const event of events.filter((other) => !ofFirst.includes(other))) journal.hear(event);
  assert.equal(existsSync(join(home, 'runs', 'ID')), true);
  journal.close();
});
