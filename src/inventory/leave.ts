import { DeviceError } from '../error/flow-error.js';

/** Whether a credential may be shown to a device. */
export type Leave =
  /** `isProven`: some device has accepted it, so that nobody need ask again. */
  | { kind: 'given'; isProven: boolean }
  /** It was refused so often in a row that it is shown to nobody any more. */
  | { kind: 'locked'; refusals: number }
  /** The login that asks is over. */
  | { kind: 'gone' };

/**
 * Asks for leave to show a credential, by its identity; the answer is waited for as long as others are trying it. It never
 * rejects.
 */
export type AskLeave = (credential: string) => Leave | Promise<Leave>;

/** Where nobody counts refusals. */
export const alwaysGiven: AskLeave = () => ({ kind: 'given', isProven: true });

/** Why a credential is not shown. @param what  `these credentials`, `this secret` */
export function explainLeave(leave: Exclude<Leave, { kind: 'given' }>, what: string): DeviceError {
  if (leave.kind === 'gone') return new DeviceError('cancelled', 'cancelled before it logged in', { phase: 'auth' });
  const message = `not tried: ${what} had been refused ${leave.refusals} times in a row`;
  return new DeviceError('lockout', message, { phase: 'auth' });
}
