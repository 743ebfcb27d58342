import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import * as flow from '../src/index.js';
import type { Lab } from '../src/lab/lab.js';
import { makeFolder, startLab, writeInventory } from './support/lab.js';

/** The library as plain JavaScript sees it: nothing has a type. */
const js = flow as unknown as Record<keyof typeof flow, (...words: unknown[]) => unknown>;

const CLOCK = 'name: Clock\ninventory: {lab: {cisco_ios: 1}}\ncommand: sh clock\n';

/** Calls a door, at once or later, and gives the TypeError that comes of it in the words of its user. */
async function refusal(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    assert.equal((error as Error).name, 'TypeError', String(error));
    return (error as Error).message;
  }
  return 'was taken';
}

function writeClock(folder: string): string {
  const file = join(folder, 'clock.yaml');
  writeFileSync(file, CLOCK);
  return file;
}

test('an option that a door does not know is refused by name, with the nearest one that there is', async (t) => {
  const file = writeClock(makeFolder(t));
  const made = js.plan(js.loadPlaybook(file));
  const device = { device_type: 'cisco_ios', host: '127.0.0.1' };
  const cases: [string, () => unknown][] = [
    ['jurnal; did you mean "journal"?', () => js.run(made, { jurnal: '.flow' })],
    ['ky; did you mean "key"?', () => js.run(made, { queue: { ky: 'x' } })],
    ['fault; did you mean "faults"?', () => js.run(made, { lab: { fault: [] } })],
    ['foldr; did you mean "folder"?', () => js.run(made, { record: { foldr: 'x' } })],
    ['limits; did you mean "limit"?', () => js.plan(js.loadPlaybook(file), { limits: 'R1' })],
    ['override; did you mean "overrides"?', () => js.loadPlaybook(file, { override: {} })],
    ['concurency; did you mean "concurrency"?', () => js.loadPlaybook(file, { overrides: { concurency: 2 } })],
    ['reruns; did you mean "rerun"?', () => js.earlierRun('.flow', 'last', { how: 'retry', reruns: [] })],
    ['hostkeys; did you mean "hostKeys"?', () => js.connect(device, { hostkeys: { mode: 'strict' } })],
    ['onBugs; did you mean "onBug"?', () => js.makeExecutor('inline', { onBugs: () => {}, hosts: 1, env: {} })],
  ];
  for (const [message, call] of cases) assert.equal(await refusal(call), `there is no option ${message}`);
});

test('a word that is none of a few is refused with the nearest one', async (t) => {
  const made = js.plan(js.loadPlaybook(writeClock(makeFolder(t))));
  const record = await (js.run(made) as flow.Run).record;
  const device = { device_type: 'cisco_ios', host: '127.0.0.1' };
  const cases: [string, () => unknown][] = [
    [
      'how: expected resume or retry, got "retri"; did you mean "retry"?',
      () => js.earlierRun('.', 'x', { how: 'retri' }),
    ],
    [
      'hostKeys.mode: expected strict or pin or off, got "strct"; did you mean "strict"?',
      () => js.connect(device, { hostKeys: { mode: 'strct', file: 'x' } }),
    ],
    [
      'format: expected md or html or txt or json or jsonl or csv or junit, got "markdown"',
      () => js.renderReport(record, { format: 'markdown' }),
    ],
    ['makeView: expected fleet or plain or verbose or quiet, got undefined', () => js.makeView()],
    [
      'drawGraph: expected text or mermaid or dot or json, got "svg"',
      () => js.drawGraph((made as flow.Plan).graph, 'svg'),
    ],
  ];
  for (const [message, call] of cases) assert.equal(await refusal(call), message);
});

test('what is handed to the wrong door is refused with what was expected there and what came', async (t) => {
  const playbook = js.loadPlaybook(writeClock(makeFolder(t)));
  const made = js.plan(playbook);
  const cases: [string, () => unknown][] = [
    ['loadPlaybook: expected the path of a playbook, got undefined', () => js.loadPlaybook()],
    ['plan: expected a playbook, made by loadPlaybook(file), got "clock.yaml"', () => js.plan('clock.yaml')],
    [
      'inventory: expected an inventory, made by loadInventory(file), got "a.yaml"',
      () => js.plan(playbook, { inventory: 'a.yaml' }),
    ],
    [
      'continues: expected a run, found by earlierRun(journal, name, { how }), got "last"',
      () => js.plan(playbook, { continues: 'last' }),
    ],
    ['platformDirs: expected a list of texts, got "platforms"', () => js.plan(playbook, { platformDirs: 'platforms' })],
    ['run: expected a plan, made by plan(playbook), got an object', () => js.run(playbook)],
    ['run: expected a plan, made by plan(playbook), got undefined', () => js.run()],
    ['journal: expected a folder, got true', () => js.run(made, { journal: true })],
    [
      'renderReport: expected the record of a run, awaited, got a promise',
      () => js.renderReport((js.run(made) as flow.Run).record, {}),
    ],
    ['rerun: expected a list of texts, got "R1"', () => js.earlierRun('.flow', 'last', { how: 'retry', rerun: 'R1' })],
    ['expected an object of options (how, rerun), got undefined', () => js.earlierRun('.flow', 'last')],
    ['loadInventory: expected a path or a list of paths, got undefined', () => js.loadInventory()],
    [
      "connect: expected a device such as { device_type: 'cisco_ios', host: '192.0.2.1' }, got \"1.2.3.4\"",
      () => js.connect('1.2.3.4'),
    ],
    ['makeMask: expected a list of secrets, got one text', () => js.makeMask('hunter2')],
    ['hide: expected a list of secrets, got one text', () => new flow.KnownSecrets().hide('hunter2')],
  ];
  for (const [message, call] of cases) assert.equal(await refusal(call), message);
});

test('what is no command, or no option of one, is refused, and the connection goes on', async (t) => {
  const lab: Lab = await startLab(t, { hosts: { cisco_ios: 1 } });
  const ssh = (await js.connect(lab.hosts()[0], { hostKeys: { mode: 'off' } })) as flow.Connection;
  t.after(() => ssh.disconnect());
  const session = ssh as unknown as Record<'sendCommand' | 'sendConfigSet', (...words: unknown[]) => unknown>;
  const cases: [string, () => unknown][] = [
    ['sendCommand: expected a command as text, got undefined', () => session.sendCommand()],
    ['sendCommand: expected a command as text, got a list', () => session.sendCommand(['sh clock'])],
    ['sendConfigSet: expected a list of texts, got undefined', () => session.sendConfigSet()],
    ['there is no option timoutMs; did you mean "timeoutMs"?', () => session.sendConfigSet('a', { timoutMs: 1 })],
    [
      'there is no option sent; did you mean "send"?',
      () => session.sendCommand('a', { answers: [{ match: 'b', sent: '' }] }),
    ],
    [
      'answers: expected a list of texts, got an object',
      () => session.sendCommand('a', { answers: [{ match: /b/, send: '' }] }),
    ],
  ];
  for (const [message, call] of cases) assert.equal(await refusal(call), message);
  assert.match(await ssh.sendCommand('show clock'), /UTC/);
});

test('loadInventory takes one path as well as several', async (t) => {
  const lab = await startLab(t, { hosts: { cisco_ios: 2 } });
  const file = writeInventory(makeFolder(t), lab.hosts());
  assert.deepEqual(flow.loadInventory(file).hosts, flow.loadInventory([file]).hosts);
});
