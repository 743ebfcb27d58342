import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolder } from '../support/lab.js';
import { runHere } from '../support/run-here.js';

const HEAD = 'name: Clock\ninventory: {lab: {cisco_ios: 3}}\n';

/** A playbook with a mistake, and the whole of what flow says about it. */
const CASES: { title: string; playbook: string; says: string[] }[] = [
  {
    title: 'a misspelt key proposes the nearest',
    playbook: `${HEAD}comand: show clock\n`,
    says: [
      'clock.yaml:3:1: comand: unknown key',
      '  3 | comand: show clock',
      '    | ^^^^^^',
      '  did you mean "command"?',
    ],
  },
  {
    title: 'a value of the wrong type says what was expected and what came',
    playbook: `${HEAD}concurrency: many\ncommand: show clock\n`,
    says: [
      'clock.yaml:3:14: concurrency: expected a whole number from 1 to 10000, or a map such as {hosts: 100, per: {site: 4}}, got "many"',
      '  3 | concurrency: many',
      '    |              ^^^^',
    ],
  },
  {
    title: 'a task that needs an unknown one proposes the nearest',
    playbook: `${HEAD}tasks:\n  - {name: version, command: show version}\n  - {name: clock, command: show clock, needs: [versoin]}\n`,
    says: [
      'clock.yaml:5:48: tasks[1].needs[0]: unknown task "versoin"',
      '  5 |   - {name: clock, command: show clock, needs: [versoin]}',
      '    |                                                ^^^^^^^',
      '  did you mean "version"?',
    ],
  },
  {
    title: 'a ring of needs is told with its members and their lines',
    playbook: `${HEAD}tasks:\n  - {name: a, command: show clock, needs: [b]}\n  - {name: b, command: show clock, needs: [a]}\n`,
    says: [
      'clock.yaml:4:43: tasks[0].needs: a ring of needs, none of which could begin: a (line 4) needs b (line 5), which needs a',
      '  4 |   - {name: a, command: show clock, needs: [b]}',
      '    |                                           ^^^',
    ],
  },
  {
    title: 'a ring of needs and a need on a host that is not there are told together',
    playbook: `${HEAD}tasks:\n  - {name: a, command: x, needs: [a@R7, b@all]}\n  - {name: b, command: x, needs: [a@all]}\n`,
    says: [
      'clock.yaml:4:34: tasks[0].needs: a ring of needs, none of which could begin: a (line 4) needs b (line 5), which needs a',
      '  4 |   - {name: a, command: x, needs: [a@R7, b@all]}',
      '    |                                  ^^^^^^^^^^^^^',
      'clock.yaml:4:35: needs a@R7: no host and no group "R7" takes part in this run',
      '  4 |   - {name: a, command: x, needs: [a@R7, b@all]}',
      '    |                                   ^^^^',
      '  did you mean "R1"?',
      '2 mistakes',
    ],
  },
  {
    title: 'a delay below `lab` belongs to the command',
    playbook: 'name: Clock\ninventory: {lab: {cisco_ios: 3, delay: 1s}}\ncommand: show clock\n',
    says: [
      'clock.yaml:2:40: inventory.lab.delay: expected a number of devices from 1 to 10000, got "1s"',
      '  2 | inventory: {lab: {cisco_ios: 3, delay: 1s}}',
      '    |                                        ^^',
      '  delay belongs to the command: flow lab --delay',
    ],
  },
  {
    title: 'an expression is type-checked, with the place inside it',
    playbook: `${HEAD}tasks:\n  - name: clock\n    command: show clock\n    expect: outptu.contains("UTC")\n`,
    says: [
      'clock.yaml:6:13: tasks[0].expect: unknown name "outptu"; known here: host, vars, results, output, parsed, previous',
      '  6 |     expect: outptu.contains("UTC")',
      '    |             ^^^^^^',
      '  did you mean "output"?',
    ],
  },
  {
    title: 'a template that asks for an unknown name is told with the place inside it',
    playbook: `${HEAD}command: show clock\noutput: |\n  # {{playbok.name}}\n`,
    says: [
      'clock.yaml:5:7: output: unknown name "playbok"',
      '  5 |   # {{playbok.name}}',
      '    |       ^^^^^^^^^^^^',
      '  did you mean "playbook"?',
    ],
  },
  {
    title: 'a file that two hosts would be saved in is told at its place',
    playbook: `name: Clock\ninventory: {lab: {cisco_ios: 2}}\ntasks:\n  - {name: clock, command: show clock, save: clock.txt}\n`,
    says: [
      'clock.yaml:4:46: task "clock" on R2: save: "clock.txt" is the file of task "clock" on R1',
      '  4 |   - {name: clock, command: show clock, save: clock.txt}',
      '    |                                              ^^^^^^^^^',
      '  put {{host.name}} in it, so that each host has its own',
    ],
  },
  {
    title: 'a command that changes something is refused in mode: read',
    playbook: `${HEAD}command: reload\n`,
    says: [
      'clock.yaml:3:10: task "Clock" on R1 and 2 more: "reload" is not one of the read commands of cisco_ios, and this playbook has mode: read',
      '  3 | command: reload',
      '    |          ^^^^^^',
      '  if it is meant to change something, write `mode: change`',
    ],
  },
  {
    title: 'a platform that nobody knows is told where it is written',
    playbook: 'name: Clock\ninventory: {lab: {cisco_iso: 3}}\ncommand: show clock\n',
    says: [
      'clock.yaml:2:19: inventory.lab.cisco_iso: unknown platform "cisco_iso"',
      '  2 | inventory: {lab: {cisco_iso: 3}}',
      '    |                   ^^^^^^^^^',
      '  did you mean "cisco_ios"?',
    ],
  },
  {
    title: 'a typo in one of several outputs is told alone',
    playbook: `${HEAD}command: show clock\noutput:\n  - file: a.md\n  - {fil: b.md}\n`,
    says: [
      'clock.yaml:6:6: output[1].fil: unknown key',
      '  6 |   - {fil: b.md}',
      '    |      ^^^',
      '  did you mean "file"?',
    ],
  },
  {
    title: 'all mistakes are told at once, then their number',
    playbook: `${HEAD}concurrency: 0\nordr: completed\ncommand: show clock\n`,
    says: [
      'clock.yaml:3:14: concurrency: expected a whole number from 1 to 10000, got 0',
      '  3 | concurrency: 0',
      '    |              ^',
      'clock.yaml:4:1: ordr: unknown key',
      '  4 | ordr: completed',
      '    | ^^^^',
      '  did you mean "order"?',
      '2 mistakes',
    ],
  },
];

