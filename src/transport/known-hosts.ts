import { createHash, createHmac } from 'node:crypto';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolders } from '../document/make-folders.js';

/** What a known_hosts file says of a key. */
export type KeyVerdict =
  | { kind: 'known' }
  | { kind: 'unknown' }
  /** Another key of this type is pinned, or the key is marked `@revoked`; `line` counts from 1. */
  | { kind: 'changed'; line: number; pinned: string; revoked: boolean };

interface Entry {
  line: number;
  marker: string | undefined;
  hosts: string[];
  type: string;
  key: string;
}

/**
 * Checks a host key against a file in OpenSSH's known_hosts format: plain, `[host]:port`, hashed and wildcard names, `@revoked`.
 *
 * @param key  the public key blob as sent by the server (RFC 4253, section 6.6)
 * @see sshd(8), SSH_KNOWN_HOSTS FILE FORMAT
 */
export function checkHostKey(file: string, host: { address: string; port: number }, key: Buffer): KeyVerdict {
  const name = nameInFile(host);
  const blob = key.toString('base64');
  if (cached?.file === file && isPinned(findEntries(cached, name), blob)) return { kind: 'known' };
  const mine = findEntries(readStore(file), name);
  const revoked = mine.find((entry) => entry.marker === '@revoked' && entry.key === blob);
  if (revoked)
    return {
      kind: 'changed',
      line: revoked.line,
      pinned: fingerprint(Buffer.from(revoked.key, 'base64')),
      revoked: true,
    };
  if (isPinned(mine, blob)) return { kind: 'known' };
  const plain = mine.filter((entry) => entry.marker === undefined);
  const other = plain.find((entry) => entry.type === keyType(key)) ?? plain[0];
  if (!other) return { kind: 'unknown' };
  return { kind: 'changed', line: other.line, pinned: fingerprint(Buffer.from(other.key, 'base64')), revoked: false };
}

/** Whether the file names a host with any key. @throws what reading the file throws */
export function isInFile(file: string, host: { address: string; port: number }): boolean {
  return findEntries(readStore(file), nameInFile(host)).some(({ marker }) => marker === undefined);
}

/** Adds a host's key to the file, making it (mode 0600) and its folder where needed. */
export function pinHostKey(file: string, host: { address: string; port: number }, key: Buffer): void {
  const store = readStore(file);
  const line = `${nameInFile(host)} ${keyType(key)} ${key.toString('base64')}\n`;
  if (store.size === 0) makeFolders(dirname(file));
  appendFileSync(file, store.endsLine ? line : `\n${line}`, { mode: 0o600 });
  addLines(store, line);
  const { size, mtimeMs } = statSync(file);
  store.size = size;
  store.changedMs = mtimeMs;
}

/** A key's fingerprint as OpenSSH prints it: `SHA256:` and base64 without padding. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The algorithm name at the beginning of a public key blob: `ssh-ed25519`. */
export function keyType(key: Buffer): string {
  if (key.length < 4) return 'unknown';
  const length = key.readUInt32BE(0);
  return length > 0 && length <= 64 && key.length >= 4 + length ? key.toString('latin1', 4, 4 + length) : 'unknown';
}

/** A key for people: its type, its size where the type does not tell it, its fingerprint: `ssh-rsa (1024 bits) SHA256:...`. */
export function describeKey(key: Buffer): string {
  const bits = keyBits(key);
  return `${keyType(key)}${bits === undefined ? '' : ` (${bits} bits)`} ${fingerprint(key)}`;
}

/** Where the number stands whose size is that of the key; 0 is the type. @see RFC 4253, section 6.6 */
const SIZED_FIELD: Readonly<Record<string, number>> = { 'ssh-rsa': 2, 'ssh-dss': 1 };

function keyBits(key: Buffer): number | undefined {
  const field = SIZED_FIELD[keyType(key)];
  if (field === undefined) return undefined;
  let at = 0;
  for (let index = 0; at + 4 <= key.length; index++) {
    const end = at + 4 + key.readUInt32BE(at);
    if (index === field && end <= key.length)
      return BigInt(`0x0${key.toString('hex', at + 4, end)}`).toString(2).length;
    at = end;
  }
  return undefined;
}

function nameInFile({ address, port }: { address: string; port: number }): string {
  return port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`;
}

/** What a file says, for finding a host without reading all of it again. */
interface Store {
  file: string;
  /** Bytes and time of change, as last seen: others mean that somebody else has written. */
  size: number;
  changedMs: number;
  lines: number;
  endsLine: boolean;
  /** Entries that name hosts plainly, by name. */
  byName: Map<string, Entry[]>;
  /** Entries with wildcards or hashed names: each has to be tried. */
  others: Entry[];
}

let cached: Store | undefined;

/** The file as it is now: parsed again only when somebody else has changed it. */
function readStore(file: string): Store {
  const stats = statSync(file, { throwIfNoEntry: false });
  const size = stats?.size ?? 0;
  const changedMs = stats?.mtimeMs ?? 0;
  if (cached?.file === file && cached.size === size && cached.changedMs === changedMs) return cached;
  const store: Store = { file, size, changedMs, lines: 0, endsLine: true, byName: new Map(), others: [] };
  if (stats) addLines(store, readFileSync(file, 'utf8'));
  cached = store;
  return store;
}

function addLines(store: Store, text: string): void {
  const lines = text.split('\n');
  for (const [index, raw] of lines.entries()) {
    const entry = parseEntry(raw, store.lines + index + 1);
    if (!entry) continue;
    const isPlain = entry.marker === undefined && entry.hosts.every((host) => !/[*?!|]/.test(host));
    if (!isPlain) store.others.push(entry);
    else
      for (const host of entry.hosts)
        store.byName.set(host.toLowerCase(), [...(store.byName.get(host.toLowerCase()) ?? []), entry]);
  }
  store.lines += lines.length - 1;
  store.endsLine = text === '' || text.endsWith('\n');
}

/** One line pins this very key and none revokes it: then it need not be looked whether the file has changed since. */
function isPinned(entries: readonly Entry[], blob: string): boolean {
  return (
    entries.some(({ marker, key }) => marker === undefined && key === blob) &&
    !entries.some(({ marker }) => marker === '@revoked')
  );
}

function findEntries({ byName, others }: Store, name: string): Entry[] {
  return [...(byName.get(name) ?? []), ...others.filter((entry) => isFor(entry, name))];
}

function parseEntry(raw: string, line: number): Entry | undefined {
  const words = raw.trim().split(/\s+/);
  if (words[0] === '' || words[0]?.startsWith('#')) return undefined;
  const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
  const [hosts, type, key] = words;
  return hosts && type && key ? { line, marker, hosts: hosts.split(','), type, key } : undefined;
}

function isFor(entry: Entry, name: string): boolean {
  let isMatch = false;
  for (const pattern of entry.hosts) {
    if (pattern.startsWith('!') && matches(pattern.slice(1), name)) return false;
    isMatch ||= matches(pattern, name);
  }
  return isMatch;
}

function matches(pattern: string, name: string): boolean {
  if (pattern.startsWith('|1|')) {
    const [, , salt, hash] = pattern.split('|');
    return (
      createHmac('sha1', Buffer.from(salt ?? '', 'base64'))
        .update(name)
        .digest('base64') === hash
    );
  }
  const lower = pattern.toLowerCase();
  if (!/[*?]/.test(lower)) return lower === name;
  const expression = lower
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(name);
}
