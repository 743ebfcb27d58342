import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { explainError } from '../../src/cli/explain-error.js';
import { Interrupts } from '../../src/cli/interrupts.js';
import { runProgram } from '../../src/cli/program.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { makeFolder } from '../support/lab.js';

const MUTANTS = 200;

const PLAYBOOK = `name: Audit
inventory: devices.yaml
concurrency: 4
order: completed
timeout: {connect: 2, command: 30}
retry: {attempts: 2, delay: 1s}
on_failure: continue
vars:
  word: clock
tasks:
  - name: clock
    command: show {{vars.word}}
    expect: output.contains("UTC")
  - name: version
    needs: [clock]
    command: show version
    when: host.platform == "cisco_ios"
output: |
  {{#each results}}
  {{host.name}} {{output}}
  {{/each}}
`;

const INVENTORY = `hosts:
  R1:
    address: 127.0.0.1
    port: PORT
    platform: cisco_ios
    username: ops
    password: \${env:SHELL}
    groups: [core]
  R2:
    address: 127.0.0.1
    port: PORT
    platform: cisco_ios
    username: ops
    password: \${env:SHELL}
    jump: R1
groups:
  core:
    vars: {site: hq}
defaults:
  ssh: {keepalive: 10}
`;

/** A way to spoil a text; undefined where it does not apply to that place. */
type Mutation = (text: string, pick: (below: number) => number) => string | undefined;

const KEY = /^( *(?:- )?)([a-z_]+)(:.*)$/;

/** Spoils one line that has a key, chosen at random. */
function spoilLine(spoil: (indent: string, key: string, rest: string) => string | undefined): Mutation {
  return (text, pick) => {
    const lines = text.split('\n');
    const end = lines.indexOf('output: |');
    const keyed = lines.flatMap((line, index) => (KEY.test(line) && (end < 0 || index <= end) ? [index] : []));
    const index = keyed[pick(keyed.length)] as number;
    const [, indent = '', key = '', rest = ''] = KEY.exec(lines[index] as string) ?? [];
    const spoilt = spoil(indent, key, rest);
    if (spoilt === undefined) return undefined;
    lines[index] = spoilt;
    return lines.join('\n');
  };
}

const replace =
  (from: string, to: string): Mutation =>
  (text) =>
    text.includes(from) ? text.replace(from, to) : undefined;

const FREE = new Set(['word', 'site']);

const MUTATIONS: Mutation[] = [
  spoilLine((indent, key, rest) => (FREE.has(key) ? undefined : `${indent}${key}x${rest}`)),
  spoilLine((indent, key, rest) => (FREE.has(key) ? undefined : `${indent}x_${key}${rest}`)),
  spoilLine((indent, key, rest) => `${indent}${key}${rest}\n${indent.replace('- ', '  ')}${key}: 1`),
  spoilLine((indent, key, rest) => (rest === ':' || rest === ': |' ? undefined : `${indent}${key}: [1, {a: b}]`)),
  spoilLine((indent, key) => `${indent}${key}: "no end`),
  spoilLine((indent, key) => `${indent}${key}: {a: 1`),
  spoilLine((indent, key) => `${indent}${key}: *nowhere`),
  spoilLine((indent, key, rest) => (FREE.has(key) ? undefined : `${indent}${key}${rest}\n\t${key}: 1`)),
  spoilLine((indent, key, rest) =>
    key === 'password' || key === 'username' ? undefined : `${indent}? [${key}]\n${indent}${rest}`,
  ),
  replace('concurrency: 4', 'concurrency: 0'),
  replace('order: completed', 'order: quickest'),
  replace('command: 30', 'command: soon'),
  replace('attempts: 2', 'attempts: many'),
  replace('needs: [clock]', 'needs: [clok]'),
  replace('output.contains("UTC")', 'output.contain("UTC")'),
  replace('host.platform ==', 'host.platfrom =='),
  replace('host.platform == "cisco_ios"', 'host.platform =='),
  replace('{{vars.word}}', '{{vars.wrod}}'),
  replace('{{vars.word}}', '{{vars.word'),
  replace('{{/each}}', '{{/with}}'),
  replace('show version', 'reload'),
  replace('show version', '"show version\\nreload"'),
  replace('name: version', 'name: clock'),
  replace('needs: [clock]', 'needs: [version]'),
  replace('platform: cisco_ios', 'platform: cisco_oi'),
  replace('port: ', 'port: 99999'),
  replace('jump: R1', 'jump: R9'),
  replace('jump: R1', 'jump: R2'),
  replace('groups: [core]', 'groups: [[core]]'),
  replace('env:SHELL', 'env:NO_SUCH_NAME_HERE'),
  replace('keepalive: 10', 'keepalive: often'),
];

