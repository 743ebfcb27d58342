import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseDocument } from '../../src/document/document.js';
import { UsageError } from '../../src/error/flow-error.js';
import { inventoryFrom } from '../../src/inventory/load.js';
import { loadPlaybook } from '../../src/playbook/load.js';
import type { RunRecord } from '../../src/task/result.js';
import { earlierRun } from '../../src/workflow/earlier-run.js';
import { plan } from '../../src/workflow/plan.js';
import { RunFailed } from '../../src/workflow/run-failed.js';
import { run } from '../../src/workflow/run-plan.js';
import { makeFolder, makeProject, writeInventory } from '../support/lab.js';
import { QUEUE_KEY, startRedis, startWorker, withoutRedis } from '../support/redis.js';
import { runFlow } from '../support/run-flow.js';

const CLOCK = 'name: Clock\ninventory: devices.yaml\nconcurrency: 1\ncommand: show clock\n';
const MOTD =
  'name: Motd\ninventory: devices.yaml\nmode: change\nconcurrency: 1\ntasks:\n  - {name: motd, config: [hostname X1], diff: false}\n';
const LIBRARY = pathToFileURL(fileURLToPath(new URL('../../dist/index.js', import.meta.url))).href;
const NO_KEYS = { hostKeys: { mode: 'off' as const, file: '' } };

const planIn = (folder: string) => plan(loadPlaybook(join(folder, 'clock.yaml')));

/** The command, in a project whose journals are in `.flow`. */
const flowIn =
  (folder: string) =>
  (...words: string[]) =>
    runFlow(words, { cwd: folder, env: { FLOW_HOME: join(folder, '.flow') } });

test('a run of a program with a journal is one that flow shows and reports', async (t) => {
  const { folder } = await makeProject(t, { hosts: { cisco_ios: 2 }, playbook: CLOCK });
  const started = run(planIn(folder), { journal: join(folder, '.flow'), as: 'mine', ...NO_KEYS });
  const record = await started.record;
  const flow = flowIn(folder);
  assert.match((await flow('show', 'mine')).stdout, new RegExp(started.id));
  const told: RunRecord = JSON.parse((await flow('report', 'last', '--format', 'json')).stdout);
  assert.deepEqual(told.results, JSON.parse(JSON.stringify(record.results)));
});

test('a program that was killed in its run is gone on with by flow resume, and no change is made twice', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: { cisco_ios: 3 }, hold: 'commands', playbook: MOTD });
  const program = join(folder, 'program.mjs');
  const options = `{ journal: '.flow', hostKeys: { mode: 'off', file: '' } }`;
  writeFileSync(
    program,
    `import { loadPlaybook, plan, run } from ${JSON.stringify(LIBRARY)};\nawait run(plan(loadPlaybook('clock.yaml')), ${options}).record;\n`,
  );
  const child = spawn(process.execPath, [program], { cwd: folder, stdio: 'inherit' });
  const ended = once(child, 'exit');
  for (;;) {
    const held = await lab.nextCommand();
    if (held.host !== lab.hosts()[0]?.name) break; // the first host is through, and the second begun
    held.answer();
  }
  child.kill('SIGKILL');
  await ended;
  const resumed = flowIn(folder)('resume', 'last', '--yes');
  lab.answerAll();
  const { stderr } = await resumed;
  assert.match(stderr, /may have begun, and is not made again/);
  const { results }: RunRecord = JSON.parse((await flowIn(folder)('report', 'last', '--format', 'json')).stdout);
  assert.deepEqual(
    results.map(({ state }) => state),
    ['finished', 'unknown', 'finished'],
  );
  for (const { name } of lab.hosts())
    assert.ok(lab.commandsOf(name).filter((line) => line === 'hostname X1').length <= 1, name);
});

test('of two runs that change the same host the second is refused, and the first has it to the end', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: { cisco_ios: 1 }, hold: 'commands', playbook: MOTD });
  const options = { journal: join(folder, '.flow'), ...NO_KEYS };
  const first = run(planIn(folder), options);
  const held = await lab.nextCommand();
  await assert.rejects(run(planIn(folder), options).record, (error) => {
    assert.ok(error instanceof UsageError);
    assert.match(error.message, new RegExp(`is being changed by the run ${first.id}`));
    return true;
  });
  held.answer();
  lab.answerAll();
  await first.record;
  assert.equal((await run(planIn(folder), options).record).run.status, 'finished');
});

test('a run that was stopped is gone on with by another: its results are carried over, once', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: { cisco_ios: 3 }, hold: true, playbook: CLOCK });
  const journal = join(folder, '.flow');
  const first = run(planIn(folder), { journal, ...NO_KEYS });
  const held = await lab.nextCommand();
  first.stop();
  held.answer('12:00:01 UTC');
  assert.equal((await first.record).run.counts.finished, 1);
  const continues = earlierRun(journal, 'last', { how: 'resume' });
  assert.deepEqual([continues.id, continues.open, continues.status], [first.id, 2, 'interrupted']);
  const playbook = loadPlaybook(join(folder, 'clock.yaml'));
  const second = run(plan(playbook, { continues }), NO_KEYS);
  lab.answerAll('12:00:02 UTC');
  const record = await second.record;
  assert.deepEqual(record.results.map(({ output }) => output).sort(), ['12:00:01 UTC', '12:00:02 UTC', '12:00:02 UTC']);
  await assert.rejects(run(plan(playbook, { continues }), NO_KEYS).record, /has been gone on with, as/);
  await assert.rejects(
    run(plan(playbook, { continues }), { ...NO_KEYS, journal: folder }).record,
    /is kept where that one is/,
  );
});

