import { createPublicKey, diffieHellman, generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;

/** In Node.js since 12, and not in its types. */
const generateDhPair = generateKeyPairSync as unknown as (
  type: 'dh',
  options: { group: string },
) => KeyPairKeyObjectResult;

/**
 * One side of a key exchange in the group of SSH's `diffie-hellman-group1` (RFC 4253, 8.1), as ssh2 uses Node's `DiffieHellmanGroup`. That
 * one finds out for each login again that the prime is one, which takes a tenth of a second; a key pair of the same group, a
 * hundredth of that.
 */
export class Group1Key {
  readonly #pair = generateDhPair('dh', { group: 'modp2' });
  /** The public key as written: a sequence of the group, and a bit string with the integer inside. */
  readonly #written = this.#pair.publicKey.export({ type: 'spki', format: 'der' });
  readonly #group = elementAt(this.#written, elementAt(this.#written, 0).content);

  /** @returns the public value, its highest byte first */
  generateKeys(): Buffer {
    const bits = elementAt(this.#written, this.#group.end);
    const integer = elementAt(this.#written, bits.content + 1);
    return this.#written.subarray(integer.content, integer.end);
  }

  /** @throws {Error} when `other` is no public value of the group */
  computeSecret(other: Buffer): Buffer {
    const value = other.subarray(other.findIndex((byte) => byte !== 0));
    const integer = element(INTEGER, (value[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), value]) : value);
    const group = this.#written.subarray(this.#group.at, this.#group.end);
    const key = element(SEQUENCE, Buffer.concat([group, element(BIT_STRING, Buffer.concat([Buffer.of(0), integer]))]));
    const publicKey = createPublicKey({ key, type: 'spki', format: 'der' });
    return diffieHellman({ privateKey: this.#pair.privateKey, publicKey });
  }
}

/** Has a connection of ssh2 use it, should the exchange be of that group. @see ssh2 1.17 lib/protocol/kex.js, DHExchange */
export function replaceGroup1Keys(protocol: object): void {
  let exchange: Exchange | undefined;
  Object.defineProperty(protocol, '_kex', {
    get: () => exchange,
    set: (next: Exchange | undefined) => {
      exchange = next;
      if (next?.groupName !== 'modp2') return;
      next._dh = new Group1Key();
      next._public = next._dh.generateKeys();
    },
  });
}

/** A key exchange of ssh2 that is about to begin. */
interface Exchange {
  groupName?: string;
  _dh: Group1Key;
  _public: Buffer;
}

/** An element of DER (X.690): where it begins, where what it holds, and where it ends. */
function elementAt(der: Buffer, at: number): { at: number; content: number; end: number } {
  const length = der.readUInt8(at + 1);
  if (length < 0x80) return { at, content: at + 2, end: at + 2 + length };
  const bytes = length & 0x7f;
  const content = at + 2 + bytes;
  return { at, content, end: content + der.readUIntBE(at + 2, bytes) };
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const header =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}
