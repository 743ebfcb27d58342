import type { Host } from './host.js';

/** What one logs in with. What is missing here is taken from the host. */
export interface Credential {
  username?: string;
  password?: string;
  /** Path of a private key. */
  key?: string;
  passphrase?: string;
  secret?: string;
}

/** The keys of a credential, as they are written. */
export const CREDENTIAL_KEYS = ['username', 'password', 'key', 'passphrase', 'secret'] as const;

/**
 * A host once per credential, in the order in which they are to be tried: its own first, where it has a password, a key or
 * no list. Of a list only what an entry says itself proves anything: the host's own password is not tried with another user.
 */
export function candidatesOf(host: Host): Host[] {
  if (host.credentials === undefined || host.credentials.length === 0) return [host];
  const { credentials, ...own } = host;
  const hasOwn = own.password !== undefined || own.key !== undefined;
  return [...(hasOwn ? [own] : []), ...credentials.map((credential) => replace(own, credential))];
}

/**
 * Tells credentials apart without showing them: two hosts with the same user and the same password or key have the same
 * identity. The secret of the privileged mode does not count: it opens nothing at login.
 */
export function credentialIdOf({ username, password, key, agent }: Host): string {
  // With a password the agent is not asked.
  const proof = [username, password, key, password === undefined ? agent : undefined].map((text) => text ?? null);
  return fingerprint(proof);
}

/** The same for the secret of the privileged mode, which is counted by itself. */
export function secretIdOf({ username, secret }: Host): string {
  return fingerprint(['secret', username ?? null, secret ?? null]);
}

/** Whether a host has anything to prove itself with: without, nothing can be refused too often. */
export function hasProof({ password, key, agent }: Host): boolean {
  return password !== undefined || key !== undefined || agent !== undefined;
}

/**
 * Takes credentials away from a host.
 *
 * @param isLocked  asked with the identity of each
 * @returns the host as it is when none is locked; undefined when all are
 */
export function withoutLocked(host: Host, isLocked: (credential: string) => boolean): Host | undefined {
  const candidates = candidatesOf(host);
  const locked = candidates.map((candidate) => hasProof(candidate) && isLocked(credentialIdOf(candidate)));
  if (!locked.includes(true)) return host;
  if (!locked.includes(false)) return undefined;
  const { credentials = [], ...own } = host;
  const first = candidates.length - credentials.length;
  const left = credentials.filter((_, index) => !locked[first + index]);
  if (first === 0 || !locked[0]) return { ...own, credentials: left };
  const { password: _password, key: _key, passphrase: _passphrase, ...bare } = own;
  return { ...bare, credentials: left };
}

/** A fleet shares few credentials, and each login asks for the identity of its own several times. */
const fingerprints = new Map<string, string>();

function fingerprint(parts: readonly (string | null)[]): string {
  const text = parts.map((part) => (part === null ? '-' : `${part.length}:${part}`)).join(' ');
  let made = fingerprints.get(text);
  if (made === undefined) {
    const { hash } = process.getBuiltinModule('node:crypto');
    made = hash('sha256', text, 'base64url').slice(0, 22);
    fingerprints.set(text, made);
  }
  return made;
}

function pick(credential: Credential): Credential {
  return Object.fromEntries(
    CREDENTIAL_KEYS.flatMap((key) => (credential[key] === undefined ? [] : [[key, credential[key]]])),
  );
}

function replace(own: Host, credential: Credential): Host {
  const { username, password, key } = credential;
  const isSameUser = username === undefined || username === own.username;
  if (password === undefined && key === undefined && isSameUser) return { ...own, ...pick(credential) };
  const { password: _password, key: _key, passphrase: _passphrase, ...bare } = own;
  return { ...bare, ...pick(credential) };
}