test('a host that the inventory has no more keeps a run from being gone on with', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: { cisco_ios: 2 }, playbook: CLOCK });
  const journal = join(folder, '.flow');
  await run(planIn(folder), { journal, ...NO_KEYS }).record;
  const continues = earlierRun(journal, 'last', { how: 'retry' });
  const [kept, gone] = lab.hosts();
  assert.ok(kept && gone);
  writeInventory(folder, [kept]);
  const playbook = loadPlaybook(join(folder, 'clock.yaml'));
  assert.throws(() => plan(playbook, { continues }), { message: `the inventory has no ${gone.name} any more` });
});

test('what was read with other variables, or has changed, is no run to go on with', async (t) => {
  const text = CLOCK.replace('command: show clock', 'vars: {what: clock}\ncommand: show {{vars.what}}');
  const { folder } = await makeProject(t, { hosts: { cisco_ios: 1 }, playbook: text });
  const file = join(folder, 'clock.yaml');
  const journal = join(folder, '.flow');
  const other = () => loadPlaybook(file, { overrides: { vars: { what: 'version' } } });
  await run(plan(loadPlaybook(file)), { journal, ...NO_KEYS }).record;
  const continues = earlierRun(journal, 'last', { how: 'retry' });
  assert.throws(() => plan(other(), { continues }), /the variable what is not what it was/);
  await run(plan(other()), { journal, ...NO_KEYS }).record;
  const flow = flowIn(folder);
  assert.match((await flow('retry', 'last')).stderr, /nothing is left to do/);
  const frozen = JSON.parse(
    readFileSync(join(journal, 'runs', earlierRun(journal, 'last', { how: 'retry' }).id, 'run.json'), 'utf8'),
  );
  assert.deepEqual(frozen.flags.var, ['what=version']);
  writeFileSync(file, `${text}# more\n`);
  assert.throws(() => plan(loadPlaybook(file), { continues }), /has changed since the run/);
});

test('hosts that a program has made are gone on with by that program alone', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: { cisco_ios: 2 }, hold: true, playbook: CLOCK });
  const hosts = Object.fromEntries(lab.hosts().map(({ name, port }) => [name, { address: '127.0.0.1', port }]));
  const defaults = { platform: 'cisco_ios', username: 'lab', password: 'lab' };
  const inventory = inventoryFrom(parseDocument('made', JSON.stringify({ hosts, defaults })), '');
  const playbook = loadPlaybook(join(folder, 'clock.yaml'));
  const journal = join(folder, '.flow');
  const first = run(plan(playbook, { inventory }), { journal, ...NO_KEYS });
  const held = await lab.nextCommand();
  first.stop();
  held.answer('12:00:01 UTC');
  await first.record;
  const { exitCode, stderr } = await flowIn(folder)('resume', 'last');
  assert.equal(exitCode, 2);
  assert.match(stderr, /were made by a program: it alone can go on with it/);
  lab.answerAll('12:00:02 UTC');
  const continues = earlierRun(journal, 'last', { how: 'resume' });
  const { counts } = (await run(plan(playbook, { inventory, continues }), NO_KEYS).record).run;
  assert.equal(counts.finished, 2);
});

test('events that nobody takes stop the run, and what came of it is not lost', async (t) => {
  const { folder } = await makeProject(t, { hosts: { cisco_ios: 2 }, playbook: CLOCK });
  const events = () => {
    throw new Error('full');
  };
  const { record } = run(planIn(folder), { events, ...NO_KEYS });
  await assert.rejects(record, (error) => {
    assert.ok(error instanceof RunFailed);
    assert.match(error.message, /^events: cannot write where they go: full/);
    assert.equal(error.record.results.length, 2);
    return true;
  });
});

test('what hosts said is recorded, and replayed in their place', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: { cisco_ios: 1 }, playbook: CLOCK });
  const kept = join(folder, 'kept');
  const first = await run(planIn(folder), { record: { folder: kept }, ...NO_KEYS }).record;
  const { logins } = lab;
  const second = await run(planIn(folder), { lab: { replay: kept } }).record;
  assert.equal(second.results[0]?.output, first.results[0]?.output);
  assert.equal(lab.logins, logins);
});

test('a queue is reached with its key, and refused without one', { skip: withoutRedis }, async (t) => {
  const playbook = CLOCK.replace('command', 'executor: queue\ncommand');
  const { folder } = await makeProject(t, { hosts: { cisco_ios: 2 }, playbook });
  await assert.rejects(run(planIn(folder), NO_KEYS).record, /executor: queue: expected its key/);
  const redis = await startRedis(t);
  await assert.rejects(
    run(planIn(folder), { queue: { key: 'short', url: redis.url }, ...NO_KEYS }).record,
    /32 characters/,
  );
  await startWorker(t, redis);
  const record = await run(planIn(folder), { queue: { key: QUEUE_KEY, url: redis.url }, ...NO_KEYS }).record;
  assert.equal(record.run.counts.finished, 2);
});

test('a folder in which nothing can be written keeps a run from beginning, unless it is not to be kept', async (t) => {
  const { folder, lab } = await makeProject(t, { hosts: { cisco_ios: 1 }, playbook: MOTD });
  const journal = join(makeFolder(t), 'file');
  writeFileSync(journal, '');
  await assert.rejects(run(planIn(folder), { journal, ...NO_KEYS }).record, { name: 'JournalError' });
  assert.equal(lab.logins, 0);
  const notices: string[] = [];
  const onNotice = (text: string) => notices.push(text);
  const record = await run(planIn(folder), { journal, isKept: false, onNotice, ...NO_KEYS }).record;
  assert.equal(record.run.status, 'finished');
  assert.match(notices.join('\n'), /other runs are not kept from changing the same hosts/);
});
