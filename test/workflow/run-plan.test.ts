import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DocumentError, UsageError } from '../../src/error/flow-error.js';
import { KnownSecrets } from '../../src/error/known-secrets.js';
import type { Host } from '../../src/inventory/host.js';
import { loadInventory } from '../../src/inventory/load.js';
import { loadPlaybook } from '../../src/playbook/load.js';
import { renderReport } from '../../src/report/render.js';
import type { RunEvent } from '../../src/task/event.js';
import { plan } from '../../src/workflow/plan.js';
import { run } from '../../src/workflow/run-plan.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';

const CLOCK = 'name: Clock\ninventory: {lab: {cisco_ios: 3}}\nconcurrency: 2\ncommand: sh clock\n';

const NO_KEYS = { hostKeys: { mode: 'off' as const, file: '' } };

function write(folder: string, text: string, name = 'clock.yaml'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('a plan tells who takes part and what is done, and sends nothing', async (t) => {
  const lab = await startLab(t, { hosts: { cisco_ios: 2 } });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  const made = plan(loadPlaybook(write(folder, 'name: Clock\ninventory: devices.yaml\ncommand: sh clock\n')), {
    limit: lab.hosts()[0]?.name ?? '',
  });
  assert.deepEqual(made.graph.hosts, [lab.hosts()[0]?.name]);
  assert.deepEqual(
    made.graph.tasks.map(({ name }) => name),
    ['Clock'],
  );
  assert.equal(lab.logins, 0);
});
test('every mistake of the playbook for its hosts is told at once', (t) => {
  const folder = makeFolder(t);
  const text = `${CLOCK.replace('command: sh clock', 'tasks:\n  - {name: a, command: reload}\n  - {name: b, command: write erase}')}`;
  assert.throws(
    () => plan(loadPlaybook(write(folder, text))),
    (error) => error instanceof DocumentError && error.diagnostics.length === 2,
  );
  assert.throws(() => plan(loadPlaybook(write(folder, 'name: x\ncommand: sh clock\n'))), UsageError);
});
test('a run is an iterable of its events and the promise of its record, of the same results', async (t) => {
  const started = run(plan(loadPlaybook(write(makeFolder(t), CLOCK))));
  const events: RunEvent[] = [];
  for await (const event of started) events.push(event);
  const record = await started.record;
  assert.equal(record.run.id, started.id);
  assert.equal(record.run.status, 'finished');
  assert.equal(events[0]?.type, 'run-started');
  assert.equal(events.at(-1)?.type, 'run-finished');
  const settled = events.flatMap((event) => (event.type === 'settled' ? [event.result.output] : []));
  assert.deepEqual(settled.sort(), record.results.map(({ output }) => output).sort());
  assert.match(renderReport(record, { format: 'md' }), /UTC/);
});
test('who does not iterate has the record all the same, and onEvent hears everything', async (t) => {
  let settled = 0;
  const { record } = run(plan(loadPlaybook(write(makeFolder(t), CLOCK))), {
    onEvent: (event) => {
      if (event.type === 'settled') settled++;
    },
  });
  assert.equal((await record).run.counts.finished, 3);
  assert.equal(settled, 3);
});
test('who leaves the iteration early does not end the run', async (t) => {
  const started = run(plan(loadPlaybook(write(makeFolder(t), CLOCK))));
  for await (const _ of started) break;
  assert.equal((await started.record).run.counts.finished, 3);
});
test("an inventory that is handed in takes the place of the playbook's, and saved outputs are written", async (t) => {
  const lab = await startLab(t, { hosts: { cisco_ios: 2 } });
  const folder = makeFolder(t);
  const inventory = loadInventory([writeInventory(folder, lab.hosts())]);
  const file = write(folder, 'name: Clock\ncommand: sh clock\ntasks: []\n'.replace('tasks: []\n', ''));
  const saving = write(
    folder,
    'name: Clock\ntasks: [{name: clock, command: sh clock, save: "{{host.name}}.txt"}]\n',
    'save.yaml',
  );
  const options = { hostKeys: { mode: 'off' as const, file: '' } };
  assert.equal((await run(plan(loadPlaybook(file), { inventory }), options).record).run.counts.finished, 2);
  const record = await run(plan(loadPlaybook(saving), { inventory }), options).record;
  for (const { host, output } of record.results)
    assert.equal(readFileSync(join(folder, `${host.name}.txt`), 'utf8').trim(), output);
});
test('a lab in the place of the hosts saves nothing', async (t) => {
  const folder = makeFolder(t);
  write(folder, 'hosts: {R1: {address: 192.0.2.1, platform: cisco_ios}}\n', 'devices.yaml');
  const file = write(
    folder,
    'name: Clock\ninventory: devices.yaml\ntasks: [{name: clock, command: sh clock, save: "out.txt"}]\n',
  );
  const record = await run(plan(loadPlaybook(file)), { lab: true }).record;
  assert.equal(record.run.counts.finished, 1);
  assert.throws(() => readFileSync(join(folder, 'out.txt')), { code: 'ENOENT' });
});
test('stop begins nothing more, and the record tells what was cancelled', async (t) => {
  const lab = await startLab(t, { hosts: { cisco_ios: 3 }, hold: true });
  const folder = makeFolder(t);
  const inventory = loadInventory([writeInventory(folder, lab.hosts())]);
  const playbook = loadPlaybook(write(folder, 'name: Clock\nconcurrency: 1\ncommand: sh clock\n'));
  const started = run(plan(playbook, { inventory }), { hostKeys: { mode: 'off', file: '' } });
  const held = await lab.nextCommand();
  started.stop();
  held.answer('12:00:01 UTC');
  const { run: end } = await started.record;
  assert.equal(end.status, 'interrupted');
  assert.deepEqual([end.counts.finished, end.counts.cancelled], [1, 2]);
});
test('a reference that cannot be resolved rejects the record and ends the iteration with the same, and nothing is sent', async (t) => {
  const folder = makeFolder(t);
  write(folder, 'hosts: {R1: {address: 127.0.0.1, platform: cisco_ios, password: "${env:NOT_SET}"}}\n', 'devices.yaml');
  const playbook = loadPlaybook(write(folder, 'name: Clock\ninventory: devices.yaml\ncommand: sh clock\n'));
  const started = run(plan(playbook));
  await assert.rejects(async () => {
    for await (const _ of started);
  }, DocumentError);
  await assert.rejects(started.record, /NOT_SET/);
});

test('who hands in where secrets are kept can mask them, and hears where hosts are before any is spoken to', async (t) => {
  const lab = await startLab(t, { hosts: [{ name: 'R1', platform: 'cisco_ios', password: 'Hut!7abc' }] });
  const folder = makeFolder(t);
  writeInventory(folder, [{ ...(lab.hosts()[0] as Host), password: '${env:ROUTER_PASSWORD}' }]);
  const file = write(folder, 'name: Clock\ninventory: devices.yaml\ncommand: sh clock\n');
  const secrets = new KnownSecrets();
  const heard: string[] = [];
  const { record } = run(plan(loadPlaybook(file), { secrets }), {
    ...NO_KEYS,
    env: { ROUTER_PASSWORD: 'Hut!7abc' },
    secrets,
    onReached: (hosts) => heard.push(`${[...hosts.keys()]} after ${lab.logins} logins`),
    onEvent: ({ type }) => heard.push(type),
  });
  assert.equal((await record).run.status, 'finished');
  assert.equal(secrets.mask('it was Hut!7abc'), 'it was ****');
  assert.deepEqual(heard.slice(0, 2), ['R1 after 0 logins', 'run-started']);
});

test('what only the preparation needs, the inventory first of all, is not in memory during the run', async (t) => {
  const lab = await startLab(t, { hosts: { cisco_ios: 1 }, hold: true });
  const folder = makeFolder(t);
  writeInventory(folder, lab.hosts());
  const file = write(folder, 'name: Clock\ninventory: devices.yaml\ncommand: sh clock\n');
  const begin = () => {
    const made = plan(loadPlaybook(file));
    return { inventory: new WeakRef(made.details.fleet.inventory), started: run(made, NO_KEYS) };
  };
  const { inventory, started } = begin();
  const held = await lab.nextCommand();
  collectGarbage();
  assert.equal(inventory.deref(), undefined);
  held.answer('12:00:01 UTC');
  assert.equal((await started.record).run.counts.finished, 1);
});

/** A weak reference holds until the turn is over in which it was made or read; this is another one. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
