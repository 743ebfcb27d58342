import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { makeMask, maskTexts, maskVariables } from '../../src/error/mask.js';
import { isPlainWord } from '../../src/error/plain-secret.js';
import { SecretIndex } from '../../src/error/secret-index.js';

test('each secret becomes ****, the longest first', () => {
  const mask = makeMask(['abc-12', 'abc-12-def', 'x.y+z(1)']);
  assert.equal(mask('abc-12-def abc-12 x.y+z(1) xzyz1'), '**** **** **** xzyz1');
});

test('secrets of fewer than three characters are left alone', () => {
  assert.equal(makeMask(['', 'a', 'ab'])('password ab cab'), 'password ab cab');
});

test('no secret that is more than a plain word survives, wherever it stands', () => {
  const secret = fc.string({ minLength: 6, maxLength: 30 }).filter((text) => !isPlainWord(text) && !text.includes('*'));
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1 }), fc.array(fc.string()), (secrets, texts) => {
      const masked = makeMask(secrets)(secrets.map((text, index) => `${texts[index] ?? ''}${text}`).join(''));
      for (const each of secrets) assert.ok(!masked.includes(each), `${each} is in ${masked}`);
    }),
  );
});

test('with a thousand secrets the answer is that of a slow and simple search', () => {
  const letter = fc.constantFrom('a', 'b', '1', '-');
  const text = fc.array(letter, { minLength: 0, maxLength: 60 }).map((letters) => letters.join(''));
  fc.assert(
    fc.property(
      fc.uniqueArray(text.filter((each) => each.length >= 6 && !isPlainWord(each))),
      text,
      (secrets, given) => {
        const longestFirst = [...secrets].sort((a, b) => b.length - a.length).map((each) => each.replace(/-/g, '\\-'));
        const expected = secrets.length === 0 ? given : given.replace(new RegExp(longestFirst.join('|'), 'g'), '****');
        assert.equal(new SecretIndex(secrets).replace(given, '****'), expected);
      },
    ),
  );
});

test('of 10,000 secrets that begin alike the right one is found', () => {
  const secrets = Array.from({ length: 10_000 }, (_, index) => `Rtr-${index}-k3y`);
  const index = new SecretIndex(secrets);
  assert.equal(index.replace('Rtr-77-k3y Rtr-99999-k3y', '****'), '**** Rtr-99999-k3y');
});

const PLAIN: [secret: string, text: string, shown: string][] = [
  ['cisco', 'username bob password 0 cisco', 'username bob password 0 ****'],
  ['cisco', 'Password: cisco', 'Password: ****'],
  ['cisco', 'Password:\ncisco\nLogin incorrect', 'Password:\n****\nLogin incorrect'],
  ['cisco', '"secret": "cisco", "a": 1', '"secret": "****", "a": 1'],
  ['public', 'snmp-server community public RO', 'snmp-server community **** RO'],
  [
    'cisco',
    'Technical Support: http://www.cisco.com/techsupport',
    'Technical Support: http://www.cisco.com/techsupport',
  ],
  ['cisco', 'no prompt of cisco_ios within 1 s', 'no prompt of cisco_ios within 1 s'],
  ['lab', 'password is not available in a label', 'password is not available in a label'],
  ['12345', '5 minute input rate 12345 bits/sec', '5 minute input rate 12345 bits/sec'],
  ['hostname', 'hostname R1', 'hostname R1'],
];

for (const [secret, text, shown] of PLAIN) {
  test(`the plain word "${secret}" as a secret: "${text.replaceAll('\n', '⏎')}" is shown as "${shown.replaceAll('\n', '⏎')}"`, () =>
    assert.equal(makeMask([secret])(text), shown));
}

test('what is a plain word: short, or all of one kind and not long', () => {
  assert.deepEqual(
    ['lab', 'cisco', 'x.y+z', 'Cisco', 'PASSWORD', '1234567890'].filter((word) => !isPlainWord(word)),
    [],
  );
  assert.deepEqual(['cisco1', 'wrong-one', 'Summer2024', 'correcthorsebattery', 'hUnter'].filter(isPlainWord), []);
});

test('every text in a value is masked, and no key', () => {
  const mask = makeMask(['hunter2']);
  assert.deepEqual(maskTexts({ hunter2: ['a hunter2', { b: 'hunter2' }, 3, null] }, mask), {
    hunter2: ['a ****', { b: '****' }, 3, null],
  });
});

test('texts and numbers under the name of a secret are masked, however deep; of the rest what is known', () => {
  const vars = {
    site: 'hq',
    banner: ['of hunter2'],
    snmp: { community: 'public', port: 161, users: [{ name: 'bob', auth_password: 12345 }] },
    secrets: { a: 'x', deep: ['y', { b: 'z' }] },
    enable: true,
    key: '',
    token: null,
  };
  assert.deepEqual(maskVariables(vars, makeMask(['hunter2'])), {
    site: 'hq',
    banner: ['of ****'],
    snmp: { community: '****', port: 161, users: [{ name: 'bob', auth_password: '****' }] },
    secrets: { a: '****', deep: ['****', { b: '****' }] },
    enable: true,
    key: '',
    token: null,
  });
});
