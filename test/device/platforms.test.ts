import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listPlatforms, loadPlatform, platformNames } from '../../src/device/load-platform.js';
import type { Platform, Question } from '../../src/device/platform.js';
import { readDefinition } from '../../src/device/platform-definition.js';
import { isReadCommand } from '../../src/device/read-command.js';
import { modeOf, speechOf } from '../../src/device/speech.js';
import { packageRoot } from '../../src/document/package-root.js';
import { MARKERS, QUESTIONS, REJECTIONS } from './platform-lines.js';
import { FLOATING, LINES_ABOVE, PROMPTS, PROMPTS_ABOVE } from './platform-prompts.js';
import { CHANGES, READS } from './read-commands.js';

const folder = join(packageRoot, 'src/device/platforms');
const all = readdirSync(folder).map((file) => file.replace(/\.yaml$/, ''));
/** `auto` is no device family: it is spoken until it is known which one it is. */
const names = all.filter((name) => name !== 'auto');
const platforms = names.map((name) => loadPlatform(name));
const matchesAny = (patterns: readonly string[], line: string) => patterns.some((text) => new RegExp(text).test(line));

for (const name of names) {
  test(`${name} is a whole platform`, () => {
    const platform = loadPlatform(name);
    assert.equal(platform.name, name);
    assert.notEqual(platform.title, name, 'has a title of its own');
    assert.ok(Object.keys(platform.prompts).length > 0);
    assert.ok(platform.errors.length > 0 || isShell(platform), 'knows a rejection');
    assert.ok(platform.read.length > 0, 'knows a read command');
    assert.ok(platform.setup.length < 2 || !platform.typeAhead || ['cisco_ios', 'frr'].includes(name));
  });
}

test('names and aliases of platforms are unique', () => {
  const told = listPlatforms().flatMap(({ name, aliases }) => [name, ...aliases]);
  assert.deepEqual([...new Set(told)].sort(), told.sort());
  assert.equal(new Set(platformNames()).size, platformNames().length);
});

test('the quick look at a file finds the title and the aliases that the parser finds', () => {
  for (const { name, title, aliases } of listPlatforms()) {
    const { definition } = readDefinition(join(folder, `${name}.yaml`));
    assert.deepEqual({ title, aliases }, { title: definition.title, aliases: definition.aliases ?? [] }, name);
  }
});

test('each prompt is that of its mode and of no other mode of its platform', () => {
  assert.deepEqual(Object.keys(PROMPTS).sort(), [...names].sort());
  for (const [name, { shell = [], ...modes }] of Object.entries(PROMPTS)) {
    const platform = loadPlatform(name);
    const patterns: Record<string, string | undefined> = { ...platform.prompts, shell: platform.shell?.prompt };
    for (const [mode, lines] of Object.entries({ ...modes, shell })) {
      for (const line of lines) {
        const found = Object.keys(patterns).filter((key) => new RegExp(patterns[key] ?? '^\b').test(line.trim()));
        assert.deepEqual(found, [mode], `${name}: "${line}"`);
        if (mode !== 'shell') assert.equal(modeOf(speechOf(platform), line), mode, `${name}: "${line}"`);
      }
    }
  }
});

test('the line above a prompt tells the mode where the prompt does not', () => {
  for (const [name, line, mode] of PROMPTS_ABOVE) {
    const { above, modesAbove } = loadPlatform(name);
    assert.ok(matchesAny(above, line), `${name}: "${line}" is a line above`);
    const told = Object.entries(modesAbove).find(([, pattern]) => new RegExp(pattern).test(line))?.[0];
    assert.equal(told ?? 'privileged', mode, `${name}: "${line}"`);
  }
  for (const [name, line] of LINES_ABOVE) assert.ok(matchesAny(loadPlatform(name).above, line), `${name}: "${line}"`);
});

test('two sightings of a prompt are the same without their floating parts', () => {
  for (const [name, before, after] of FLOATING) {
    const strip = (text: string) =>
      loadPlatform(name).floating.reduce((rest, pattern) => rest.replace(new RegExp(pattern), ''), text);
    assert.equal(strip(before), strip(after), name);
  }
});

test('a pager is known by its marker at the end of the screen', () => {
  for (const [name, line] of MARKERS) assert.ok(matchesAny(loadPlatform(name).pager.markers, line), `${name}: ${line}`);
});

