import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { Host } from '../../src/inventory/host.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

test('flow inventory --detect --write asks the devices and keeps comments and order', async (t) => {
  const lab = await startLab(t, { hosts: { arista_eos: 1, huawei: 1, linux: 1 } });
  const [leaf, core, box] = lab.hosts() as [Host, Host, Host];
  const folder = makeFolder(t);
  const text = (first: string, second: string) =>
    `# who is who\ndefaults: {username: lab, password: lab}\nhosts:\n  leaf: {${first}address: 127.0.0.1, port: ${leaf.port}} # top of rack\n  core: # in the middle\n    address: 127.0.0.1\n    port: ${core.port}\n    platform: ${second} # asked\n  box: {address: 127.0.0.1, port: ${box.port}, platform: linux}\n`;
  writeFileSync(join(folder, 'devices.yaml'), text('', 'auto'));
  const words = ['inventory', 'devices.yaml', '--detect', '--write', '--host-keys', 'off'];
  const { exitCode, stdout, stderr } = await runFlow(words, { cwd: folder });
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /leaf +127\.0\.0\.1:\d+ +arista_eos +ok/);
  assert.match(stdout, /core +127\.0\.0\.1:\d+ +huawei +ok/);
  assert.ok(!stdout.includes('box'), 'a host that has a platform is not asked');
  assert.match(stderr, /2 platforms written to devices\.yaml\n$/);
  assert.equal(readFileSync(join(folder, 'devices.yaml'), 'utf8'), text('platform: arista_eos, ', 'huawei'));
  assert.deepEqual(lab.commandsOf('R3'), []);
});

test('what cannot be written to is told before anybody is asked', async (t) => {
  const lab = await startLab(t, { hosts: 1 });
  const folder = makeFolder(t);
  const [host] = lab.hosts() as [Host];
  writeFileSync(join(folder, 'hosts.csv'), `name,address,port,username,password\nr1,127.0.0.1,${host.port},lab,lab\n`);
  const { exitCode, stderr } = await runFlow(['inventory', 'hosts.csv', '--detect', '--write'], { cwd: folder });
  assert.equal(exitCode, 2);
  assert.match(stderr, /hosts\.csv:1:1: there is no column for platforms/);
  assert.equal(lab.logins, 0);
});

test('--write alone is no sense', async (t) => {
  const { exitCode, stderr } = await runFlow(['inventory', 'x.yaml', '--write'], { cwd: makeFolder(t) });
  assert.equal(exitCode, 2);
  assert.match(stderr, /--write goes with --detect|x\.yaml/);
});

test('a run with platform: auto reports the platform found, and mode: read holds on it', async (t) => {
  const folder = makeFolder(t);
  const playbook = [
    'name: Versions',
    'inventory: {lab: {juniper_junos: 1, hp_comware: 1}, hosts: {R1: {platform: auto}, R2: {platform: auto}}}',
    'commands: [show version, display version, request system reboot]',
    'output: {format: json}',
  ];
  writeFileSync(join(folder, 'p.yaml'), `${playbook.join('\n')}\n`);
  const { exitCode, stdout, stderr } = await runFlow(['run', 'p.yaml', '--format', 'json'], { cwd: folder });
  assert.equal(exitCode, 1, stderr);
  const { results } = JSON.parse(stdout) as {
    results: {
      host: { name: string; platform: string };
      command: string;
      state: string;
      error: { code: string } | null;
    }[];
  };
  const told = results.map(({ host, state, error }) =>
    `${host.name} ${host.platform} ${state} ${error?.code ?? ''}`.trim(),
  );
  assert.deepEqual(told, [
    'R1 juniper_junos finished',
    'R1 juniper_junos raised template',
    'R1 juniper_junos raised template',
    'R2 hp_comware raised template',
    'R2 hp_comware finished',
    'R2 hp_comware raised template',
  ]);
});

test('a condition on the platform is judged once that is found out, and it is found out once', async (t) => {
  const lab = await startLab(t, { hosts: { arista_eos: 1, juniper_junos: 1 } });
  const folder = makeFolder(t);
  const hosts = lab.hosts().map((host) => ({ ...host, platform: 'auto' }));
  writeInventory(folder, hosts);
  const playbook = [
    'name: Versions',
    'inventory: devices.yaml',
    'tasks:',
    "  - {name: junos, command: show version, when: host.platform == 'juniper_junos'}",
    "  - {name: eos, command: show version, when: host.platform == 'arista_eos'}",
    '  - {name: after, command: show version, needs: [junos@R2]}',
  ];
  writeFileSync(join(folder, 'p.yaml'), `${playbook.join('\n')}\n`);
  const plan = await runFlow(['plan', 'p.yaml'], { cwd: folder });
  assert.match(plan.stdout, /junos {2}\(when host\.platform == 'juniper_junos'\)/);
  const { stdout, stderr } = await runFlow(['run', 'p.yaml', '--format', 'json', '--host-keys', 'off'], {
    cwd: folder,
  });
  const { results } = JSON.parse(stdout) as RunRecord;
  assert.deepEqual(
    results.map(({ host, task, state }) => `${host.name} ${host.platform} ${task} ${state}`),
    [
      'R1 arista_eos junos skipped',
      'R1 arista_eos eos finished',
      'R1 arista_eos after finished',
      'R2 juniper_junos junos finished',
      'R2 juniper_junos eos skipped',
      'R2 juniper_junos after finished',
    ],
    stderr,
  );
  const asked = lab.commandsOf('R1').filter((command) => /^(?:show version|exit)$/.test(command));
  assert.deepEqual(
    asked,
    ['show version', 'show version', 'exit', 'show version', 'exit'],
    'asked for the platform once',
  );
});

test('secrets are recognised by the platform that was found', async (t) => {
  const folder = makeFolder(t);
  const playbook = [
    'name: Secrets',
    'mode: change',
    'inventory: {lab: {cisco_nxos: 1}, hosts: {R1: {platform: auto}}}',
    'tasks:',
    '  - {name: set, config: [snmp-server community h1dden-word ro], diff: false}',
    '  - {name: look, command: show running-config}',
  ];
  writeFileSync(join(folder, 'p.yaml'), `${playbook.join('\n')}\n`);
  const { exitCode, stdout, stderr } = await runFlow(['run', 'p.yaml', '--yes', '--format', 'json'], { cwd: folder });
  assert.equal(exitCode, 0, stderr + stdout);
  assert.match(stdout, /snmp-server community \*+/);
  assert.ok(!stdout.includes('h1dden-word'));
});
