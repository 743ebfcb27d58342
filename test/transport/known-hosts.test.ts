import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkHostKey, fingerprint, keyType, pinHostKey } from '../../src/transport/known-hosts.js';

const folder = mkdtempSync(join(tmpdir(), 'flow-known-hosts-'));
test.after(() => rmSync(folder, { recursive: true }));

/** A public key blob (RFC 8709): the name of the algorithm, then 32 bytes, all of one value. */
function ed25519(fill: number): Buffer {
  const name = Buffer.from('ssh-ed25519');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  return Buffer.concat([length, name, Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, fill)]);
}

const mine = ed25519(1);
const other = ed25519(2);
const router = { address: 'R1.lab', port: 22 };
let files = 0;

function fileWith(text: string): string {
  const file = join(folder, `known_hosts_${files++}`);
  writeFileSync(file, text);
  return file;
}

test('a key that was pinned is known, and the file is private and in a folder made for it', () => {
  const file = join(folder, 'new', '.flow', 'known_hosts');
  assert.deepEqual(checkHostKey(file, router, mine), { kind: 'unknown' });
  pinHostKey(file, router, mine);
  pinHostKey(file, { address: '192.0.2.1', port: 2222 }, other);
  assert.deepEqual(checkHostKey(file, router, mine), { kind: 'known' });
  assert.deepEqual(checkHostKey(file, { address: '192.0.2.1', port: 2222 }, other), { kind: 'known' });
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(readFileSync(file, 'utf8').split('\n')[1]?.split(' ')[0], '[192.0.2.1]:2222');
});

test('another key than the pinned one is `changed`, with the line and the fingerprint that was pinned', () => {
  const file = fileWith(`# lab\n\nr1.lab ssh-ed25519 ${mine.toString('base64')}\n`);
  assert.deepEqual(checkHostKey(file, router, other), {
    kind: 'changed',
    line: 3,
    pinned: fingerprint(mine),
    revoked: false,
  });
});

const names: [title: string, hosts: string, verdict: string][] = [
  ['a plain name, in any case', 'R1.LAB', 'known'],
  ['one of several names', 'r9,r1.lab', 'known'],
  ['a wildcard', '*.lab', 'known'],
  ['a wildcard with this host taken out', '*.lab,!r1.lab', 'unknown'],
  ['another port', '[r1.lab]:2222', 'unknown'],
];

for (const [title, hosts, verdict] of names) {
  test(`a line for ${title} makes the key ${verdict}`, () => {
    assert.equal(checkHostKey(fileWith(`${hosts} ssh-ed25519 ${mine.toString('base64')}`), router, mine).kind, verdict);
  });
}

test('a revoked key is refused although another line knows it', () => {
  const key = mine.toString('base64');
  const file = fileWith(`r1.lab ssh-ed25519 ${key}\n@revoked * ssh-ed25519 ${key}\n`);
  assert.deepEqual(checkHostKey(file, router, mine), {
    kind: 'changed',
    line: 2,
    pinned: fingerprint(mine),
    revoked: true,
  });
});

test('a file without a final line end is gone on with on a new line', () => {
  const file = fileWith('r9 ssh-ed25519 AAAA');
  pinHostKey(file, router, mine);
  assert.equal(checkHostKey(file, router, mine).kind, 'known');
});

test('[real] a name that ssh-keygen has hashed is recognised', {
  skip: existsSync('/usr/bin/ssh-keygen') ? false : 'ssh-keygen is not installed',
}, () => {
  const file = fileWith(`r1.lab ssh-ed25519 ${mine.toString('base64')}\n`);
  execFileSync('/usr/bin/ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
  assert.match(readFileSync(file, 'utf8'), /^\|1\|/);
  assert.deepEqual(checkHostKey(file, { address: 'r1.lab', port: 22 }, mine), { kind: 'known' });
});

test('a key blob that is cut short has no type, and no crash', () => {
  assert.equal(keyType(mine), 'ssh-ed25519');
  assert.equal(keyType(Buffer.from([0, 0, 0, 200, 1])), 'unknown');
  assert.equal(keyType(Buffer.alloc(0)), 'unknown');
});
