import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Host } from '../../src/inventory/host.js';
import { answersOf } from '../../src/transport/answer-prompts.js';
import { type LoginMethod, loginMethods as methodsOf, offerInTurn } from '../../src/transport/credentials.js';

const host: Host = {
  name: 'R1',
  address: '192.0.2.1',
  port: 22,
  platform: 'cisco_ios',
  username: 'u',
  groups: [],
  vars: {},
  jump: [],
  ssh: {},
};

const loginMethods = (given: Host) => methodsOf(given, answersOf(given, new Set()));

/** What is offered to a server that answers each offer with these methods, until it is out of answers. */
function offers(methods: LoginMethod[], answers: (string[] | null)[]): (string | false)[] {
  const next = offerInTurn(methods);
  return answers.map((allowed) => {
    let offered: string | false = 'nothing';
    next(allowed, false, (method) => {
      offered = method === false ? false : method.type;
    });
    return offered;
  });
}

test('a password is offered at once, without a probe', () => {
  assert.deepEqual(offers(loginMethods({ ...host, password: 'p' }), [null]), ['password']);
});

test('a password that was refused as such is not offered again by keyboard-interactive', () => {
  const answers = [null, ['password', 'keyboard-interactive']];
  assert.deepEqual(offers(loginMethods({ ...host, password: 'p' }), answers), ['password', false]);
});

test('a server that only knows keyboard-interactive gets the password that way', () => {
  assert.deepEqual(offers(loginMethods({ ...host, password: 'p' }), [null, ['keyboard-interactive']]), [
    'password',
    'keyboard-interactive',
  ]);
});

test('with a password and no key the agent is left alone', () => {
  const types = (more: Partial<Host>) => loginMethods({ ...host, ...more }).map(({ type }) => type);
  assert.deepEqual(types({ password: 'p', agent: '/run/agent' }), ['password', 'keyboard-interactive']);
  assert.deepEqual(types({ agent: '/run/agent' }), ['agent']);
  assert.deepEqual(types({}), ['none']);
});

test('questions are answered by their text, and the password is given once', () => {
  const method = loginMethods({ ...host, password: 'p' }).find(({ type }) => type === 'keyboard-interactive');
  assert.ok(method?.type === 'keyboard-interactive');
  const ask = (...prompts: string[]) => {
    let answers: string[] = [];
    const questions = prompts.map((prompt) => ({ prompt }));
    method.prompt('', '', '', questions, (given) => {
      answers = given;
    });
    return answers;
  };
  assert.deepEqual(ask('Do you accept the terms?', 'Password: '), ['', 'p']);
  assert.deepEqual(ask(), []);
  assert.deepEqual(ask('Password: '), ['']);
});

test('a key file that is missing is said so before anything is offered', () => {
  assert.throws(
    () => loginMethods({ ...host, key: '/nowhere/id' }),
    /the private key \/nowhere\/id was not tried: there is no such file/,
  );
});

test('the inventory may put the methods in another order, and leave some out', () => {
  const types = (more: Partial<Host>) => loginMethods({ ...host, ...more }).map(({ type }) => type);
  const ssh = { auth: ['keyboard-interactive', 'password'] } satisfies Host['ssh'];
  assert.deepEqual(types({ password: 'p', ssh }), ['keyboard-interactive', 'password']);
  assert.deepEqual(types({ password: 'p', agent: '/run/agent', ssh: { auth: ['agent'] } }), ['agent']);
  assert.deepEqual(types({ password: 'p', ssh: { auth: ['none'] } }), ['none']);
});

test('a password that keyboard-interactive refused is not offered as `password`', () => {
  const methods = loginMethods({ ...host, password: 'p', ssh: { auth: ['keyboard-interactive', 'password'] } });
  assert.deepEqual(offers(methods, [null, ['password', 'keyboard-interactive']]), ['keyboard-interactive', false]);
});

test('Q09: a server that asks for no credential gets `none`, once', () => {
  assert.deepEqual(offers(loginMethods({ ...host, password: 'p' }), [null, [], []]), ['password', 'none', false]);
});

test('what the server did not take yet is offered again after a part of the login', () => {
  const next = offerInTurn(loginMethods({ ...host, password: 'p', ssh: { auth: ['password', 'none'] } }));
  const offered: (string | false)[] = [];
  const keep = (method: LoginMethod | false) => offered.push(method === false ? false : method.type);
  next(null, false, keep);
  next(['none'], false, keep);
  next(['password'], true, keep);
  assert.deepEqual(offered, ['password', 'none', 'password']);
});

test('scripted answers are found by their question; a one-time code is never given twice', () => {
  const answers = [
    { match: 'accept', send: 'yes' },
    { match: 'verification code', send: '123456', oneTime: true },
  ];
  const spent = new Set<string>();
  const ask = (...questions: string[]) => {
    const made = answersOf({ password: 'p', ssh: { answers } }, spent);
    let given: string[] | 'spent' = 'spent';
    made.answer(
      questions.map((prompt) => ({ prompt })),
      (found) => {
        given = found;
      },
    );
    return { given, unknown: made.unknown };
  };
  assert.deepEqual(ask('Do you accept?', 'Password:', 'VERIFICATION CODE: ').given, ['yes', 'p', '123456']);
  assert.equal(ask('Verification code:').given, 'spent');
  assert.deepEqual(ask('Favourite colour?'), { given: [''], unknown: 'Favourite colour?' });
});
