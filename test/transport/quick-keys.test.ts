import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import ssh2 from 'ssh2';
import '../../src/transport/ssh-client.js';
import type { Key } from '../../src/transport/quick-keys.js';

const data = randomBytes(32);

/** A key as a server sends it, and what signs with it. */
function makeKey(kind: 'ed25519' | 'rsa'): { key: Key; privateKey: KeyObject } {
  const { publicKey, privateKey } =
    kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
  const { x = '', e = '', n = '' } = publicKey.export({ format: 'jwk' });
  const fields =
    kind === 'rsa' ? ['ssh-rsa', Buffer.from(e, 'base64url'), mpint(n)] : ['ssh-ed25519', Buffer.from(x, 'base64url')];
  const wire = Buffer.concat(fields.map((field) => withLength(Buffer.from(field))));
  const key = ssh2.utils.parseKey(`${fields[0]} ${wire.toString('base64')}`);
  assert.ok(!(key instanceof Error), String(key));
  return { key: key as unknown as Key, privateKey };
}

const mpint = (text: string) => Buffer.concat([Buffer.of(0), Buffer.from(text, 'base64url')]);

function withLength(field: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(field.length);
  return Buffer.concat([length, field]);
}

for (const { kind, hash } of [
  { kind: 'ed25519', hash: undefined },
  { kind: 'rsa', hash: 'sha256' },
  { kind: 'rsa', hash: 'sha512' },
  { kind: 'rsa', hash: undefined }, // ssh-rsa: SHA-1
] as const) {
  test(`${kind} with ${hash ?? 'its own hash'}: a good signature is good, any other is not`, () => {
    const { key, privateKey } = makeKey(kind);
    const signature = sign(kind === 'rsa' ? (hash ?? 'sha1') : null, data, privateKey);
    assert.equal(key.verify(data, signature, hash), true);
    assert.equal(key.verify(randomBytes(32), signature, hash), false);
    assert.equal(makeKey(kind).key.verify(data, signature, hash), false);
    for (const at of [0, signature.length >> 1, signature.length - 1]) {
      const wrong = Buffer.from(signature);
      wrong[at] = (wrong[at] ?? 0) ^ 1;
      assert.notEqual(key.verify(data, wrong, hash), true);
    }
    for (const wrong of [Buffer.alloc(0), Buffer.alloc(signature.length), signature.subarray(1)]) {
      assert.notEqual(key.verify(data, wrong, hash), true);
    }
  });
}

test('a key that is none is an error, and not a good signature', () => {
  const { key, privateKey } = makeKey('ed25519');
  const signature = sign(null, data, privateKey);
  for (const wire of [Buffer.alloc(0), Buffer.alloc(3), key.getPublicSSH().subarray(0, 40), Buffer.alloc(60, 0xff)]) {
    const broken = Object.assign(Object.create(Object.getPrototypeOf(key)), key, { getPublicSSH: () => wire });
    assert.ok(broken.verify(data, signature) instanceof Error);
  }
});

for (const { type, options, hash, wanted } of [
  { type: 'ed25519', options: {}, hash: undefined, wanted: null },
  { type: 'ecdsa', options: { bits: 256 }, hash: undefined, wanted: 'sha256' },
  { type: 'ecdsa', options: { bits: 384 }, hash: undefined, wanted: 'sha384' },
  { type: 'ecdsa', options: { bits: 521 }, hash: undefined, wanted: 'sha512' },
  { type: 'rsa', options: { bits: 2048 }, hash: 'sha512', wanted: 'sha512' },
  { type: 'rsa', options: { bits: 2048 }, hash: undefined, wanted: 'sha1' },
] as const) {
  test(`${type} ${'bits' in options ? options.bits : ''} with ${hash ?? 'its own hash'}: signs what its public key takes for good, each time`, () => {
    const [key, text] = generateKey(type, options);
    for (const message of [data, randomBytes(500)]) {
      const signature = key.sign(message, hash);
      assert.ok(Buffer.isBuffer(signature), String(signature));
      assert.equal(verify(wanted, message, createPublicKey(text), signature), true);
    }
  });
}

test('a public key signs nothing', () => {
  assert.ok(makeKey('ed25519').key.sign(data) instanceof Error);
});

/** One that ssh2 can read again (it cannot read one in 150 of those that it makes), and its PEM text. */
function generateKey(type: 'ed25519' | 'ecdsa' | 'rsa', options: object): [Key, string] {
  for (;;) {
    const key = ssh2.utils.parseKey(ssh2.utils.generateKeyPairSync(type as 'rsa', options as { bits: number }).private);
    if (!(key instanceof Error)) return [key as unknown as Key, key.getPublicPEM()];
  }
}
