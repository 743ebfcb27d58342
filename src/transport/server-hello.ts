import type { AlgorithmKind } from './ssh-client.js';

/** What an SSH server says in clear text before the two sides agree on anything. */
export interface ServerHello {
  /** Lines before the identification: a banner, or why there will be none. */
  greeting: string;
  /** The software of the identification line: `Cisco-1.25` of `SSH-2.0-Cisco-1.25`. */
  software: string | undefined;
  /** Algorithms that it offers, when its list has come. */
  offer: Record<AlgorithmKind, string[]> | undefined;
}

const MOST_BYTES = 64 * 1024;
const KEXINIT = 20;

/**
 * Keeps the first bytes that come from a server, to be read only when something goes wrong; ssh2 itself tells no more than
 * that nothing matches.
 */
export class HelloKeeper {
  readonly #pieces: Buffer[] = [];
  #size = 0;

  readonly keep = (bytes: Buffer): void => {
    if (this.#size >= MOST_BYTES) return;
    this.#size += bytes.length;
    this.#pieces.push(bytes);
  };

  /** The software of the identification line, without looking at the rest. */
  get software(): string | undefined {
    return /^SSH-[\d.]+-([^\s]*)/m.exec(Buffer.concat(this.#pieces).toString('latin1', 0, 1024))?.[1];
  }

  read(): ServerHello {
    return readHello(Buffer.concat(this.#pieces));
  }
}

/** @see RFC 4253, sections 4.2 (identification), 6 (packets) and 7.1 (lists of algorithms) */
export function readHello(bytes: Buffer): ServerHello {
  let at = 0;
  let greeting = '';
  while (at < bytes.length) {
    const end = bytes.indexOf('\n', at);
    const line = bytes.toString('latin1', at, end < 0 ? bytes.length : end).replace(/\r$/, '');
    const software = /^SSH-[\d.]+-([^\s]*)/.exec(line)?.[1];
    if (software !== undefined) {
      return {
        greeting: greeting.trimEnd(),
        software,
        offer: end < 0 ? undefined : readOffer(bytes.subarray(end + 1)),
      };
    }
    greeting += `${line}\n`;
    if (end < 0) break;
    at = end + 1;
  }
  return { greeting: greeting.trimEnd(), software: undefined, offer: undefined };
}

/** Reads the first packet: length, length of the padding, type, cookie, then ten lists of names. */
function readOffer(packet: Buffer): ServerHello['offer'] {
  if (packet.length < 22 || packet[5] !== KEXINIT) return undefined;
  const lists: string[][] = [];
  let at = 4 + 1 + 1 + 16;
  while (lists.length < 6) {
    if (at + 4 > packet.length) return undefined;
    const length = packet.readUInt32BE(at);
    if (at + 4 + length > packet.length) return undefined;
    const names = packet.toString('latin1', at + 4, at + 4 + length);
    lists.push(names === '' ? [] : names.split(','));
    at += 4 + length;
  }
  const [kex = [], serverHostKey = [], cipher = [], , hmac = []] = lists;
  return { kex: kex.filter(isMethod), serverHostKey, cipher, hmac };
}

/** Some names in the first list are no methods but signs: `ext-info-s`, `kex-strict-s-v00@openssh.com`. */
function isMethod(name: string): boolean {
  return !/^(?:ext-info-|kex-strict-)/.test(name);
}
