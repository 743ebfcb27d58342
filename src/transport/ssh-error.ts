import type { ErrorCode, Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import type { Offer } from './algorithms.js';
import { explainKex } from './explain-kex.js';
import { describeKey } from './known-hosts.js';
import type { ServerHello } from './server-hello.js';

/** An error of a socket or of ssh2, which tells the kind in `level`. */
export interface SshFailure extends Error {
  code?: string | number;
  level?: string;
}

/** What was known when it failed. */
export interface FailureScene {
  phase: Phase;
  /** `192.0.2.1 port 22`, or which jump host. */
  place: string;
  hello: ServerHello;
  offer: Offer;
  /** The name of a host for which the inventory has nothing to show: no password, key or agent. */
  nothingToShow: string | undefined;
  /** One of the keys shown was an RSA key. */
  hasRsaKey: boolean;
  /** A question of keyboard-interactive that got an empty answer, because nobody knew another. */
  unanswered: string | undefined;
  /** The host key that was shown, once it was. */
  hostKey: Buffer | undefined;
}

const SOCKET_CODES: Record<string, ErrorCode> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EINVAL: 'unreachable',
  EACCES: 'unreachable',
};

/** `CLI session limit 32 reached. Exiting.`, `busy`, `All VTYs are in use`; not `HTTP/1.1 400 Bad Request`. */
const NO_FREE_SESSION =
  /session limit|(?:maximum|too many|no (?:more|free|available)).*(?:session|connection|line|vty|login|user)|\bbusy\b|(?:lines|vtys?|sessions) (?:are )?(?:all )?(?:in use|full)|exceeded MaxStartups/i;

/** ssh2 signs with SHA-1 only where the server announces nothing better, and a server may announce what it then refuses. */
const RSA_HINT =
  'check `username` and `key`; the key is an RSA key, and old servers may refuse its newer signatures (rsa-sha2): try a key of another type';

/** Puts a failure of opening a TCP connection into flow's words. */
export function explainTcpError(failure: SshFailure, place: string): DeviceError {
  const details = { phase: 'tcp', cause: failure } as const;
  const code = typeof failure.code === 'string' ? SOCKET_CODES[failure.code] : undefined;
  if (code) return new DeviceError(code, `${socketWords(code)} ${place}`, details);
  return new DeviceError('disconnected', `${place} ended the connection: ${wordsOf(failure)}`, details);
}

/** Puts a failure of the handshake or the login into flow's words. */
export function explainSshError(failure: SshFailure, scene: FailureScene): DeviceError {
  const { phase, place, hello, offer } = scene;
  const details = { phase, cause: failure };
  if (failure.level === 'client-authentication' && scene.nothingToShow !== undefined)
    return new DeviceError('auth', `the inventory has no password or key for ${scene.nothingToShow}`, {
      ...details,
      phase: 'auth',
      hint: 'give the host a `password` or a `key`, or start an SSH agent',
    });
  if (failure.level === 'client-authentication')
    return new DeviceError('auth', `${place} did not accept the credentials`, {
      ...details,
      phase: 'auth',
      ...hintFor(scene),
    });
  if (isAboutHostKey(failure, scene)) return explainHostKey(failure, scene);
  if (/no matching|Handshake failed/i.test(failure.message))
    return explainKex(hello, offer, { place, said: failure.message });
  if (/authentication failures|auth methods/i.test(failure.message))
    return new DeviceError('auth', `${place} ended the login: ${failure.message}`, { ...details, phase: 'auth' });
  return hello.software === undefined
    ? explainSilence(scene, failure)
    : new DeviceError('disconnected', `${place} ended the connection: ${wordsOf(failure)}`, details);
}

/** Until the login begins, all that goes wrong behind the host key is about it: what follows is its signature. */
function isAboutHostKey({ level, message }: SshFailure, { phase, hostKey }: FailureScene): boolean {
  if (phase !== 'kex' || level === 'client-socket') return false;
  return hostKey !== undefined || message.includes('host public key');
}

function explainHostKey(failure: SshFailure, { place, hostKey }: FailureScene): DeviceError {
  // What has no level was thrown while the key was read.
  const words = failure.level === undefined ? 'it cannot be read' : wordsOf(failure);
  const shown = hostKey === undefined ? '' : ` ${printableLine(describeKey(hostKey))}`;
  return new DeviceError('hostkey', `${place} did not prove its host key${shown}: ${words}`, {
    phase: 'hostkey',
    hint: 'its SSH server is broken, or somebody is in between: do not log in',
    cause: failure,
  });
}

function hintFor({ unanswered, hasRsaKey }: FailureScene): { hint?: string } {
  if (unanswered !== undefined)
    return { hint: `it asked "${printableLine(unanswered)}": give the answer under \`ssh: {answers: [...]}\`` };
  return hasRsaKey ? { hint: RSA_HINT } : {};
}

/** The connection ended before the server said that it speaks SSH: what it said instead tells why. */
export function explainSilence({ place, phase, hello }: FailureScene, failure?: SshFailure): DeviceError {
  const { greeting } = hello;
  const details = { phase, last: greeting, ...(failure && { cause: failure }) };
  if (NO_FREE_SESSION.test(greeting))
    return new DeviceError('vty_full', `${place} has no free session: ${printableLine(greeting)}`, details);
  if (greeting !== '') {
    const message = `${place} does not speak SSH: it said "${printableLine(greeting.split('\n')[0] ?? '').slice(0, 80)}"`;
    return new DeviceError('disconnected', message, { ...details, hint: 'check `port`' });
  }
  return new DeviceError('disconnected', `${place} closed the connection before it said anything`, {
    ...details,
    hint: 'it may have too many logins at once (OpenSSH: MaxStartups) or an access list; a retry or a lower `concurrency` may help',
  });
}

function wordsOf(failure: Error): string {
  return printableLine(failure.message.replace(/\.$/, ''));
}

function socketWords(code: ErrorCode): string {
  if (code === 'dns') return 'no address is known for';
  if (code === 'refused') return 'connections are refused by';
  return 'there is no way to';
}
