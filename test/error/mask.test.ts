import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isSecretName, makeMask, maskSecretValues } from '../../src/error/mask.js';

test('each secret becomes ****, the longest first', () => {
  const mask = makeMask(['abc', 'abcdef', 'x.y']);
  assert.equal(mask('abcdef abc x.y xzy'), '**** **** **** xzy');
});

test('secrets of fewer than three characters are left alone', () => {
  assert.equal(makeMask(['', 'a', 'ab'])('a cab'), 'a cab');
});

test('no secret of three characters or more survives, whatever it is', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 3 }), { minLength: 1 }), fc.string(), (secrets, text) => {
      const masked = makeMask(secrets)(secrets.join(text));
      for (const secret of secrets)
        if (!'*'.repeat(20).includes(secret) && !text.includes(secret))
          assert.ok(!masked.includes(secret) || /\*/.test(secret));
    }),
  );
});

const LINES: [line: string, shown: string][] = [
  ['password: hunter2', 'password: *******'],
  ['  pasword: hunter2', '  pasword: *******'],
  ['  enable_secret: "a b" # old', '  enable_secret: ***** # old'],
  ['password: two words, and more # why', 'password: ******************* # why'],
  ['{name: R1, password: a, secret: b}', '{name: R1, password: *, secret: *}'],
  ['{"password":"a\\"b","port":22}', '{"password":******,"port":22}'],
  ['R1 ansible_password=x ansible_port=22', 'R1 ansible_password=*****************'],
  [`password: \${env:LAB}`, `password: \${env:LAB}`],
  [`secret: '\${exec:pass lab}'`, `secret: '\${exec:pass lab}'`],
  ['passive: true', 'passive: true'],
  ['command: show clock', 'command: show clock'],
];

for (const [line, shown] of LINES) {
  test(`the line \`${line}\` is shown as \`${shown}\``, () => assert.equal(maskSecretValues(line), shown));
}

test('the columns of a line stay what they are', () => {
  fc.assert(
    fc.property(fc.string(), (line) => assert.equal(maskSecretValues(`token: ${line}`).length, line.length + 7)),
  );
});

test('names of secrets are known by their parts', () => {
  assert.deepEqual(['password', 'pasword', 'enable_secret', 'pass', 'snmp_community'].map(isSecretName), [
    true,
    true,
    true,
    true,
    true,
  ]);
  assert.deepEqual(['name', 'bypass', 'passive', 'port'].map(isSecretName), [false, false, false, false]);
});
