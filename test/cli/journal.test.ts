import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { isEvent } from '../../src/document/is-valid.js';
import { packageRoot } from '../../src/document/package-root.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder, makeProject, writeInventory } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const CLOCK = 'name: Clock\ninventory: devices.yaml\nconcurrency: 1\ncommand: show clock\n';

/** The journal is kept beside the playbook, as it is for users. */
const OWN = { FLOW_HOME: undefined };

/** The events of the only run of a project. */
function eventsOf(folder: string): { type: string; host?: string }[] {
  const runs = join(folder, '.flow', 'runs');
  const [id = ''] = readdirSync(runs);
  return parseLines(readFileSync(join(runs, id, 'events.ndjson'), 'utf8'));
}

function parseLines(text: string): { type: string; host?: string }[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const playbooks = readdirSync(join(packageRoot, 'playbooks')).filter((file) => file.endsWith('.yaml'));
for (const file of playbooks) {
  test(`flow report gives the report of playbooks/${file} once more, byte for byte`, async (t) => {
    const folder = makeFolder(t);
    const options = { cwd: packageRoot, env: { FLOW_HOME: join(folder, 'home') } };
    const run = (...words: string[]) => runFlow(['run', `playbooks/${file}`, '--yes', ...words], options);
    const report = async () => {
      const { exitCode, stdout } = await runFlow(['report', 'last'], options);
      return { exitCode, stdout };
    };
    const { stdout } = await run();
    assert.notEqual(stdout, '');
    assert.deepEqual(await report(), { exitCode: 0, stdout });
    const files = ['again.json', 'again.txt'].map((name) => join(folder, name));
    await run(...files.flatMap((name) => ['--output', name]));
    const texts = files.map((name) => readFileSync(name, 'utf8'));
    assert.ok(texts.every((text) => text !== ''));
    // Of several, a blank line stands between one and the next.
    assert.deepEqual(await report(), { exitCode: 0, stdout: texts.join('\n') });
  });
}

test('flow report gives what `each` has printed or put into a file, and a run that goes on with another has all of it', async (t) => {
  const playbook = `${CLOCK}output:
  - each: "{{host.name}} {{state}}\\n"
    template: "{{results.length}} of {{run.id}}\\n"
  - {file: out.txt, each: "{{task}}@{{host.name}} {{output}}", template: "end\\n"}
`;
  const { folder, lab } = await makeProject(t, { hosts: 3, playbook });
  const options = { cwd: folder, env: OWN };
  const hosts = lab.hosts();
  writeInventory(folder, [...hosts.slice(0, 2), ...hosts.slice(2).map((host) => ({ ...host, password: 'wrong' }))]);
  const ran = await runFlow(['run', 'clock.yaml'], options);
  assert.match(ran.stdout, /^R1 finished\nR2 finished\nR3 raised\n3 of /);
  assert.equal((await runFlow(['report', 'last'], options)).stdout, ran.stdout);
  writeInventory(folder, hosts);
  const again = await runFlow(['retry', 'last'], options);
  assert.match(again.stdout, /^R1 finished\nR2 finished\nR3 finished\n3 of /);
  assert.equal((await runFlow(['report', 'last'], options)).stdout, again.stdout);
  assert.match(readFileSync(join(folder, 'out.txt'), 'utf8'), /^Clock@R1 .*\nClock@R2 .*\nClock@R3 .*\nend\n$/);
});

test('flow report gives another format or another template of the same results', async (t) => {
  const { folder } = await makeProject(t, { hosts: 2, playbook: CLOCK });
  const options = { cwd: folder, env: OWN };
  await runFlow(['run', 'clock.yaml', '--as', 'before'], options);
  writeFileSync(join(folder, 'names.hbs'), '{{#each hosts}}{{name}};{{/each}}');
  assert.equal((await runFlow(['report', 'before', '--template', 'names.hbs'], options)).stdout, 'R1;R2;\n');
  const { run }: RunRecord = JSON.parse((await runFlow(['report', 'last', '--format', 'json'], options)).stdout);
  assert.equal(run.counts.finished, 2);
  await runFlow(['report', 'last', '-o', 'out.txt'], options);
  assert.match(readFileSync(join(folder, 'out.txt'), 'utf8'), /^Clock\n/);
});

test('the history has the very times of the report', async (t) => {
  const { folder } = await makeProject(t, { hosts: 1, playbook: CLOCK });
  const options = { cwd: folder, env: OWN };
  const { run }: RunRecord = JSON.parse((await runFlow(['run', 'clock.yaml', '--format', 'json'], options)).stdout);
  const [entry] = JSON.parse((await runFlow(['history', '--format', 'json'], options)).stdout);
  assert.deepEqual([entry.started, entry.duration_ms], [run.started, run.duration_ms]);
});

test('history lists runs, show tells of one and of one host, prune removes', async (t) => {
  const { folder } = await makeProject(t, { hosts: 2, playbook: CLOCK });
  const options = { cwd: folder, env: OWN };
  assert.match((await runFlow(['history'], options)).stderr, /^no runs in /);
  await runFlow(['run', 'clock.yaml', '--as', 'before'], options);
  await runFlow(['run', 'clock.yaml', '--limit', 'R2'], options);
  const listed = await runFlow(['history'], options);
  assert.match(
    listed.stdout,
    /^RUN .*\n\S+ before .* finished +2 +2 finished +Clock\n\S+ .* finished +1 +1 finished +Clock\n$/,
  );
  assert.match(
    (await runFlow(['show', 'last~1'], options)).stdout,
    /\(before\): Clock, clock\.yaml\n.*R1 +Clock +finished/s,
  );
  assert.match(
    (await runFlow(['show', 'before', 'R1'], options)).stdout,
    /^R1 Clock: finished in .*\n> show clock\n.* UTC /,
  );
  const wrong = await runFlow(['show', 'before', 'R9'], options);
  assert.equal(wrong.exitCode, 2);
  assert.match(wrong.stderr, /has no host "R9"/);
  const runs = join(folder, '.flow', 'runs');
  const [first = ''] = readdirSync(runs).sort();
  cpSync(join(runs, first), join(runs, '.20260102T150405-00000000.tmp'), { recursive: true }); // as one leaves it that is killed early
  assert.match(
    (await runFlow(['history', 'prune', '--keep', '1'], options)).stderr,
    /^1 run removed, 1 kept; 1 run that never began removed as well\n/,
  );
  assert.equal(readdirSync(runs).length, 1);
  assert.equal(JSON.parse((await runFlow(['history', '--format', 'json'], options)).stdout).length, 1);
});

test('a run that is not there is told, with the nearest and with what helps', async (t) => {
  const { folder } = await makeProject(t, { hosts: 1, playbook: CLOCK });
  const options = { cwd: folder, env: OWN };
  assert.match((await runFlow(['show', 'last'], options)).stderr, /^flow: there is no run in .*\.flow\/runs\n/);
  await runFlow(['run', 'clock.yaml'], options);
  await runFlow(['run', 'clock.yaml'], options);
  const told = async (run: string) => (await runFlow(['show', run], options)).stderr;
  assert.match(await told('last~2'), /^flow: "last~2": there are only 2 runs/);
  assert.match(await told('2'), /^flow: "2" is the beginning of 2 runs: /);
  assert.match(await told('../..'), /^flow: there is no run "\.\.\/\.\."\n/);
});

test('no secret is in the journal, nor in the events', async (t) => {
  const secret = 'Un-guessable1';
  const playbook = CLOCK.replace('show clock', 'show clock\nvars: {api_token: Never-shown2}');
  const { folder } = await makeProject(t, { hosts: [{ name: 'R1', password: secret }], playbook });
  const ran = await runFlow(['run', 'clock.yaml', '--events', 'events.ndjson'], { cwd: folder, env: OWN });
  assert.equal(ran.exitCode, 0, ran.stderr);
  const runs = join(folder, '.flow');
  const files = readdirSync(runs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(files.length >= 5);
  const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  for (const text of [...texts, readFileSync(join(folder, 'events.ndjson'), 'utf8')]) {
    assert.doesNotMatch(text, /Un-guessable1|Never-shown2/);
  }
});

test('--events writes what the journal holds: to a file, or to standard output in the place of the report', async (t) => {
  const { folder } = await makeProject(t, { hosts: 2, playbook: CLOCK });
  const filed = await runFlow(['run', 'clock.yaml', '--host-keys', 'off', '--events', 'live.ndjson'], {
    cwd: folder,
    env: OWN,
  });
  assert.match(filed.stdout, /^# Clock/);
  const lines = parseLines(readFileSync(join(folder, 'live.ndjson'), 'utf8'));
  assert.deepEqual(lines, eventsOf(folder));
  const printed = await runFlow(['run', 'clock.yaml', '--host-keys', 'off', '--no-journal', '--events', '-'], {
    cwd: folder,
    env: OWN,
  });
  const events = parseLines(printed.stdout);
  assert.ok(events.every(isEvent));
  assert.deepEqual(
    events.map(({ type }) => type),
    lines.map(({ type }) => type),
  );
  assert.equal(readdirSync(join(folder, '.flow', 'runs')).length, 1);
});

test('with --no-journal nothing is kept', async (t) => {
  const { folder } = await makeProject(t, { hosts: 1, playbook: CLOCK });
  const { exitCode } = await runFlow(['run', 'clock.yaml', '--no-journal', '--host-keys', 'off'], {
    cwd: folder,
    env: OWN,
  });
  assert.equal(exitCode, 0);
  assert.equal(existsSync(join(folder, '.flow')), false);
});

test('where the journal cannot be begun nothing is sent, and status 70 says why', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: 1, playbook: CLOCK });
  writeFileSync(join(folder, 'file'), '');
  const { exitCode, stdout, stderr } = await runFlow(['run', 'clock.yaml'], {
    cwd: folder,
    env: { FLOW_HOME: join(folder, 'file', 'home') },
  });
  assert.equal(exitCode, 70);
  assert.equal(stdout, '');
  assert.match(
    stderr,
    /^flow: the journal: cannot make \S+: not a directory \(ENOTDIR\)\n {2}make room or .*--no-journal\n$/m,
  );
  assert.equal(lab.logins, 0);
});

