import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findPlatform, listPlatforms, loadPlatform, platformNames } from '../../src/device/load-platform.js';
import { formatDiagnostic } from '../../src/error/diagnostic.js';
import { DocumentError } from '../../src/error/flow-error.js';

test('an alias and the name with _ssh behind it name the same platform', () => {
  for (const name of ['cisco_ios', 'cisco_xe', 'cisco_ios_ssh', 'cisco_xe_ssh']) {
    assert.equal(loadPlatform(name).name, 'cisco_ios', name);
    assert.ok(platformNames().includes(name), name);
  }
  assert.equal(loadPlatform('arista_eos_ssh').name, 'arista_eos');
});

test('a platform that nobody knows, or whose file is wrong, is looked for in vain', (t) => {
  assert.equal(findPlatform('cisco_xe'), loadPlatform('cisco_xe'));
  for (const name of ['cisco_iso', '']) assert.equal(findPlatform(name), undefined, name);
  assert.equal(findPlatform('torn', [write(t, { torn: 'name: torn\n' })]), undefined);
});

test('lists of what is recognised add up, maps are joined, everything else replaces', (t) => {
  const dir = write(t, {
    mine: `name: mine
title: Mine
extends: cisco_ios
prompts: {exec: '^mine>$'}
errors: ['^Nope']
setup: [{send: quiet}]
config: {enter: edit}
save: {command: keep}
`,
  });
  const mine = loadPlatform('mine', [dir]);
  const ios = loadPlatform('cisco_ios');
  assert.deepEqual(mine.errors, ['^Nope', ...ios.errors]);
  assert.deepEqual(mine.prompts, { ...ios.prompts, exec: '^mine>$' });
  assert.deepEqual(mine.setup, [{ send: 'quiet' }]);
  assert.equal(mine.config?.enter, 'edit');
  assert.equal(mine.config?.leave, 'end');
  assert.deepEqual([mine.title, mine.aliases, mine.typeAhead], ['Mine', [], false]);
  assert.notEqual(mine.save?.success, ios.save?.success);
});

test('a save without words of its own counts when no line tells of a failure', () => {
  const success = new RegExp(loadPlatform('dell_os10').save?.success ?? '', 'm');
  for (const output of ['', 'Building configuration...', 'Copy succeeded', '%COPY-N-TRAP: done'])
    assert.match(output, success);
  for (const output of ['% Invalid', 'copying\nError: disk full\nready', 'Failed', 'Permission denied', 'x\n % bad'])
    assert.doesNotMatch(output, success);
});

test('null takes away what a parent says', (t) => {
  const dir = write(t, {
    bare: `name: bare\ntitle: Bare\nextends: cisco_ios\nprivilege: null\nconfig: null\nsave: null\n`,
  });
  const { privilege, config, save } = loadPlatform('bare', [dir]);
  assert.deepEqual([privilege, config, save], [undefined, undefined, undefined]);
});

test('ends of outputs are those of one family: only a file of the same name keeps them', (t) => {
  const dir = write(t, {
    cisco_ios: `name: cisco_ios\ntitle: Our IOS\nextends: cisco_ios\n`,
    cisco_xr: `name: cisco_xr\ntitle: Our XR\nextends: cisco_xr\nends: []\n`,
    mine: `name: mine\ntitle: Mine\nextends: cisco_ios\n`,
  });
  assert.deepEqual(loadPlatform('cisco_ios', [dir]).ends, loadPlatform('cisco_ios').ends);
  assert.deepEqual([loadPlatform('cisco_xr', [dir]).ends, loadPlatform('mine', [dir]).ends], [[], []]);
  const ending = listPlatforms().filter(({ name }) => loadPlatform(name).ends.length > 0);
  assert.deepEqual(
    ending.map(({ name }) => name),
    ['arista_eos', 'cisco_asa', 'cisco_ios', 'cisco_xr', 'frr', 'hp_comware', 'huawei', 'huawei_vrpv8'],
  );
});

test('a file of its own may change a platform of flow under the same name', (t) => {
  const dir = write(t, { cisco_ios: `name: cisco_ios\ntitle: Our IOS\nextends: cisco_ios\nerrors: ['^Ours']\n` });
  const ours = loadPlatform('cisco_ios', [dir]);
  assert.deepEqual(ours.errors, ['^Ours', ...loadPlatform('cisco_ios').errors]);
  assert.equal(listPlatforms([dir]).find(({ name }) => name === 'cisco_ios')?.title, 'Our IOS');
});

test('a file that replaces a platform of flow is found by the aliases of that one too', (t) => {
  const files = {
    cisco_ios: `name: cisco_ios\ntitle: Our IOS\naliases: [our_ios]\nextends: cisco_ios\n`,
    arista_eos: `name: arista_eos\ntitle: Our EOS\nprompts: {exec: '^x>$'}\n`,
  };
  const dir = write(t, files);
  for (const name of ['cisco_xe', 'cisco_xe_ssh', 'our_ios']) {
    assert.equal(loadPlatform(name, [dir]).title, 'Our IOS', name);
    assert.ok(platformNames([dir]).includes(name), name);
  }
  const [alias = ''] = loadPlatform('arista_eos').aliases;
  assert.equal(loadPlatform(alias, [dir]).title, 'Our EOS');
});

