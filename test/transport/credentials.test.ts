import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Host } from '../../src/inventory/host.js';
import { type LoginMethod, loginMethods, offerInTurn } from '../../src/transport/credentials.js';

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

/** What is offered to a server that answers each offer with these methods, until it is out of answers. */
function offers(methods: LoginMethod[], answers: (string[] | null)[]): (string | false)[] {
  const next = offerInTurn(methods);
  return answers.map((allowed) => {
    let offered: string | false = 'nothing';
    next(allowed, false, (method) => {
      offered = method && method.type;
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
