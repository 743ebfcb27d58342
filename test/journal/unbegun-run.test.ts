import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { claimRun } from '../../src/journal/claim-run.js';
import type { FrozenRun } from '../../src/journal/frozen-run.js';
import { Journal } from '../../src/journal/journal.js';
import { markProcess } from '../../src/journal/process-mark.js';
import { removeUnbegunRuns } from '../../src/journal/unbegun-run.js';
import { makeResult } from '../report/sample-record.js';
import { makeFolder } from '../support/lab.js';
import { makeStart, tellRun } from './support/make-journal.js';

const [EARLIER, LOST, ALIVE, NEXT] = [1, 2, 3, 4].map((number) => `20260102T15040${number}-00000000`) as [
  string,
  string,
  string,
  string,
];
/** The number of this process as another one had it before. */
const GONE = { ...markProcess(), start: 'before' };

/** A project with a run that came to its end. */
function makeHome(t: TestContext): { home: string; names(): string[] } {
  const home = join(makeFolder(t), '.flow');
  const journal = begin(home, { id: EARLIER, process: GONE });
  for (const event of tellRun([makeResult(1)])) journal.hear(event);
  journal.close();
  return { home, names: () => readdirSync(join(home, 'runs')).sort() };
}

function begin(home: string, changes: Partial<FrozenRun>): Journal {
  return new Journal(home, makeStart(changes));
}

test('what a run has left that was killed before it sent anything is removed; one that begins, and what else lies there, stays', (t) => {
  const { home, names } = makeHome(t);
  begin(home, { id: LOST, process: GONE }).close();
  begin(home, { id: ALIVE }).close();
  mkdirSync(join(home, 'runs', `.${NEXT}.tmp`));
  writeFileSync(join(home, 'runs', '.notes.tmp'), 'mine');
  const kept = [`.${ALIVE}.tmp`, `.${NEXT}.tmp`, '.notes.tmp', EARLIER];
  assert.equal(removeUnbegunRuns(home), 1);
  assert.deepEqual(names(), kept);
  assert.equal(removeUnbegunRuns(home), 0);
});

test('its claim goes with it, so that the earlier run can be gone on with', (t) => {
  const { home, names } = makeHome(t);
  begin(home, { id: LOST, process: GONE, continues: { run: EARLIER, how: 'resume' } }).close();
  claimRun(home, EARLIER, LOST);
  assert.equal(removeUnbegunRuns(home), 1);
  assert.deepEqual(names(), [EARLIER]);
  claimRun(home, EARLIER, NEXT);
  assert.equal(readlinkSync(join(home, 'runs', EARLIER, 'next')), join('..', NEXT));
});

test('the claim of another run stays', (t) => {
  const { home } = makeHome(t);
  const continues = { run: EARLIER, how: 'retry' } as const;
  begin(home, { id: LOST, process: GONE, continues }).close();
  claimRun(home, EARLIER, NEXT);
  assert.equal(removeUnbegunRuns(home), 1);
  assert.throws(() => claimRun(home, EARLIER, ALIVE), { name: 'UsageError' });
});

test('a run is claimed in the place of one that was killed before it sent anything', (t) => {
  const { home, names } = makeHome(t);
  begin(home, { id: LOST, process: GONE, continues: { run: EARLIER, how: 'resume' } }).close();
  claimRun(home, EARLIER, LOST);
  claimRun(home, EARLIER, NEXT);
  assert.deepEqual(names(), [EARLIER]);
  assert.throws(() => claimRun(home, EARLIER, ALIVE), /has been gone on with, as 20260102T150404-00000000/);
});