test('no marker of a pager matches an empty line or a prompt', () => {
  for (const { name, pager } of platforms) {
    const prompts = Object.values(PROMPTS[name] ?? {}).flat();
    for (const line of ['', ' ', ...prompts]) assert.ok(!matchesAny(pager.markers, line), `${name}: "${line}"`);
  }
});

test('a listed question gets its listed answer', () => {
  for (const [name, where, line, typed] of QUESTIONS) {
    const answer = questionsOf(loadPlatform(name), where).find(({ match }) => new RegExp(match).test(line.trim()));
    assert.equal(answer?.send ?? answer?.key ?? answer?.credential, typed, `${name}: "${line}"`);
  }
});

test('nothing answers a question for a first configuration, a new password or a confirmation at login', () => {
  const questions = [
    'Would you like to enter the initial configuration dialog? [yes/no]: ',
    'Would you like to terminate autoinstall? [yes]: ',
    'Abort Auto Provisioning and continue with normal setup ?(yes/no)[n]: ',
    'Do you want to enforce secure password standard (yes/no) [y]: ',
    'Enter new password: ',
    'Overwrite the previous NVRAM configuration?[confirm]',
    'Proceed with reload? [confirm]',
  ];
  for (const platform of platforms) {
    for (const line of questions)
      assert.ok(
        !matchesAny(
          platform.login.map(({ match }) => match),
          line,
        ),
        platform.name,
      );
  }
});

test('a line by which a device rejects a command is known as an error', () => {
  for (const [name, lines] of Object.entries(REJECTIONS)) {
    const { errors, notErrors } = loadPlatform(name);
    for (const line of lines) assert.ok(matchesAny(errors, line) && !matchesAny(notErrors, line), `${name}: ${line}`);
  }
});

test('a line of a healthy output, a log message or a warning is no error', () => {
  const lines = [
    '%LINK-3-UPDOWN: Interface Ethernet0/1, changed state to up',
    '*Mar  1 00:00:01.000: %SYS-5-CONFIG_I: Configured from console by admin on vty0 (10.0.0.1)',
    '% Warning: use /31 mask on non point-to-point interface cautiously',
    '  0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored',
    '10.0.0.1 not found in current VLAN',
    'Ethernet0/1 is down, line protocol is down',
    'Building configuration...',
    '#',
    '*06:02:19.983 UTC Mon Aug 28 2017',
    '',
  ];
  for (const { name, errors, notErrors } of platforms) {
    for (const line of lines) assert.ok(!matchesAny(errors, line) || matchesAny(notErrors, line), `${name}: ${line}`);
  }
});

test('every platform refuses to take a command that changes something for a read command', () => {
  for (const platform of all.map((name) => loadPlatform(name))) {
    for (const command of CHANGES)
      assert.equal(isReadCommand(platform, command), false, `${platform.name}: ${command}`);
  }
});

test('what people look at is on the list of read commands', () => {
  for (const [name, commands] of Object.entries(READS)) {
    for (const command of commands) assert.ok(isReadCommand(loadPlatform(name), command), `${name}: ${command}`);
  }
});

test('no set-up line changes what a device stores or what others see', () => {
  const stored =
    /clipaging(?!.* session)|config paging|set output|console (?:lines|columns|character)|set console page|cli preference/;
  for (const { name, setup } of platforms) {
    for (const { send } of setup) assert.doesNotMatch(send, stored, name);
  }
});

