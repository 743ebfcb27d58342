import { isIPv6 } from 'node:net';
import { maskTexts } from '../../error/mask.js';
import type { RecordedLogin } from '../../task/recording.js';
import type { NewCassette } from './write-cassette.js';

/** What a recording may be told to leave out; passwords, secrets, keys and communities are never in one. */
export const SCRUBS = ['addresses', 'names'] as const;

/** What is left out of a recording: addresses, or the names of hosts. */
export type Scrub = (typeof SCRUBS)[number];

const IPV4 =
  /(?<![\w.])(?!255\.|0\.|127\.)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]*\.\d)(?!\w)/g;
const COLONS = /(?<![\w:.])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\w:])/gi;
/** `02:00:5e:10:00:01`, `02-00-5e-10-00-01`, `0200.5e10.0001` */
const MAC =
  /(?<![\w:.-])(?:[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}[\da-f]{2}|[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4})(?![\w:.-])/gi;

/**
 * Puts invented addresses and names in the place of real ones, the same for the same throughout a run: IPv4 of 198.18.0.0/15,
 * IPv6 of 2001:db8::/32, MAC addresses of 02:00:5e; `host1`, `host2` for hosts of the run, as the inventory and their prompts name
 * them. Masks, 0.0.0.0 and loopback addresses stay.
 */
export class Scrubber {
  readonly #kinds: ReadonlySet<Scrub>;
  readonly #invented = new Map<string, string>();
  readonly #counts = { v4: 0, v6: 0, mac: 0, host: 0 };
  readonly #hosts = new Map<string, string>();

  constructor(kinds: Iterable<Scrub>, hosts: Iterable<string>) {
    this.#kinds = new Set(kinds);
    for (const host of hosts) this.#hosts.set(host, `host${++this.#counts.host}`);
  }

  scrub(cassette: NewCassette): NewCassette {
    const named = this.#kinds.has('names') ? this.#scrubNames(cassette) : cassette;
    return this.#kinds.has('addresses') ? maskTexts(named, (text) => this.#scrubAddresses(text)) : named;
  }

  #scrubNames(cassette: NewCassette): NewCassette {
    const own = this.#hosts.get(cassette.host) ?? 'host';
    const names = new Map([...this.#hosts, ...namesInPrompts(cassette.logins).map((name) => [name, own] as const)]);
    const longest = [...names.keys()].sort((a, b) => b.length - a.length).map(escapePattern);
    const pattern = new RegExp(`(?<![\\w.-])(?:${longest.join('|')})(?![\\w-])`, 'g');
    const hide = (text: string) => text.replace(pattern, (name) => names.get(name) ?? own);
    return { ...maskTexts(cassette, hide), host: own, platform: cassette.platform };
  }

  #scrubAddresses(text: string): string {
    return text
      .replace(MAC, (mac, separator?: string) =>
        this.#invent(mac.toLowerCase(), () => inventMac(++this.#counts.mac, separator)),
      )
      .replace(COLONS, (found) =>
        isIPv6(found) && found !== '::' && found !== '::1'
          ? this.#invent(found.toLowerCase(), () => `2001:db8::${(++this.#counts.v6).toString(16)}`)
          : found,
      )
      .replace(IPV4, (address) => this.#invent(address, () => inventAddress(++this.#counts.v4)));
  }

  #invent(real: string, make: () => string): string {
    const known = this.#invented.get(real) ?? make();
    this.#invented.set(real, known);
    // What was invented stays as it is where it is met again.
    this.#invented.set(known, known);
    return known;
  }
}

/** `R1#`, `admin@R1>`, `<R1>`: what the device calls itself. */
function namesInPrompts(logins: readonly RecordedLogin[]): string[] {
  const prompts = logins.flatMap(({ prompt, exchanges }) => [prompt ?? '', ...exchanges.map(({ at }) => at)]);
  const found = prompts.flatMap((prompt) => {
    const line = prompt.split('\n').at(-1) ?? '';
    const name = /^(?:[^\w@]*)(?:[\w.-]+@)?([A-Za-z][\w-]+)/.exec(line)?.[1];
    return name === undefined || prompt.includes('{nonce}') ? [] : [name];
  });
  return [...new Set(found)];
}

function inventAddress(number: number): string {
  return `198.${18 + ((number >> 16) & 1)}.${(number >> 8) & 255}.${number & 255}`;
}

function inventMac(number: number, separator: string | undefined): string {
  const digits = `02005e${number.toString(16).padStart(6, '0')}`;
  const size = separator === undefined ? 4 : 2;
  return (digits.match(new RegExp(`.{${size}}`, 'g')) ?? []).join(separator ?? '.');
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
