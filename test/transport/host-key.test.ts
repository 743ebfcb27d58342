import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DeviceError } from '../../src/error/flow-error.js';
import { judgeHostKey, keepHostKey } from '../../src/transport/host-key.js';
import { makeKeyPair } from '../support/key-pair.js';
import { makeFolder } from '../support/lab.js';
import { hostAt } from './ssh-server.js';

const makeKey = () => Buffer.from(makeKeyPair().public.split(' ')[1] as string, 'base64');

test('of two logins that see a host for the first time, the key that is written down first stays', (t) => {
  const policy = { mode: 'pin' as const, file: join(makeFolder(t), 'known_hosts') };
  const [host, first, second] = [hostAt(22), makeKey(), makeKey()];
  const notices: string[] = [];
  const keep = (key: Buffer) => keepHostKey(host, key, policy, (message) => notices.push(message));
  assert.deepEqual(
    [first, second, first].map((key) => judgeHostKey(host, key, policy)),
    ['new', 'new', 'new'],
  );
  assert.equal(keep(first), undefined);
  const refusal = keep(second);
  assert.ok(refusal instanceof DeviceError);
  assert.match(refusal.message, /^the host key of R1 has changed: /);
  assert.equal(keep(first), undefined);
  assert.equal(notices.length, 1);
  assert.equal(readFileSync(policy.file, 'utf8').trim().split('\n').length, 1);
});

test('where host keys are not looked at, none is written down', (t) => {
  const policy = { mode: 'off' as const, file: join(makeFolder(t), 'known_hosts') };
  assert.equal(judgeHostKey(hostAt(22), makeKey(), policy), 'accepted');
  assert.equal(
    keepHostKey(hostAt(22), makeKey(), policy, () => assert.fail('nothing is to be told')),
    undefined,
  );
  assert.throws(() => readFileSync(policy.file), { code: 'ENOENT' });
});
