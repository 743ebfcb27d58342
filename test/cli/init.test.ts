import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { firstCommandOf } from '../../src/cli/init/first-command.js';
import { filesOf } from '../../src/cli/init/project.js';
import { listPlatforms, loadPlatform } from '../../src/device/load-platform.js';
import { readInventories } from '../../src/inventory/load.js';
import { loadPlaybook } from '../../src/playbook/load.js';
import { checkMode } from '../../src/run/check-mode.js';
import { makeFolder } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';
import { runOnTerminal } from '../support/run-on-terminal.js';

const NO_SCRIPT = spawnSync('script', ['--version']).error ? 'script (util-linux) is not installed' : false;
/** The project's own folder keeps its journal. */
const AT_HOME = { FLOW_HOME: undefined };

test('a project that flow init began runs as it is, is valid, and keeps its runs out of git', async (t) => {
  const folder = makeFolder(t);
  const made = await runFlow(['init', 'net'], { cwd: folder });
  assert.equal(made.exitCode, 0, made.stderr);
  assert.match(made.stdout, /^playbooks\/versions\.yaml +asks each device what it runs\n/m);
  assert.match(made.stdout, /\nNow:\n {2}cd net\n {2}flow run playbooks\/versions\.yaml\n {2}flow test\n$/);
  const cwd = join(folder, 'net');
  const ran = await runFlow(['run', 'playbooks/versions.yaml'], { cwd, env: AT_HOME });
  assert.equal(ran.exitCode, 0, ran.stderr);
  assert.match(ran.stdout, /^# net: versions\n\n.*\n.*\n(?:\| R\d \| cisco_ios \| Cisco IOS Software, .* \|\n){3}$/);
  const tested = await runFlow(['test'], { cwd });
  assert.equal(tested.stdout, 'equal    playbooks/versions.yaml\n1 playbook: 1 equal\n');
  const valid = await runFlow(['validate', 'playbooks/versions.yaml'], { cwd });
  assert.equal(valid.stdout, 'playbooks/versions.yaml: valid (3 hosts, 1 task)\n');
  assert.deepEqual(readdirSync(join(cwd, '.flow')).sort(), ['.gitignore', 'runs']);
  assert.match((await runFlow(['history'], { cwd, env: AT_HOME })).stdout, /net: versions\n$/);
  if (spawnSync('git', ['init', '-q', cwd]).status === 0) {
    const status = spawnSync('git', ['status', '--short', '-uall'], { cwd, encoding: 'utf8' }).stdout;
    assert.deepEqual(status.match(/\S+$/gm), [
      '.flow-schemas/inventory.schema.json',
      '.flow-schemas/playbook.schema.json',
      '.flow/.gitignore',
      '.github/workflows/flow.yml',
      '.gitignore',
      '.vscode/extensions.json',
      '.vscode/settings.json',
      'devices.yaml',
      'playbooks/versions.golden.md',
      'playbooks/versions.yaml',
    ]);
  }
});

test('the first lines of its files lead to the schemas beside them, and so do the settings of VS Code', async (t) => {
  const folder = makeFolder(t);
  await runFlow(['init', '--ci', 'none'], { cwd: folder });
  for (const [file, base] of [
    ['playbooks/versions.yaml', 'playbooks'],
    ['devices.yaml', '.'],
  ] as const) {
    const [, schema = ''] =
      /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
    assert.ok(existsSync(join(folder, base, schema)), file);
  }
  const settings = JSON.parse(readFileSync(join(folder, '.vscode/settings.json'), 'utf8'));
  for (const schema of Object.keys(settings['yaml.schemas'])) assert.ok(existsSync(join(folder, schema)), schema);
  assert.ok(!existsSync(join(folder, '.github')));
});

test('devices of your own are understood, whatever their addresses and whoever logs in', async (t) => {
  const folder = makeFolder(t);
  const devices = '192.0.2.1, core1.example.net 2001:db8::1,no';
  const made = await runFlow(
    ['init', '--devices', devices, '--username', 'DOM\\op', '--platform', 'eos', '--ci', 'gitlab', '--name', 'Büro 7'],
    { cwd: folder },
  );
  assert.equal(made.exitCode, 0, made.stderr);
  const { inventory, mistakes } = readInventories([join(folder, 'devices.yaml')]);
  assert.deepEqual(mistakes, []);
  assert.deepEqual(
    inventory.hosts.map(({ name, address, platform, username, password }) => [
      name,
      address,
      platform,
      username,
      password,
    ]),
    ['192.0.2.1', 'core1.example.net', '2001:db8::1', 'no'].map((name) => [
      name,
      name,
      'arista_eos',
      'DOM\\op',
      '${prompt:Password of DOM\\op}',
    ]),
  );
  assert.match(readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8'), /^ {4}- flow validate playbooks\/\*\.yaml$/m);
  const ran = await runFlow(['run', 'playbooks/versions.yaml', '--lab'], { cwd: folder });
  assert.equal(ran.exitCode, 0, ran.stderr);
  assert.match(ran.stdout, /^# Büro 7: versions\n[\s\S]*^\| 2001:db8::1 \| arista_eos \| Arista DCS/m);
});

test('what the first playbook asks only reads, on every platform', (t) => {
  const folder = makeFolder(t);
  mkdirSync(join(folder, 'playbooks'));
  for (const { name: platform } of listPlatforms()) {
    if (platform === 'auto') continue;
    const command = firstCommandOf(platform);
    const project = {
      name: 'Net',
      devices: [],
      platform,
      username: 'ops',
      ci: 'none' as const,
      command,
      version: '1.0.0',
    };
    for (const { path, text } of filesOf(project).slice(0, 2)) writeFileSync(join(folder, path), text);
    const { inventory, mistakes } = readInventories([join(folder, 'devices.yaml')]);
    assert.deepEqual(mistakes, [], platform);
    const playbook = loadPlaybook(join(folder, 'playbooks/versions.yaml'));
    assert.deepEqual(
      checkMode(playbook, inventory.hosts, (host) => loadPlatform(host.platform)),
      [],
      platform,
    );
  }
});

test('what is there already stays as it is, and is told', async (t) => {
  const folder = makeFolder(t);
  mkdirSync(join(folder, '.vscode'));
  const own = { 'devices.yaml': 'hosts: {}\n', '.vscode/settings.json': '{}\n', '.gitignore': 'node_modules/' };
  for (const [path, text] of Object.entries(own)) writeFileSync(join(folder, path), text);
  const { stdout, exitCode } = await runFlow(['init'], { cwd: folder });
  assert.equal(exitCode, 0);
  assert.match(stdout, /^devices\.yaml +is there already: left as it is\n/m);
  assert.match(stdout, /^\.gitignore +lines added: /m);
  assert.equal(readFileSync(join(folder, 'devices.yaml'), 'utf8'), own['devices.yaml']);
  assert.equal(readFileSync(join(folder, '.vscode/settings.json'), 'utf8'), own['.vscode/settings.json']);
  const ignored = 'node_modules/\n.flow/runs/\n.flow/locks/\n';
  assert.equal(readFileSync(join(folder, '.gitignore'), 'utf8'), ignored);
  assert.ok(!existsSync(join(folder, 'playbooks/versions.golden.md')));
  const again = await runFlow(['init'], { cwd: folder });
  assert.deepEqual(
    again.stdout.match(/^\S+ {2,}.*$/gm)?.filter((line) => !line.endsWith(': left as it is')),
    [`${'FILE'.padEnd(37)}WHAT IT IS`],
  );
  assert.equal(readFileSync(join(folder, '.gitignore'), 'utf8'), ignored);
});

for (const [title, flags, says] of [
  [
    'an unknown platform',
    ['--platform', 'cisco_iosx'],
    '--platform: flow does not speak "cisco_iosx"\n  did you mean "cisco_ios"?',
  ],
  [
    'no address',
    ['--devices', 'r1:22'],
    '--devices: expected an IP address or a host name, got "r1:22"\n  write r1 alone, and port: 22 beside it',
  ],
  ['a device given twice', ['--devices', 'r1,r2,r1'], '--devices: r1 is there twice'],
  [
    'a name that cannot stand in a file',
    ['--name', 'a\n: b'],
    '--name: expected letters, digits, blanks, dots and dashes, up to 60 of them, got "a⏎: b"',
  ],
  ['a user who is none', ['--username', 'a b'], '--username: expected the name of a user, got "a b"'],
] as const) {
  test(`${title} is told, and nothing is written`, async (t) => {
    const folder = makeFolder(t);
    const { stderr, exitCode } = await runFlow(['init', ...flags], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.equal(stderr, `flow: ${says}\n`);
    assert.deepEqual(readdirSync(folder), []);
  });
}

test('a folder that cannot be made is told', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'file'), '');
  const { stderr, exitCode } = await runFlow(['init', 'file/net'], { cwd: folder });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^flow: .*file\/net\/playbooks\/versions\.yaml cannot be written: not a directory\n$/);
});

test('[real] on a terminal it asks, takes Enter for what is in brackets, and asks again after a wrong answer', {
  skip: NO_SCRIPT,
}, async (t) => {
  const folder = makeFolder(t);
  const { exitCode, printed } = await runOnTerminal(['init', 'net', '--username', 'ops'], folder, {
    answers: [
      ['Name of the project [net]: ', '\n'],
      ['Addresses of your devices, separated by commas [three simulated ones]: ', '192.0.2.1\n'],
      ['Their platform [cisco_ios]: ', 'arista_eoz\n'],
      ['did you mean "arista_eos"?\r\n\u001b[1G\u001b[0JTheir platform [cisco_ios]: ', 'arista_eos\n'],
      ['Continuous integration (github, gitlab or none) [github]: ', 'none\n'],
    ],
  });
  assert.equal(exitCode, 0, printed);
  assert.match(readFileSync(join(folder, 'net/devices.yaml'), 'utf8'), /platform: arista_eos\n {2}username: ops\n/);
  assert.ok(!existsSync(join(folder, 'net/.github')));
});
