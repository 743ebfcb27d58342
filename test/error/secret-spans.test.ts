import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { findSecretSpans, hideSpans, opensSecret, uniteSpans } from '../../src/error/secret-spans.js';

const show = (line: string) => hideSpans(line, findSecretSpans(line)).text;

const LINES: [line: string, shown: string][] = [
  ['password: hunter2', 'password: ****'],
  ['  pasword: hunter2', '  pasword: ****'],
  ['  enable_secret: "a b" # old', '  enable_secret: **** # old'],
  ['password: two words, and more # why', 'password: ****'],
  ['{name: R1, password: a, secret: b}', '{name: R1, password: ****, secret: ****}'],
  ['{"password":"a\\"b","port":22}', '{"password":****,"port":22}'],
  ['{"secret": "a\\"b", "port": 1}', '{"secret": ****, "port": 1}'],
  ['  - {device_type: cisco_ios, secret: hunter2}', '  - {device_type: cisco_ios, secret: ****}'],
  ['R1 ansible_password=x ansible_port=22', 'R1 ansible_password=**** ansible_port=22'],
  ['R1 ansible_ssh_pass=my secret word ansible_port=22', 'R1 ansible_ssh_pass=**** ansible_port=22'],
  ['R1 ansible_password = hunter2', 'R1 ansible_password = ****'],
  ['R1 ansible_password hunter2', 'R1 ansible_password ****'],
  ['password hunter2', 'password ****'],
  ['api_key: abc', 'api_key: ****'],
  ['jump: "bob:hunter2@gate"', 'jump: "bob:****@gate"'],
  ['jump: [bob:p@ss@gate, other]', 'jump: [bob:****@gate, other]'],
  ['proxy: socks5://bob:hunter2@proxy:1080', 'proxy: socks5://bob:****@proxy:1080'],
  ['jump: bob@gate:22', 'jump: bob@gate:22'],
  ['username: ${exec:echo hunter2}', 'username: ${exec:****}'],
  ["secret: '${exec:pass lab}'", "secret: '${exec:****}'"],
  ['password: ${env:LAB}', 'password: ${env:LAB}'],
  ['password: "{{vars.password}}"', 'password: "{{vars.password}}"'],
  ["- 'username bob password 0 {{vars.pw}}'", "- 'username bob password **** {{vars.pw}}'"],
  ['password:', 'password:'],
  ['passive: true', 'passive: true'],
  ['key: ~/.ssh/id', 'key: ~/.ssh/id'],
  ['platform: cisco_ios', 'platform: cisco_ios'],
  ['command: show clock', 'command: show clock'],
];

for (const [line, shown] of LINES)
  test(`the line \`${line}\` is shown as \`${shown}\``, () => assert.equal(show(line), shown));

test('how long a secret is cannot be told from the line', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9]{1,60}$/), (secret) =>
      assert.equal(show(`token: ${secret}`), 'token: ****'),
    ),
  );
});

test('places behind and around a secret are followed to where they have gone', () => {
  const line = '{password: a, x: y, token: a-long-one, z: 1}';
  const { text, follow } = hideSpans(line, findSecretSpans(line));
  for (const word of ['password', 'x: y', 'token', 'z: 1}', '{']) {
    const start = line.indexOf(word);
    const moved = follow({ start, end: start + word.length });
    assert.equal(text.slice(moved.start, moved.end), word);
  }
  const start = line.indexOf('long');
  const within = follow({ start, end: start + 4 });
  assert.equal(text.slice(within.start, within.end), '****');
});

test('spans that touch are one, and empty ones none', () => {
  const spans = [
    { start: 5, end: 9 },
    { start: 1, end: 3 },
    { start: 3, end: 4 },
    { start: 7, end: 8 },
    { start: 12, end: 12 },
  ];
  assert.deepEqual(uniteSpans(spans), [
    { start: 1, end: 4 },
    { start: 5, end: 9 },
  ]);
});

test('a key whose value stands on the lines below it is known', () => {
  const opening = [
    'password:',
    '  secret: >-',
    '  "token": |',
    '- password: "begin',
    'secret: # below',
    'password: &a',
  ];
  assert.deepEqual(opening.filter(opensSecret), opening);
  assert.deepEqual(['hosts:', 'password: x', 'vars: # no secret'].filter(opensSecret), []);
});
