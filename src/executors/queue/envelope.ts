import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';

/** Shorter keys can be guessed. */
const SHORTEST_KEY = 32;
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;
/** Keys that are kept of the contexts in use. */
const MOST_KEYS = 10_000;

/** What is wrong with an envelope; nothing of what is in it. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
}

/**
 * Seals what crosses Redis and opens it again: AES-256-GCM, which hides the message and proves that somebody with the key
 * wrote it, for this very context (a run, a worker, a direction): what is copied elsewhere does not open. Who reads it still has to see
 * that it is not an old one: see `mailbox.ts`.
 *
 * @see RFC 5116 for the construction, RFC 5869 for the key of each context
 */
export class Sealer {
  readonly #secret: string;
  readonly #keys = new Map<string, Buffer>();

  /** @param secret  what all who take part share, see {@link isStrongKey} */
  constructor(secret: string) {
    this.#secret = secret;
  }

  /** @param message  anything that can be cloned */
  seal(message: unknown, context: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#keyOf(context), iv);
    const text = Buffer.concat([cipher.update(serialize(message)), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), text]);
  }

  /** @throws {EnvelopeError} for what was not sealed with this key in this context, or has been changed since */
  open(envelope: Buffer, context: string): unknown {
    if (envelope.length < HEAD_BYTES) throw new EnvelopeError('it is too short to be an envelope');
    if (envelope[0] !== VERSION) throw new EnvelopeError(`it is an envelope of version ${envelope[0]}, not ${VERSION}`);
    const iv = envelope.subarray(1, 1 + IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#keyOf(context), iv, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(envelope.subarray(1 + IV_BYTES, HEAD_BYTES));
    try {
      return deserialize(Buffer.concat([decipher.update(envelope.subarray(HEAD_BYTES)), decipher.final()]));
    } catch {
      throw new EnvelopeError('it was sealed with another key, for another purpose, or has been changed');
    }
  }

  #keyOf(context: string): Buffer {
    let key = this.#keys.get(context);
    if (!key) {
      if (this.#keys.size >= MOST_KEYS) this.#keys.clear();
      key = Buffer.from(hkdfSync('sha256', this.#secret, 'flow/queue@1', context, 32));
      this.#keys.set(context, key);
    }
    return key;
  }
}

/** Whether a key is long enough to be one. */
export function isStrongKey(secret: string): boolean {
  return secret.length >= SHORTEST_KEY && new Set(secret).size >= 8;
}
