import { createHash } from 'node:crypto';
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

const KEYS = ['username', 'password', 'key', 'passphrase', 'secret'] as const;

/**
 * A host once per credential, in the order in which they are to be tried: its own first, where it has a password, a key or
 * no list. Of a list only what an entry says itself proves anything: the host's own password is not tried with another user.
 */
export function candidatesOf(host: Host): Host[] {
  const { credentials = [], ...own } = host;
  if (credentials.length === 0) return [own];
  const hasOwn = own.password !== undefined || own.key !== undefined;
  const { password: _password, key: _key, passphrase: _passphrase, agent: _agent, ...bare } = own;
  return [
    ...(hasOwn ? [own] : []),
    ...credentials.map((credential): Host => {
      const isBare = credential.password === undefined && credential.key === undefined;
      return { ...(isBare ? own : bare), ...pick(credential) };
    }),
  ];
}

/**
 * Tells credentials apart without showing them: two hosts with the same user and the same password or key have the same
 * identity. The secret of the privileged mode does not count: it opens nothing at login.
 */
export function credentialIdOf({ username, password, key, agent }: Host): string {
  // With a password the agent is not asked.
  const proof = [username, password, key, password === undefined ? agent : undefined].map((text) => text ?? null);
  return createHash('sha256').update(JSON.stringify(proof)).digest('base64url').slice(0, 22);
}

function pick(credential: Credential): Credential {
  return Object.fromEntries(KEYS.flatMap((key) => (credential[key] === undefined ? [] : [[key, credential[key]]])));
}