for (const { title, playbook, says } of CASES) {
  test(title, async (t) => {
    const folder = makeFolder(t);
    writeFileSync(join(folder, 'clock.yaml'), playbook);
    const result = { exitCode: 2, signal: null, stdout: '', stderr: `${says.join('\n')}\n` };
    for (const command of ['validate', 'run', 'plan']) {
      assert.deepEqual(await runHere([command, 'clock.yaml'], { cwd: folder }), result, command);
    }
  });
}

test('the inventory that a playbook names is checked with it, and its passwords are not shown', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: devices.yaml\ncommand: show clock\n');
  writeFileSync(
    join(folder, 'devices.yaml'),
    'routers:\n  - {device_type: cisco_ios, ip: 192.0.2.1, pasword: s3cret}\n',
  );
  const { exitCode, stderr } = await runHere(['validate', 'clock.yaml'], { cwd: folder });
  assert.equal(exitCode, 2);
  assert.equal(
    stderr,
    [
      'devices.yaml:2:45: routers[0].pasword: unknown key',
      '  2 |   - {device_type: cisco_ios, ip: 192.0.2.1, pasword: ****}',
      '    |                                             ^^^^^^^',
      '  did you mean "password"?',
      '',
    ].join('\n'),
  );
});

test('of several playbooks the valid ones are named on standard output, the mistakes of the others all told', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'good.yaml'), `${HEAD}command: show clock\n`);
  writeFileSync(join(folder, 'apart.yaml'), 'name: Clock\ncommands: [show clock, show version]\n');
  mkdirSync(join(folder, 'folder'));
  assert.deepEqual(await runHere(['validate', 'good.yaml', 'folder', 'apart.yaml', 'god.yaml'], { cwd: folder }), {
    exitCode: 2,
    signal: null,
    stdout: 'good.yaml: valid (3 hosts, 1 task)\napart.yaml: valid (no inventory, 2 tasks)\n',
    stderr: 'folder: is a folder, expected a file\ngod.yaml: no such file\n  did you mean "good.yaml"?\n2 mistakes\n',
  });
});

test('a playbook that leaves no host has a place, and hides no mistake of the others', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'none.yaml'), `${HEAD}select: host.name == "R9"\ncommand: show clock\n`);
  writeFileSync(join(folder, 'wrong.yaml'), `${HEAD}comand: show clock\n`);
  const { exitCode, stderr } = await runHere(['validate', 'wrong.yaml', 'none.yaml', 'wrong.yaml'], { cwd: folder });
  assert.equal(exitCode, 2);
  const told = stderr.split('\n').filter((line) => /^\S/.test(line));
  const unknown = 'wrong.yaml:3:1: comand: unknown key';
  const nobody = 'none.yaml:3:9: no host is left by `select: host.name == "R9"`';
  assert.deepEqual(told, [unknown, nobody, unknown, '3 mistakes']);
});

test('each of two devices with one address has its own line in what is told of its platform', async (t) => {
  const folder = makeFolder(t);
  const device = (type: string) => `- {device_type: ${type}, ip: 192.0.2.1, username: lab}\n`;
  writeFileSync(join(folder, 'netmiko.yaml'), `routers:\n${device('cisco_iso')}${device('cisco_xe2')}`);
  const { stderr } = await runHere(['inventory', 'netmiko.yaml'], { cwd: folder });
  assert.match(stderr, /^netmiko\.yaml:2:17: .* unknown platform "cisco_iso"$/m);
  assert.match(stderr, /^netmiko\.yaml:3:17: .* unknown platform "cisco_xe2"$/m);
});

