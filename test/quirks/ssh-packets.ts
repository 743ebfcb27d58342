import { generateKeyPairSync, randomBytes } from 'node:crypto';

const KEXINIT = 20;
const NEWKEYS = 21;
const KEX_ECDH_REPLY = 31;

/** A text or bytes with their length in front. @see RFC 4251, section 5 */
export function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/**
 * All that a server says up to its host key, which it signs with nothing that could be a signature.
 *
 * @param type  the type of host key that it offers
 * @param key   what it shows as its key
 * @see RFC 4253, sections 4.2, 6 and 7.1; RFC 5656, section 4
 */
export function helloWithKey(type: string, key: Buffer): Buffer {
  const lists = [
    'curve25519-sha256',
    type,
    'aes128-ctr',
    'aes128-ctr',
    'hmac-sha2-256',
    'hmac-sha2-256',
    'none',
    'none',
    '',
    '',
  ];
  const offer = [Buffer.from([KEXINIT]), randomBytes(16), ...lists.map(field), Buffer.alloc(5)];
  const point = generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const signature = Buffer.concat([field(type), field(randomBytes(64))]);
  const reply = [Buffer.from([KEX_ECDH_REPLY]), field(key), field(point), field(signature)];
  return Buffer.concat([
    Buffer.from('SSH-2.0-odd\r\n'),
    packetOf(offer),
    packetOf(reply),
    packetOf([Buffer.from([NEWKEYS])]),
  ]);
}

/** A packet before encryption: length, length of the padding, payload, padding. */
function packetOf(parts: Buffer[]): Buffer {
  const payload = Buffer.concat(parts);
  const unpadded = payload.length + 5;
  const padding = 8 - (unpadded % 8) + (unpadded % 8 > 4 ? 8 : 0);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(payload.length + padding + 1);
  head[4] = padding;
  return Buffer.concat([head, payload, Buffer.alloc(padding)]);
}