test(`${MUTANTS} mutants of a playbook and its inventory are each refused with a place, and nothing connects`, async (t) => {
  let connections = 0;
  const server = createServer(() => connections++).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const inventory = INVENTORY.replaceAll('PORT', String(port));
  const folder = makeFolder(t);
  const pick = makeRandom(20_260_102);

  for (let number = 0; number < MUTANTS; number++) {
    const mutation = number % MUTATIONS.length;
    const { playbook, devices } = spoil({ playbook: PLAYBOOK, devices: inventory }, mutation, pick);
    writeFileSync(join(folder, 'audit.yaml'), playbook);
    writeFileSync(join(folder, 'devices.yaml'), devices);
    const { exitCode, printed } = await run(folder);
    const mutant = `mutation ${mutation}:\n${playbook === PLAYBOOK ? devices : playbook}\n${printed}`;
    assert.equal(exitCode, 2, mutant);
    assert.match(printed, /^\S*(?:audit|devices)\.yaml:\d+:\d+: \S/m, mutant);
    assert.doesNotMatch(printed, /^\s+at |bug in flow|node:internal/m, mutant);
  }
  assert.equal(connections, 0);
});

test('the same playbook and inventory, not spoilt, are valid', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'audit.yaml'), PLAYBOOK);
  writeFileSync(join(folder, 'devices.yaml'), INVENTORY.replaceAll('PORT', '22'));
  const { exitCode, printed } = await run(folder, 'validate');
  assert.equal(exitCode, 0, printed);
});

/** Spoils one of the two texts in one way; a way that does not apply at one place is tried at others. */
function spoil(texts: { playbook: string; devices: string }, mutation: number, pick: (below: number) => number) {
  for (let tries = 0; tries < 100; tries++) {
    const which = pick(2) === 0 ? 'playbook' : 'devices';
    const spoilt = MUTATIONS[mutation]?.(texts[which], pick);
    if (spoilt !== undefined && spoilt !== texts[which]) return { ...texts, [which]: spoilt };
  }
  throw new Error(`mutation ${mutation} applies nowhere`);
}

/** Runs a command as the binary does, in this process: two hundred processes would take a minute. */
async function run(folder: string, command = 'run'): Promise<{ exitCode: number; printed: string }> {
  process.chdir(folder); // paths of a command line start from there
  let printed = '';
  const output = {
    write: (text: string) => {
      printed += text;
    },
    isTerminal: false,
    color: false,
  };
  const terminal: Terminal = {
    out: output,
    err: output,
    env: { SHELL: '/bin/sh', HOME: folder },
    folder,
    canAsk: false,
    canRedraw: false,
    hide: () => {},
    mask: (text) => text,
    flush: async () => {},
  };
  try {
    const interrupts = new Interrupts(() => {}, new EventEmitter());
    const exitCode = await runProgram([command, 'audit.yaml'], { terminal, interrupts, version: '0' });
    return { exitCode, printed };
  } catch (error) {
    const explained = explainError(error, { withStack: true });
    return { exitCode: explained.exitCode, printed: printed + explained.text };
  }
}

/** Numbers that are the same in every run (mulberry32). */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