test('a platform of flow takes a changed parent from a folder of its own', (t) => {
  const dir = write(t, { cisco_ios: `name: cisco_ios\ntitle: Our IOS\nextends: cisco_ios\nerrors: ['^Ours']\n` });
  assert.ok(loadPlatform('cisco_nxos', [dir]).errors.includes('^Ours'));
});

const HEAD = 'title: X\n';
const PROMPTS = "prompts: {exec: '^x>$'}\n";
const mistakes: [title: string, files: Record<string, string>, messages: string[]][] = [
  [
    'a ring of platforms is an error that names its members',
    { a: `name: a\n${HEAD}extends: b\n`, b: `name: b\n${HEAD}extends: c\n`, c: `name: c\n${HEAD}extends: a\n` },
    ['c.yaml:3:10: extends: expected a chain that ends, got a ring: a → b → c → a'],
  ],
  [
    'a ring through a platform of flow is told in the file of the user',
    { cisco_ios: `name: cisco_ios\n${HEAD}extends: cisco_nxos\n`, a: `name: a\n${HEAD}extends: cisco_ios\n` },
    ['cisco_ios.yaml:3:10: extends: expected a chain that ends, got a ring: cisco_ios → cisco_nxos → cisco_ios'],
  ],
  [
    'an alias that is the name or an alias of another platform of flow is an error',
    { a: `name: a\n${HEAD}${PROMPTS}`, b: `name: b\n${HEAD}${PROMPTS}aliases: [cisco_xe, b_os, linux]\n` },
    [
      'b.yaml:4:11: aliases[0]: expected a name of its own, got "cisco_xe", which is an alias of cisco_ios',
      'b.yaml:4:27: aliases[2]: expected a name of its own, got "linux", which is a platform of flow',
    ],
  ],
  [
    'a name that is not that of the file is an error',
    { a: `name: other\n${HEAD}${PROMPTS}` },
    ['a.yaml:1:7: name: expected "a", as the file is called, got "other"'],
  ],
  [
    'every pattern is checked, also those inside of others',
    {
      a: `name: a\n${HEAD}${PROMPTS}login: [{match: '(', send: x}]\nconfig: {enter: e, leave: l, locked: ['[']}\nsave: {command: s, success: '*'}\npager: {markers: ['+']}\n`,
    },
    [
      'a.yaml:4:17: login[0].match: expected a regular expression, got "("',
      'a.yaml:5:39: config.locked[0]: expected a regular expression, got "["',
      'a.yaml:6:29: save.success: expected a regular expression, got "*"',
      'a.yaml:7:19: pager.markers[0]: expected a regular expression, got "+"',
    ],
  ],
  [
    'a pattern for secrets needs a group',
    { a: `name: a\n${HEAD}${PROMPTS}secrets: ['key \\S+']\n` },
    ['a.yaml:4:11: secrets[0]: expected a group ( ) around the secret, got "key \\S+"'],
  ],
  [
    'a platform that extends an unknown one is an error with a proposal',
    { a: `name: a\n${HEAD}extends: cisco_iso\n` },
    ['a.yaml:3:10: extends: expected the name of another platform, got "cisco_iso"'],
  ],
  [
    'a privileged mode without its question is an error where nothing is inherited',
    { a: `name: a\n${HEAD}${PROMPTS}privilege: {command: enable}\n` },
    ['a.yaml:4:1: privilege: missing key "question", here and in what is extended'],
  ],
  [
    'a question needs an answer',
    { a: `name: a\n${HEAD}${PROMPTS}login: [{match: x}]\n` },
    ['a.yaml:4:9: login[0]: missing key "send"'],
  ],
];

for (const [title, files, messages] of mistakes) {
  test(title, (t) => {
    const dir = write(t, files);
    assert.throws(
      () => loadPlatform('a', [dir]),
      (error: unknown) => {
        assert.ok(error instanceof DocumentError);
        const shown = error.diagnostics.map((diagnostic) => formatDiagnostic(diagnostic).replaceAll(`${dir}/`, ''));
        assert.equal(shown.length, messages.length, shown.join('\n'));
        for (const [index, message] of messages.entries()) assert.ok(shown[index]?.startsWith(message), shown[index]);
        return true;
      },
    );
  });
}

test('an unknown name is an error that proposes the nearest, never a path', () => {
  for (const name of ['cisco_iso', '../../package', 'nothing like it']) {
    assert.throws(() => loadPlatform(name), /expected the name of a platform/, name);
  }
});

test('a folder of platforms that is not there is told as such', () => {
  assert.throws(() => loadPlatform('x', ['/nowhere/at/all']), /expected a folder with platform files/);
});

function write(t: TestContext, files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'flow-platforms-'));
  t.after(() => rmSync(dir, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, `${name}.yaml`), text);
  return dir;
}
