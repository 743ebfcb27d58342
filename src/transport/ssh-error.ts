import type { ErrorCode, Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';

/** An error of a socket or of ssh2, which tells the kind in `level`. */
export interface SshFailure extends Error {
  code?: string | number;
  level?: string;
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

/**
 * Puts a failure of connecting or logging in into flow's words.
 *
 * @param place  `192.0.2.1 port 22`, and through which jump host
 */
export function explainSshError(failure: SshFailure, phase: Phase, place: string): DeviceError {
  const details = { phase, cause: failure };
  const code = typeof failure.code === 'string' ? SOCKET_CODES[failure.code] : undefined;
  if (code && phase === 'tcp') return new DeviceError(code, `${socketWords(code)} ${place}`, details);
  if (failure.level === 'client-authentication') {
    return new DeviceError('auth', `${place} did not accept the credentials`, { ...details, phase: 'auth' });
  }
  if (/no matching|Handshake failed/i.test(failure.message)) {
    return new DeviceError('kex', `no SSH algorithm in common with ${place}: ${failure.message}`, {
      ...details,
      phase: 'kex',
    });
  }
  if (/authentication failures|auth methods/i.test(failure.message)) {
    return new DeviceError('auth', `${place} ended the login: ${failure.message}`, { ...details, phase: 'auth' });
  }
  const words = failure.message.replace(/\.$/, '');
  return new DeviceError('disconnected', `${place} ended the connection: ${words}`, details);
}

function socketWords(code: ErrorCode): string {
  if (code === 'dns') return 'no address is known for';
  if (code === 'refused') return 'connections are refused by';
  return 'there is no way to';
}
