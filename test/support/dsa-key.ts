import { generateKeyPairSync } from 'node:crypto';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;

/**
 * Makes a DSA key of 1,024 bits in the form of old OpenSSH, the only one of a DSA key that ssh2 reads.
 *
 * @returns PEM text
 */
export function makeDsaKey(): string {
  const { privateKey, publicKey } = generateKeyPairSync('dsa', {
    modulusLength: 1024,
    divisorLength: 160,
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  const [version, p, q, g, x] = integersIn(privateKey) as [Buffer, Buffer, Buffer, Buffer, Buffer];
  const y = integersIn(publicKey).at(-1) as Buffer;
  const body = wrap(SEQUENCE, Buffer.concat([version, p, q, g, y, x]));
  const name = 'DSA PRIVATE KEY';
  const lines = body.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`, ''].join('\n');
}

/** All integers of a DER structure, each with its tag and length, in their order. */
function integersIn(der: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < der.length; ) {
    const tag = der[at];
    const { length, size } = readLength(der, at + 1);
    const from = at + 1 + size;
    const content = der.subarray(from, from + length);
    if (tag === INTEGER) found.push(der.subarray(at, from + length));
    else if (tag === SEQUENCE || tag === OCTET_STRING) found.push(...integersIn(content));
    else if (tag === BIT_STRING) found.push(...integersIn(content.subarray(1)));
    at = from + length;
  }
  return found;
}

function readLength(der: Buffer, at: number): { length: number; size: number } {
  const first = der[at] ?? 0;
  if (first < 0x80) return { length: first, size: 1 };
  const count = first & 0x7f;
  return { length: der.readUIntBE(at + 1, count), size: 1 + count };
}

function wrap(tag: number, content: Buffer): Buffer {
  const length = Buffer.from([tag, 0x82, content.length >> 8, content.length & 0xff]);
  return Buffer.concat([length, content]);
}
