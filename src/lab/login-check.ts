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
  const { faults, personality } = host;
  if (faults.refusesEveryone) return false;
  if (personality.logsInByShell && !('key' in attempt)) return true;
  if (attempt.method === 'none') return faults.acceptsNone === true;
  if (plainUsername(host, attempt.username) !== host.username) return false;
  if ('key' in attempt) {
    return !faults.keyboardInteractiveOnly && host.publicKeys.some((line) => attempt.key.equals(blobOf(line)));
  }
  if (!('password' in attempt)) return false;
  if (attempt.method === 'password' && faults.keyboardInteractiveOnly) return false;
  if (faults.refusedPasswords?.includes(attempt.password)) return false;
  return host.password === null || attempt.password === host.password;
}

/** Says whether the shell of a host lets somebody in. */
export function isAcceptedByShell(host: LabHost, username: string, password: string): boolean {
  if (host.faults.refusedPasswords?.includes(password)) return false;
  return username === host.username && (host.password === null || password === host.password);
}

/** `admin+ct511w` is admin where the platform takes options of the terminal there. */
export function plainUsername({ personality: { usernameSuffix } }: LabHost, username: string): string {
  return usernameSuffix !== undefined && username.endsWith(usernameSuffix)
    ? username.slice(0, -usernameSuffix.length)
    : username;
}

/** The key itself out of `ssh-ed25519 AAAA... comment`. */
function blobOf(line: string): Buffer {
  return Buffer.from(line.trim().split(/\s+/)[1] ?? '', 'base64');
}
