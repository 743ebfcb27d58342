import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Platform } from '../../src/device/platform.js';
import { formatDiagnostic } from '../../src/error/diagnostic.js';
import type { Host } from '../../src/inventory/host.js';
import type { Playbook } from '../../src/playbook/playbook.js';
import { checkMode } from '../../src/run/check-mode.js';
import type { Task } from '../../src/task/task.js';
import { makeHost, makePlaybook, makeTask, needOf } from './support/make-graph.js';

const platform = {
  name: 'cisco_ios',
  read: ['sh(o(w?)?)?'],
  config: { enter: 'conf t', leave: 'end' },
} as unknown as Platform;
const shell = { name: 'linux', read: ['uname'] } as unknown as Platform;
const hosts = ['R1', 'R2', 'R3'].map((name) => makeHost(name, { ntp: '192.0.2.1' }));

test('a playbook that only reads has nothing to complain about', () => {
  assert.deepEqual(check([command('show clock'), command('sh run | include {{host.vars.ntp}}')]), []);
});

test('a command that is not on the list is refused once, with its place and the words that allow it', () => {
  const position = { file: 'nowhere.yaml', line: 6, column: 12, length: 6 };
  assert.deepEqual(
    check([{ ...command('reload'), action: { kind: 'command', command: { text: 'reload', position } } }]),
    [
      'nowhere.yaml:6:12: task "t" on R1 and 2 more: "reload" is not one of the read commands of cisco_ios, and this playbook has mode: read\n' +
        '  if it is meant to change something, write `mode: change`',
    ],
  );
});

test('in `mode: change` the same command is let through', () => {
  assert.deepEqual(check([command('reload')], { mode: 'change' }), []);
});

test('a key that a device acts on at once is refused before anything connects, in either mode', () => {
  const says = (key: string, text: string) =>
    `test.yaml: task "t" on R1 and 2 more: ${text} cannot be typed: the device acts on ${key} at once, before the line is complete\n` +
    '  write the command without it';
  for (const mode of ['read', 'change'] as const) {
    assert.deepEqual(check([command('show ?')], { mode }), [says('?', '"show ?"')]);
    assert.deepEqual(check([command('show\tclock')], { mode }), [says('Tab', '"show\\tclock"')]);
  }
  const linux = [{ ...makeHost('L1'), platform: 'linux' }];
  assert.deepEqual(check([command('uname ?')], {}, linux), []);
});

test('what is rendered is judged, host by host', () => {
  const some = [makeHost('R1', { what: 'show clock' }), makeHost('R2', { what: 'reload' })];
  assert.deepEqual(check([command('{{host.vars.what}}')], {}, some), [
    'test.yaml: task "t" on R2: "reload" is not one of the read commands of cisco_ios, and this playbook has mode: read\n' +
      '  if it is meant to change something, write `mode: change`',
  ]);
});

test('a host that the condition leaves out is not judged', () => {
  const mixed = [makeHost('R1'), { ...makeHost('L1'), platform: 'linux' }];
  const task = { ...command('uname -a'), when: { source: 'host.platform == "linux"' } };
  assert.deepEqual(check([task], {}, mixed), []);
});

test('what depends on earlier results is left to the run', () => {
  const task = { ...command('{{results.version.output}}'), needs: [needOf('version')] };
  assert.deepEqual(check([task]), []);
});

test('a variable that a host does not have is found before anything connects, in either mode', () => {
  const some = [...hosts, makeHost('R4')];
  for (const mode of ['read', 'change'] as const) {
    const [first, ...more] = check([command('show run | include {{host.vars.ntp}}')], { mode }, some);
    assert.match(first ?? '', /^test\.yaml: task "t" on R4: .*ntp/);
    assert.deepEqual(more, []);
  }
});

test('a rendered line break is refused, in configuration too', () => {
  const task = makeTask('t', {
    action: { kind: 'config', lines: [{ text: 'ntp server {{vars.ntp}}' }], save: false, diff: false },
  });
  const playbook = { mode: 'change' as const, vars: { ntp: '192.0.2.1\nno ip ssh' } };
  assert.deepEqual(check([task], playbook), [
    'test.yaml: task "t" on R1 and 2 more: expected one line, got "ntp server 192.0.2.1\\nno ip ssh"\n' +
      '  write one command per line, as `commands: [...]` or `config: [...]`',
  ]);
});

test('a configuration on a platform without a mode for it is told once, at its first line; `auto` is left to the run', () => {
  const position = { file: 'nowhere.yaml', line: 5, column: 11, length: 9 };
  const lines = [{ text: 'ntp {{vars.a}}', position }, { text: 'clock {{vars.a}}' }];
  const task = makeTask('t', { action: { kind: 'config', lines, save: false, diff: false } });
  const on = [
    ...hosts,
    ...['L1', 'L2'].map((name) => ({ ...makeHost(name), platform: 'linux' })),
    { ...makeHost('A1'), platform: 'auto' },
  ];
  const changes = { mode: 'change' as const, vars: { a: 1 } };
  assert.deepEqual(check([task], changes, on), [
    'nowhere.yaml:5:11: task "t" on L1 and 1 more: linux has no configuration mode\n' +
      '  write `commands:`, or leave such hosts out with `when`',
  ]);
  assert.deepEqual(check([{ ...task, when: { source: 'host.platform != "linux"' } }], changes, on), []);
});

function command(text: string): Task {
  return makeTask('t', { action: { kind: 'command', command: { text } } });
}

function platformOf(host: Host): Platform {
  if (host.platform === 'auto') return { name: 'auto', read: [] } as unknown as Platform;
  return host.platform === 'linux' ? shell : platform;
}

function check(tasks: Task[], changes: Partial<Playbook> = {}, on: Host[] = hosts): string[] {
  const found = checkMode(makePlaybook(tasks, changes), on, platformOf);
  return found.map((each) => formatDiagnostic(each));
}

test('a text that foreach repeats is judged for every item, and told once; a host without the item is left out', () => {
  const made = command('{{item}}');
  const items = ['show clock', 'reload', 'write erase'].map((value, index) => ({
    ...made,
    name: `t.${index + 1}`,
    item: { kind: 'by-host' as const, values: { R1: value } },
  }));
  assert.deepEqual(check(items), [
    'test.yaml: task "t.2" on R1 and 1 more: "reload" is not one of the read commands of cisco_ios, and this playbook has mode: read\n' +
      '  if it is meant to change something, write `mode: change`',
  ]);
});
