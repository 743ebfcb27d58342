import { createHash, createHmac } from 'node:crypto';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

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
  const type = keyType(key);
  const blob = key.toString('base64');
  const mine = readEntries(file).filter((entry) => isFor(entry, name));
  const revoked = mine.find((entry) => entry.marker === '@revoked' && entry.key === blob);
  if (revoked)
    return {
      kind: 'changed',
      line: revoked.line,
      pinned: fingerprint(Buffer.from(revoked.key, 'base64')),
      revoked: true,
    };
  const plain = mine.filter((entry) => entry.marker === undefined);
  if (plain.some((entry) => entry.key === blob)) return { kind: 'known' };
  const other = plain.find((entry) => entry.type === type) ?? plain[0];
  if (!other) return { kind: 'unknown' };
  return { kind: 'changed', line: other.line, pinned: fingerprint(Buffer.from(other.key, 'base64')), revoked: false };
}

/** Adds a host's key to the file, making it (mode 0600) and its folder where needed. */
export function pinHostKey(file: string, host: { address: string; port: number }, key: Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  const isNew = !existsSync(file);
  const before = isNew ? '' : readFileSync(file, 'utf8');
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  appendFileSync(file, `${gap}${nameInFile(host)} ${keyType(key)} ${key.toString('base64')}\n`);
  if (isNew) chmodSync(file, 0o600);
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

function nameInFile({ address, port }: { address: string; port: number }): string {
  return port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`;
}

let cached: { file: string; text: string; entries: Entry[] } | undefined;

/** Reads the file afresh (another flow may have pinned a key) but parses it again only when it has changed. */
function readEntries(file: string): Entry[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (cached?.file !== file || cached.text !== text) cached = { file, text, entries: parseEntries(text) };
  return cached.entries;
}

function parseEntries(text: string): Entry[] {
  return text.split('\n').flatMap((raw, index) => {
    const words = raw.trim().split(/\s+/);
    if (words[0] === '' || words[0]?.startsWith('#')) return [];
    const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
    const [hosts, type, key] = words;
    return hosts && type && key ? [{ line: index + 1, marker, hosts: hosts.split(','), type, key }] : [];
  });
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
