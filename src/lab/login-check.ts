import type { LabHost } from './lab-host.js';

/** One attempt to log in, in whatever way. `key` is the blob of a public key; `isSigned` is false for the question whether it would do. */
export type LoginAttempt =
  | { method: 'none' | 'hostbased'; username: string }
  | { method: 'password' | 'keyboard-interactive'; username: string; password: string }
  | { method: 'publickey'; username: string; key: Buffer; isSigned: boolean };

/** Methods that a host offers to a client that was refused. */
export function offeredMethods(host: LabHost): ('password' | 'keyboard-interactive' | 'publickey')[] {
  if (host.faults.keyboardInteractiveOnly) return ['keyboard-interactive'];
  return [...(host.publicKeys.length > 0 ? (['publickey'] as const) : []), 'password', 'keyboard-interactive'];
}

/** Says whether a host lets somebody in. */
export function isAccepted(host: LabHost, attempt: LoginAttempt): boolean {
  const { faults } = host;
  if (attempt.method === 'none') return faults.acceptsNone === true;
  if (attempt.username !== host.username) return false;
  if ('key' in attempt) {
    return !faults.keyboardInteractiveOnly && host.publicKeys.some((line) => attempt.key.equals(blobOf(line)));
  }
  if (!('password' in attempt)) return false;
  if (attempt.method === 'password' && faults.keyboardInteractiveOnly) return false;
  if (faults.refusedPasswords?.includes(attempt.password)) return false;
  return host.password === null || attempt.password === host.password;
}

/** The key itself out of `ssh-ed25519 AAAA... comment`. */
function blobOf(line: string): Buffer {
  return Buffer.from(line.trim().split(/\s+/)[1] ?? '', 'base64');
}
