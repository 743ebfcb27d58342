import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Host } from '../../src/inventory/host.js';
import { makeFolder } from '../support/lab.js';
import { judge } from './budgets.js';
import { checkAnswers, type Job, writeJob } from './job.js';
import { measure, medianOf, type Usage } from './measure.js';
import { printAll } from './print.js';
import type { Outcome, Row } from './run-scenario.js';

const HOSTS = ['R1', 'R2'].map((name) => ({ name, address: '127.1.0.1', port: 22, password: 'geheim' }) as Host);
const JOB: Job = { hosts: HOSTS, atOnce: 2, command: 'show clock', wanted: '[0-9]{2}:[0-9]{2}', wantedLines: 2 };

function startUp(versionMs: number | undefined): Outcome {
  const row = (client: string, wallMs: number): Row => ({ client, usage: { wallMs, cpuMs: 10, memoryMiB: 0 } });
  const version: Row =
    versionMs === undefined
      ? { client: 'flow --version', problem: 'failed: exit status 1' }
      : row('flow --version', versionMs);
  return {
    name: 'start-up',
    title: 'start-up',
    base: 'node -e 0',
    rows: [row('node -e 0', 100), version, row('flow validate', 260)],
  };
}

test('a budget is kept up to its last hundredth, and exceeded above it', () => {
  const [version, validate] = judge([startUp(160)]);
  assert.deepEqual(version, {
    what: 'start-up: flow --version to node -e 0',
    measured: '1.60 x',
    budget: '1.6 x',
    isWithin: true,
  });
  assert.deepEqual([validate?.measured, validate?.isWithin], ['2.60 x', false]);
});

test('a client that did not finish is over its budget', () => {
  const [version] = judge([startUp(undefined)]);
  assert.deepEqual([version?.measured, version?.isWithin], ['-', false]);
});

test('scenarios that were not run are not judged', () => {
  assert.deepEqual(judge([]), []);
});

test('the tables show what was measured, and why something was not', () => {
  const outcome = startUp(undefined);
  const [, ...text] = printAll([outcome], judge([outcome]), false).split('\n');
  assert.equal(
    text.join('\n'),
    `
start-up; x: times node -e 0

                 wall s   CPU s   wall x   CPU x
node -e 0         0.100    0.01     1.00    1.00
flow --version        -       -        -       -
flow validate     0.260    0.01     2.60    1.00

flow --version: failed: exit status 1

what                                    measured   budget
start-up: flow --version to node -e 0          -    1.6 x   OVER
start-up: flow validate to node -e 0      2.60 x    2.5 x   OVER
`,
  );
  assert.match(printAll([outcome], [], true), /^\| {2}\| wall s \| CPU s \|.*\n\| --- \| ---: \| ---: \|/m);
});

test('the median of each number counts', () => {
  const usages = [3, 1, 2].map((number): Usage => ({ wallMs: number, cpuMs: 10 * number, memoryMiB: 7 }));
  assert.deepEqual(medianOf(usages as [Usage, ...Usage[]]), { wallMs: 2, cpuMs: 20, memoryMiB: 7 });
});

test('a run with a missing answer does not count', (t) => {
  const files = writeJob(JOB, makeFolder(t));
  writeFileSync(join(files.folder, 'stdout.txt'), '| R1 | 06:02 |\n| R2 | 06:02 |\n');
  checkAnswers(JOB, files);
  writeFileSync(join(files.folder, 'stdout.txt'), '| R1 | 06:02 |\n| R2 | timeout |\n');
  assert.throws(() => checkAnswers(JOB, files), { message: '1 of 2 answers in the output' });
});

test('a program that fails does not count, and its words are kept', async (t) => {
  const program = { program: 'sh', args: ['-c', 'echo no route >&2; exit 3'] };
  await assert.rejects(measure(program, { folder: makeFolder(t) }), { message: 'exit status 3\nno route\n' });
});
