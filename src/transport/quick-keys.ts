import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto';

/** A key of ssh2, as far as it is used here. */
export interface Key {
  /** `ssh-ed25519`, `ssh-rsa`. */
  type: string;
  /** As on the wire (RFC 4253, 6.6): the type, and then what belongs to it. */
  getPublicSSH(): Buffer;
  /** As PEM text; null where the key is a public one. */
  getPrivatePEM(): string | null;
  /** @returns an error where the signature could not even be looked at */
  verify(data: Buffer, signature: Buffer, hash?: string): boolean | Error;
  /** @returns an error where the key cannot sign */
  sign(data: Buffer, hash?: string): Buffer | Error;
}

/** The hash that each type of key signs with; of `ssh-rsa` the other side says it. */
const HASHES: Readonly<Record<string, string | null>> = {
  'ssh-ed25519': null,
  'ecdsa-sha2-nistp256': 'sha256',
  'ecdsa-sha2-nistp384': 'sha384',
  'ecdsa-sha2-nistp521': 'sha512',
};

const quickened = new WeakSet<object>();

/**
 * Has all keys of ssh2 sign and check signatures without PEM text, which OpenSSL would read again each time: that takes longer than the
 * signing and the checking, and each login has a host key to check, and often a key of the user to sign with.
 *
 * @param key  any key; the others have the same prototype
 * @see ssh2 1.17 lib/protocol/keyParser.js, BaseKey
 */
export function quickenKeys(key: Key): void {
  const prototype: Key = Object.getPrototypeOf(key);
  if (quickened.has(prototype)) return;
  quickened.add(prototype);
  const { verify: verifyWithPem, sign: signWithPem } = prototype;
  prototype.verify = function (data, signature, hash) {
    // Of the older RSA signatures only ssh2 knows the hash.
    const isKnown = this.type === 'ssh-ed25519' || (this.type === 'ssh-rsa' && hash !== undefined);
    if (!isKnown) return verifyWithPem.call(this, data, signature, hash);
    try {
      return verify(this.type === 'ssh-rsa' ? hash : undefined, data, makeKey(this.getPublicSSH()), signature);
    } catch (error) {
      return error as Error;
    }
  };
  const privateKeys = new WeakMap<Key, KeyObject>();
  prototype.sign = function (data, hash) {
    const pem = this.getPrivatePEM();
    const wanted = this.type === 'ssh-rsa' ? hash : HASHES[this.type];
    if (pem === null || wanted === undefined) return signWithPem.call(this, data, hash);
    try {
      const privateKey = privateKeys.get(this) ?? createPrivateKey(pem);
      privateKeys.set(this, privateKey);
      return sign(wanted, data, privateKey);
    } catch (error) {
      return error as Error;
    }
  };
}

/** @throws {Error} when it is not a key of one of the two types */
function makeKey(wire: Buffer): KeyObject {
  const [, first, second] = fieldsOf(wire);
  return createPublicKey({ key: describe(first, second), format: 'jwk' });
}

/** The fields of a key as a JSON Web Key (RFC 7517, RFC 8037): of RSA the exponent comes first. */
function describe(first: Buffer | undefined, second: Buffer | undefined): JsonWebKey {
  if (second === undefined) return { kty: 'OKP', crv: 'Ed25519', x: first?.toString('base64url') ?? '' };
  return { kty: 'RSA', e: unsigned(first), n: unsigned(second) };
}

function unsigned(integer: Buffer | undefined): string {
  return integer?.subarray(integer.findIndex((byte) => byte !== 0)).toString('base64url') ?? '';
}

/** Each with its length before it, in four bytes. */
function fieldsOf(wire: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  for (let at = 0; at < wire.length; ) {
    const start = at + 4;
    at = start + wire.readUInt32BE(at);
    fields.push(wire.subarray(start, at));
  }
  return fields;
}
