import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDocument } from '../../src/document/document.js';
import { formatDiagnostic } from '../../src/error/diagnostic.js';
import { checkPlatforms } from '../../src/inventory/check-platforms.js';
import { describeInventory } from '../../src/inventory/describe-inventory.js';
import type { Host } from '../../src/inventory/host.js';
import { jumpsOf, parseHop } from '../../src/inventory/jumps.js';
import { inventoryFrom, loadInventory } from '../../src/inventory/load.js';
import { isTrackedByGit, warnOfPlainSecrets } from '../../src/inventory/warn-of-plain-secrets.js';
import { writeFolder } from './written.js';

test('unknown and missing platforms are told where they are written, each place once', () => {
  const source =
    'hosts:\n  r1: {platform: cisco_iso}\n  r2: {}\n  r3: {platform: linux}\n  r4: {groups: [g]}\n  r5: {groups: [g]}\ngroups:\n  g: {platform: vax}\n';
  const inventory = inventoryFrom(parseDocument('i.yaml', source), '');
  assert.equal(
    checkPlatforms(inventory, ['cisco_ios', 'linux'])
      .map((each) => formatDiagnostic(each))
      .join('\n'),
    `i.yaml:2:18: hosts.r1.platform: unknown platform "cisco_iso"
  2 |   r1: {platform: cisco_iso}
    |                  ^^^^^^^^^
  did you mean "cisco_ios"?
i.yaml:3:3: hosts.r2: no platform is given
  3 |   r2: {}
    |   ^^
  write platform: auto, and it is found out at the first contact
i.yaml:8:17: groups.g.platform: unknown platform "vax"
  8 |   g: {platform: vax}
    |                 ^^^
  known platforms: cisco_ios, linux`,
  );
});

test('a password in plain text is a warning, a louder one where git tracks the file, and is never shown', async () => {
  const source = 'hosts:\n  r1: {password: hunter2, secret: "${env:X}"}\n  r2: {password: hunter3}\n';
  const inventory = inventoryFrom(parseDocument('i.yaml', source), '');
  const [quiet] = await warnOfPlainSecrets(inventory, async () => false);
  const [loud] = await warnOfPlainSecrets(inventory, async () => true);
  assert.equal(
    quiet && formatDiagnostic(quiet),
    `i.yaml:2:18: warning: password in plain text (and 1 more in this file)
  2 |   r1: {password: ****, secret: "\${env:X}"}
    |                  ^^^^
  write \${env:NAME}, \${file:path}, \${exec:command} or \${prompt:text} instead`,
  );
  assert.equal(
    loud?.message,
    'password in plain text, in a file that git tracks (and 1 more in this file): everybody with the repository can read it, now and in its history',
  );
});

test('git is asked whether it tracks a file', async (t) => {
  const folder = writeFolder(t, { 'i.yaml': 'a', 'other.yaml': 'b' });
  assert.equal(await isTrackedByGit(join(folder, 'i.yaml')), false);
  execFileSync('git', ['init', '-q', folder]);
  execFileSync('git', ['-C', folder, 'add', 'i.yaml']);
  assert.equal(await isTrackedByGit(join(folder, 'i.yaml')), true);
  assert.equal(await isTrackedByGit(join(folder, 'other.yaml')), false);
});

test('an inventory is described without any secret', (t) => {
  const folder = writeFolder(t, {
    'i.yaml': `hosts:
  R1: {address: 10.0.0.1, platform: cisco_ios, username: admin, password: hunter2, secret: "\${env:S}", groups: [core, hq]}
  R22: {address: "2001:db8::1", port: 2222, platform: linux, key: ~/k, passphrase: "\${exec:a}\${file:/b}", secret: ""}
`,
  });
  const text = describeInventory(loadInventory([join(folder, 'i.yaml')])).replaceAll(`${folder}/`, '');
  assert.equal(
    text,
    `HOST  ADDRESS             PLATFORM   USER   GROUPS    CREDENTIALS
R1    10.0.0.1:22         cisco_ios  admin  core, hq  password (plain text), secret (env)
R22   [2001:db8::1]:2222  linux                       secret (empty), key (file), passphrase (exec and file)

2 hosts in 2 groups from i.yaml (flow)
`,
  );
});

test('the hosts to go through are listed nearest first, with what the first one goes through itself', () => {
  const make = (name: string, jump: string[]): Host => ({
    name,
    address: name,
    port: 22,
    platform: '',
    groups: [],
    vars: {},
    jump,
    ssh: {},
  });
  const known = new Map(
    [make('a', []), make('b', ['a']), make('r', ['b', 'ops@[2001:db8::1]:2200'])].map((host) => [host.name, host]),
  );
  const jumps = jumpsOf(known.get('r') ?? assert.fail(), (name) => known.get(name));
  assert.deepEqual(
    jumps.map(({ address, port, username }) => [address, port, username]),
    [
      ['a', 22, undefined],
      ['b', 22, undefined],
      ['2001:db8::1', 2200, 'ops'],
    ],
  );
  assert.deepEqual(
    [parseHop('gate').address, parseHop('2001:db8::1').address, parseHop('u@x:99').port],
    ['gate', '2001:db8::1', 99],
  );
});
