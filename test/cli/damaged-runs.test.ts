import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { makeFolder } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const NEWER = '29990101T000000-00000000';

/** A project with one good run, and a copy of it that is newer and can be damaged. */
async function makeProject(t: TestContext) {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: {lab: {cisco_ios: 2}}\ncommand: show clock\n');
  const flow = (...words: string[]) => runFlow(words, { cwd: folder, env: { FLOW_HOME: undefined } });
  await flow('run', 'clock.yaml', '--quiet');
  const runs = join(folder, '.flow', 'runs');
  const [good = ''] = readdirSync(runs);
  const copy = join(runs, NEWER);
  const file = (name: string) => join(copy, name);
  const restore = () => {
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(runs, good), copy, { recursive: true });
  };
  restore();
  return { flow, runs, good, file, restore };
}

test('what does not belong there does not keep anybody from the runs', async (t) => {
  const { flow, runs, file } = await makeProject(t);
  rmSync(file('.'), { recursive: true });
  writeFileSync(join(runs, 'notes.txt'), '');
  mkdirSync(join(runs, 'zz-mine'));
  mkdirSync(join(runs, `.${NEWER}.tmp`));
  const { exitCode, stdout, stderr } = await flow('history');
  assert.deepEqual({ exitCode, stderr, lines: stdout.split('\n').length }, { exitCode: 0, stderr: '', lines: 3 });
  assert.equal((await flow('show', 'last')).exitCode, 0);
});

test('a run that cannot be read is told of, and the others are listed and removed all the same', async (t) => {
  const { flow, good, file, restore } = await makeProject(t);
  const damages: [damage: () => void, told: RegExp][] = [
    [() => rmSync(file('run.json')), /run\.json: no such file or directory \(ENOENT\)\n {2}the run is damaged/],
    [() => writeFileSync(file('run.json'), ''), /run\.json: Unexpected end of JSON input\n {2}the run is damaged/],
    [() => rmSync(file('events.ndjson')), /events\.ndjson: no such file or directory \(ENOENT\)\n/],
    [() => writeFileSync(file('events.ndjson'), '{"type":"run-finished", garbage}\n'), /ndjson:1:1: expected an event/],
    [() => writeFileSync(file('events.ndjson'), '{"type":"run-finished"}\n'), /ndjson:1:1: expected an event/],
    [
      () =>
        writeFileSync(
          file('run.json'),
          readFileSync(file('run.json'), 'utf8')
            .replace('frozen-run@1', 'frozen-run@2')
            .replace(/("flow": ")[^"]+/, '$19.9.9'),
        ),
      /expected flow\/frozen-run@1, got "flow\/frozen-run@2", written by flow 9\.9\.9: read it with that one\n/,
    ],
  ];
  for (const [damage, told] of damages) {
    restore();
    damage();
    const listed = await flow('history');
    assert.equal(listed.exitCode, 0);
    assert.match(listed.stdout, new RegExp(`^RUN .*\n${good} .*\n$`));
    assert.match(listed.stderr, told);
    const shown = await flow('show', 'last');
    assert.equal(shown.exitCode, 70);
    assert.match(shown.stderr, told);
    assert.doesNotMatch(`${listed.stderr}${shown.stderr}`, /bug|^\s+at /m);
    assert.equal((await flow('show', good)).exitCode, 0);
  }
  assert.match((await flow('history', 'prune', '--keep', '0')).stderr, /1 run removed, 0 kept\n$/);
});

test('the journal of another version of the events is told, and not half read', async (t) => {
  const { flow, file } = await makeProject(t);
  const text = readFileSync(file('events.ndjson'), 'utf8');
  writeFileSync(file('events.ndjson'), text.replace('event@1', 'event@2'));
  for (const command of ['show', 'report', 'retry']) {
    const { exitCode, stderr } = await flow(command, 'last');
    assert.equal(exitCode, 70);
    assert.match(stderr, /events\.ndjson:1:1: expected an event of flow\/event@1, got /);
  }
});

test('a run of whose journal nothing is left is not gone on with', async (t) => {
  const { flow, file } = await makeProject(t);
  writeFileSync(file('events.ndjson'), '');
  const { exitCode, stderr } = await flow('resume', 'last');
  assert.equal(exitCode, 2);
  assert.match(stderr, /^flow: nothing is known of what the run \S+ has done: its journal is empty\n/);
  assert.equal((await flow('show', 'last')).exitCode, 0);
});

test('the next run is the last one, also when its clock is behind that of the one before', async (t) => {
  const { flow, runs } = await makeProject(t);
  await flow('run', 'clock.yaml', '--quiet', '--as', 'next');
  assert.match((await flow('show', 'last')).stdout, /^29990101T000000-001\w{5} \(next\): /);
  assert.equal(readdirSync(runs).length, 3);
});

test('a journal where no folder can be made is told, and does not hang', { skip: !existsSync('/proc') }, async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: {lab: {cisco_ios: 2}}\ncommand: show clock\n');
  const { exitCode, stderr } = await runFlow(['run', 'clock.yaml'], { cwd: folder, env: { FLOW_HOME: '/proc' } });
  assert.equal(exitCode, 70);
  assert.match(stderr, /^flow: the journal: cannot make \/proc\/runs: /m);
});
