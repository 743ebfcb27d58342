import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runOnTerminal, type Typed } from '../support/run-on-terminal.js';

const skip = spawnSync('script', ['--version']).error ? 'script (util-linux) is not installed' : false;

const CHANGE =
  'name: Push\nmode: change\ninventory: {lab: {cisco_ios: 2}}\ntasks: [{name: push, config: [hostname x]}]\n';

test('[real] a change is asked about, and y goes on', { skip }, async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'push.yaml'), CHANGE);
  const { exitCode, printed } = await runOnTerminal(['run', 'push.yaml'], folder, { answers: [['[y/N] ', 'y\n']] });
  assert.match(printed, /this playbook changes 2 hosts \(R1, R2\): push\. Go on\? \[y\/N\]/);
  assert.equal(exitCode, 0, printed);
  assert.match(printed, /x\(config\)#/);
});

for (const typed of ['n\n', '\n', '\u0004']) {
  test(`[real] a change answered with ${JSON.stringify(typed)} is not made`, { skip }, async (t) => {
    const folder = makeFolder(t);
    writeFileSync(join(folder, 'push.yaml'), CHANGE);
    const { exitCode, printed } = await runOnTerminal(['run', 'push.yaml'], folder, { answers: [['[y/N] ', typed]] });
    assert.equal(exitCode, 2);
    assert.match(printed, /nothing was sent/);
  });
}

test('[real] Ctrl-C at a question ends flow with 130', { skip }, async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'push.yaml'), CHANGE);
  const { exitCode, printed } = await runOnTerminal(['run', 'push.yaml'], folder, { answers: [['[y/N] ', '\u0003']] });
  assert.equal(exitCode, 130, printed);
});

test('[real] a password that is asked for is not shown as it is typed', { skip }, async (t) => {
  const lab = await startLab(t, { hosts: [{ name: 'R1', password: 'Tr0ub4dor' }] });
  const folder = makeFolder(t);
  const password = '${prompt:Password of the routers}';
  writeInventory(
    folder,
    lab.hosts().map((host) => ({ ...host, password })),
  );
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n');
  const answers: Typed['answers'] = [['Password of the routers: ', 'Tr0ub4dor\n']];
  const { exitCode, printed } = await runOnTerminal(['run', 'clock.yaml'], folder, { answers });
  assert.equal(exitCode, 0, printed);
  assert.match(printed, / UTC /);
  assert.doesNotMatch(printed, /Tr0ub4dor/);
});

test('[real] Ctrl-C where an inventory asks for a value ends flow with 130 quietly', { skip }, async (t) => {
  const folder = makeFolder(t);
  const hosts = '{R1: {address: 127.0.0.1, platform: cisco_ios, username: lab, password: "${prompt:Password}"}}';
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n');
  writeFileSync(join(folder, 'devices.yaml'), `hosts: ${hosts}\n`);
  const answers: Typed['answers'] = [['Password: ', '\u0003']];
  const { exitCode, printed } = await runOnTerminal(['run', 'clock.yaml'], folder, { answers });
  assert.equal(exitCode, 130, printed);
  assert.match(printed, /^Password: \s*$/);
});

for (const [title, answers] of [
  ['the end of input', [['Password: ', '\u0004']]],
  [
    'three empty answers',
    [
      ['Password: ', '\n'],
      ['Password: \r\nPassword: ', '\n'],
      ['Password: \r\nPassword: \r\nPassword: ', '\n'],
    ],
  ],
] satisfies [string, Typed['answers']][]) {
  test(`[real] ${title} where an inventory asks for a value sends nothing`, { skip }, async (t) => {
    const lab = await startLab(t, { hosts: [{ name: 'R1' }] });
    const folder = makeFolder(t);
    const password = '${prompt:Password}';
    writeInventory(
      folder,
      lab.hosts().map((host) => ({ ...host, password })),
    );
    writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n');
    const { exitCode, printed } = await runOnTerminal(['run', 'clock.yaml'], folder, { answers });
    assert.equal(exitCode, 2, printed);
    assert.match(printed, /flow: nothing was answered to "Password": nothing was sent/);
    assert.equal(lab.logins + lab.refusedLogins, 0);
  });
}

test('[real] with NO_COLOR or CI a terminal gets plain lines', { skip }, async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: {lab: {cisco_ios: 2}}\ncommand: show clock\n');
  for (const env of [{ NO_COLOR: '1' }, { CI: 'true', NO_COLOR: '1' }]) {
    const { printed } = await runOnTerminal(['run', 'clock.yaml'], folder, { answers: [], env });
    assert.doesNotMatch(printed, /\u001b/);
    assert.match(printed, /R1 +finished/);
  }
});