test('when the journal cannot be written any more, what runs is finished, the rest cancelled, and status 70 says why', async (t) => {
  const playbook = CLOCK.replace('concurrency: 1', 'concurrency: 2');
  const { folder, lab } = await makeProject(t, { hosts: 3, hold: true, playbook });
  const flow = runFlow(['run', 'clock.yaml', '--format', 'json'], { cwd: folder, env: OWN });
  const [first, second] = [await lab.nextCommand(), await lab.nextCommand()];
  const [id = ''] = readdirSync(join(folder, '.flow', 'runs'));
  const outputs = join(folder, '.flow', 'runs', id, 'outputs');
  rmSync(outputs, { recursive: true });
  first.answer('a long line\n'.repeat(1000));
  await flow.waitFor('stopping: the journal cannot be written');
  mkdirSync(outputs); // room is made too late: a journal with a gap would be worse than none
  second.answer('12:00:01 UTC');
  const { exitCode, stdout, stderr } = await flow;
  assert.equal(exitCode, 70);
  assert.match(stderr, /^flow: the journal: cannot write \S+: no such file or directory \(ENOENT\)\n/m);
  const { results, run }: RunRecord = JSON.parse(stdout);
  assert.equal(run.status, 'failed');
  assert.deepEqual(
    results.map(({ state }) => state),
    ['finished', 'finished', 'cancelled'],
  );
  assert.match(results[2]?.error?.message ?? '', /the journal of the run could not be written/);
  assert.equal(
    eventsOf(folder).some(({ type }) => type === 'run-finished'),
    false,
  );
});
