import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';

/** A public key of ssh2, as far as it is used here. */
export interface PublicKey {
  /** `ssh-ed25519`, `ssh-rsa`. */
  type: string;
  /** As on the wire (RFC 4253, 6.6): the type, and then what belongs to it. */
  getPublicSSH(): Buffer;
  /** @returns an error where the signature could not even be looked at */
  verify(data: Buffer, signature: Buffer, hash?: string): boolean | Error;
}

/**
 * Has all keys of ssh2 check signatures without writing themselves as PEM text for OpenSSL to read again: that takes longer than the
 * checking itself, and each login has one host key to check.
 *
 * @param key  any public key; the others have the same prototype
 * @see ssh2 1.17 lib/protocol/keyParser.js, BaseKey
 */
export function verifyWithoutPem(key: PublicKey): void {
  const prototype: PublicKey = Object.getPrototypeOf(key);
  const { verify: verifyWithPem } = prototype;
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
