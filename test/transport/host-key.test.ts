import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { judgeHostKey, type ShownKey } from '../../src/transport/host-key.js';

const folder = mkdtempSync(join(tmpdir(), 'flow-host-key-'));
test.after(() => rmSync(folder, { recursive: true }));

const FILE = join(folder, 'known_hosts');
const HOST = { name: 'R1', address: '192.0.2.1', port: 22 };
const key = (fill: number) => Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519'), Buffer.alloc(36, fill)]);

function shown(fill: number, changes: Partial<ShownKey['policy']> = {}): ShownKey {
  return {
    host: HOST,
    key: key(fill).toString('base64'),
    policy: { mode: 'pin', file: FILE, ...changes },
    isProven: true,
  };
}

test('what is judged and what comes of it can be cloned', () => {
  assert.deepEqual(structuredClone(shown(1)), shown(1));
  assert.deepEqual(Object.keys(structuredClone(judgeHostKey(shown(1)))), ['notice']);
});

test('a new key is written down only when the host has proven it, and the first one stays', () => {
  const file = join(folder, 'first');
  const unproven = (fill: number) => judgeHostKey({ ...shown(fill, { file }), isProven: false });
  assert.deepEqual([unproven(1), unproven(2)], [{ isNew: true }, { isNew: true }]);
  assert.throws(() => readFileSync(file), { code: 'ENOENT' });
  assert.match(judgeHostKey(shown(1, { file })).notice?.message ?? '', /pinned/);
  assert.match(judgeHostKey(shown(2, { file })).refusal ?? '', /^the host key of R1 has changed: /);
  assert.deepEqual(unproven(1), {});
  assert.equal(readFileSync(file, 'utf8').trimEnd().split('\n').length, 1);
});

test('the first key is pinned once, and the same key needs no word', () => {
  judgeHostKey(shown(1));
  assert.deepEqual(judgeHostKey(shown(1)), {});
  assert.equal(readFileSync(FILE, 'utf8').trimEnd().split('\n').length, 1);
});

test('another key is refused, and so is an unknown one where none may be pinned', () => {
  judgeHostKey(shown(1));
  assert.match(judgeHostKey(shown(2)).refusal ?? '', /^the host key of R1 has changed: it is ssh-ed25519 SHA256:/);
  const strict = judgeHostKey(shown(1, { mode: 'strict', file: join(folder, 'none') }));
  assert.match(strict.refusal ?? '', /of R1 is not in /);
});

test('a file that cannot be written refuses the host, and nothing is thrown', () => {
  const { refusal } = judgeHostKey(shown(1, { file: join(FILE, 'below-a-file') }));
  assert.match(refusal ?? '', /^the host key of R1 could not be checked: ENOTDIR/);
});