test('a secret in a line of configuration is found, and nothing else of the line is taken', () => {
  const lines: [platform: string, line: string, secret: string][] = [
    ['cisco_ios', 'enable secret 5 $1$abcd$efghijkl', '$1$abcd$efghijkl'],
    ['cisco_ios', 'username admin privilege 15 secret 9 $9$abc', '$9$abc'],
    ['cisco_ios', ' password 7 0822455D0A16', '0822455D0A16'],
    ['cisco_ios', 'snmp-server community public RO', 'public'],
    ['cisco_ios', 'snmp-server host 10.0.0.1 version 2c trapcomm', 'trapcomm'],
    ['cisco_ios', 'tacacs-server host 10.0.0.1 key 7 0A1B2C', '0A1B2C'],
    ['cisco_ios', 'crypto isakmp key S3cret address 10.0.0.1', 'S3cret'],
    ['cisco_ios', '  key-string 7 0A1B2C', '0A1B2C'],
    ['cisco_ios', ' neighbor 10.0.0.1 password 7 0A1B2C', '0A1B2C'],
    ['cisco_ios', ' ip ospf message-digest-key 1 md5 7 0A1B2C', '0A1B2C'],
    ['cisco_nxos', 'username admin password 5 $5$abc  role network-admin', '$5$abc'],
    ['cisco_asa', 'passwd 2KFQnbNIdI.2KYOU encrypted', '2KFQnbNIdI.2KYOU'],
    ['juniper_junos', 'encrypted-password "$6$abc$def"; ## SECRET-DATA', '$6$abc$def'],
    ['juniper_junos', 'set snmp community public authorization read-only', 'public'],
    ['juniper_junos', 'secret "$9$abcdef"; ## SECRET-DATA', '$9$abcdef'],
    ['huawei', ' local-user admin password irreversible-cipher $1a$abc$def$', '$1a$abc$def$'],
    ['huawei', ' snmp-agent community read cipher %^%#abc%^%#', '%^%#abc%^%#'],
    ['hp_comware', ' password hash $h$6$abc', '$h$6$abc'],
    ['fortinet', '        set password ENC abcdef==', 'abcdef=='],
    ['fortinet', '        set psksecret "in clear"', 'in'],
    ['paloalto_panos', 'set mgt-config users admin phash $5$abc', '$5$abc'],
    ['nokia_sros', '            community "abc" hash2 access-permissions r', 'abc'],
    ['mikrotik_routeros', 'add name=vpn password=abc123 profile=x', 'abc123'],
    ['netscaler', 'set system user nsroot 0a1b2c -encrypted', '0a1b2c'],
    ['vyos', "set system login user vyos authentication encrypted-password '$6$abc'", '$6$abc'],
    ['linux', 'root:$6$abcdefgh$ijklmnop:18000:0:99999:7:::', '$6$abcdefgh$ijklmnop'],
  ];
  for (const [name, line, secret] of lines) {
    const found = loadPlatform(name).secrets.map((pattern) => new RegExp(pattern).exec(line)?.[1]);
    assert.ok(found.includes(secret), `${name}: ${line}: ${found}`);
  }
});

test('no line that a device could send makes a pattern run away', () => {
  const patterns = [...new Set(all.flatMap((name) => patternsOf(loadPlatform(name))))].filter(compiles);
  assert.ok(patterns.length > 800);
  const script = join(packageRoot, 'test/device/match-hostile-lines.mjs');
  const child = spawnSync(process.execPath, [script], {
    input: JSON.stringify(patterns),
    timeout: 60_000,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
  });
  assert.equal(child.signal, null, 'a pattern does not come to an end');
  assert.equal(child.status, 0, child.stderr);
});

test('every platform of the collected facts is known', (t) => {
  const facts = join(packageRoot, '../shared/platforms.md');
  if (!existsSync(facts)) return t.skip('the collected facts are not beside the project');
  const text = readFileSync(facts, 'utf8');
  const named = [...text.matchAll(/^\| \*\*(\w+)\*\*(?: \(([^|]*?)\))? \|/gm)].flatMap(([, name = '', others = '']) => [
    name,
    ...[...others.matchAll(/\b[a-z0-9]+_[a-z0-9_]+\b/g)].map(([word]) => word),
  ]);
  assert.ok(named.length > 100);
  const known = new Set(platformNames());
  assert.deepEqual(
    named.filter((name) => !known.has(name) || !known.has(`${name}_ssh`)),
    [],
  );
});

function isShell({ config }: Platform): boolean {
  return config === undefined;
}

function questionsOf(platform: Platform, where: (typeof QUESTIONS)[number][1]): readonly Question[] {
  switch (where) {
    case 'login':
      return platform.login;
    case 'logout':
      return platform.logoutAnswers;
    case 'save':
      return platform.save?.answers ?? [];
    case 'pager':
      return platform.pager.questions ?? [];
    case 'config':
      return platform.config?.answers ?? [];
    default:
      return where satisfies never;
  }
}

/** Every text of a platform, patterns and others: what is no pattern does no harm here. Read commands are matched from their start. */
function patternsOf({ read, ...others }: Platform): string[] {
  return [...textsOf(others), ...read.map((pattern) => `^(?:${pattern})(?=\\s|$)`)];
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* textsOf(part);
}

function compiles(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