test('where reports would go is checked: not into one file twice, nor over the inventory, a template or known host keys', async (t) => {
  const folder = makeFolder(t);
  const files = ['a.md', './a.md', 'devices.yaml', 'report.hbs', '.flow/known_hosts'];
  const output = files.map((file) => `  - {format: md, template: report.hbs, file: ${file}}\n`).join('');
  const hosts = 'hosts: {R1: {address: 192.0.2.1, platform: cisco_ios, username: me}}\n';
  mkdirSync(join(folder, '.flow'));
  writeFileSync(join(folder, 'report.hbs'), '# {{playbook.name}}\n');
  writeFileSync(join(folder, 'devices.yaml'), hosts);
  writeFileSync(
    join(folder, 'clock.yaml'),
    `name: Clock\ninventory: devices.yaml\ncommand: show clock\noutput:\n${output}`,
  );
  for (const command of ['validate', 'run']) {
    const { exitCode, stderr } = await runHere([command, 'clock.yaml'], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.deepEqual(
      stderr.split('\n').filter((line) => /^\S/.test(line)),
      [
        'clock.yaml:6:46: output.file: "./a.md" is written by another output of this playbook already',
        'clock.yaml:7:46: output.file: "devices.yaml" is read as the inventory',
        'clock.yaml:8:46: output.file: "report.hbs" is a template of an output',
        'clock.yaml:9:46: output.file: ".flow/known_hosts" is the file with the known host keys',
        '4 mistakes',
      ],
      command,
    );
  }
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ncommand: show clock\n');
  const { exitCode, stderr } = await runHere(['run', 'clock.yaml', '-i', 'devices.yaml', '-o', 'devices.yaml'], {
    cwd: folder,
  });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^--output: ".*devices\.yaml" is read as the inventory\n$/);
  assert.equal(readFileSync(join(folder, 'devices.yaml'), 'utf8'), hosts);
});

test('mistakes of the playbook, of its inventory and of the platforms in it are told in one go', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'devices.csv'), 'name,platform,port\nR1,cisco_iso,22\nR2,cisco_ios,many\nR1,linux,22\n');
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: devices.csv\ncomand: show clock\n');
  for (const command of ['validate', 'run', 'plan', 'graph', 'check']) {
    const { exitCode, stderr } = await runHere([command, 'clock.yaml'], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.deepEqual(
      stderr.split('\n').filter((line) => /^\S/.test(line)),
      [
        'clock.yaml:3:1: comand: unknown key',
        'devices.csv:2:4: platform: unknown platform "cisco_iso"',
        'devices.csv:3:14: port: expected a port between 1 and 65535, got "many"',
        'devices.csv:4:1: name: "R1" is the name of another host already (devices.csv:2:1)',
        '4 mistakes',
      ],
      command,
    );
  }
});

test('what only the playbook and the inventory together can tell is told in one go, before anything connects', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'devices.yaml'), 'hosts: {R1: {address: 127.0.0.1, platform: linux, vars: {site: hq}}}\n');
  const keys = ['name: Clock', 'inventory: devices.yaml', 'concurrency: {per: {sitee: 1}}', 'command: rm -r x'];
  writeFileSync(join(folder, 'clock.yaml'), `${keys.join('\n')}\noutput: {file: devices.yaml/x.md}\n`);
  for (const words of [['run'], ['run', '--dry-run'], ['plan']]) {
    const { exitCode, stderr } = await runHere([...words, 'clock.yaml'], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /clock\.yaml:3:21: concurrency\.per: no host has "sitee".*\n.*\n.*\n {2}did you mean "site"\?/,
    );
    assert.match(stderr, /clock\.yaml:4:10: .*"rm -r x" is not one of the read commands of linux/);
    assert.match(stderr, /clock\.yaml:5:16: output\.file: cannot write .*: .*devices\.yaml is no folder/);
    assert.match(stderr, /\n3 mistakes\n$/);
  }
});

test('a wrong --limit is told with the mistakes of the playbook', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'clock.yaml'), `${HEAD}command: show {{vars.wat}}\n`);
  const { exitCode, stderr } = await runHere(['run', 'clock.yaml', '--limit', 'R9'], { cwd: folder });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^clock\.yaml:3:17: command: .*"wat"/);
  assert.match(stderr, /\n--limit: unknown host "R9"; did you mean "R1"\?\n2 mistakes\n$/);
});

test('hosts without a platform, and many of them: some are told, and how many more there are', async (t) => {
  const folder = makeFolder(t);
  const rows = Array.from({ length: 1500 }, (_, index) => `r${index},192.0.2.1`);
  writeFileSync(join(folder, 'devices.csv'), `name,address\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: devices.csv\ncommand: show clock\n');
  const { stderr } = await runHere(['validate', 'clock.yaml'], { cwd: folder });
  assert.equal(stderr.split('\n').filter((line) => line.startsWith('devices.csv:')).length, 20);
  assert.match(stderr, /\nand 1,480 more like these\n1,500 mistakes\n$/);
});
