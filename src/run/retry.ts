import type { ErrorCode } from '../error/codes.js';
import type { RetryPolicy } from '../task/task.js';

/** Whether a task may be tried again. `attempts` are those made; a change that had begun is never made again by itself. */
export function mayRetry(policy: RetryPolicy, failed: { attempts: number; code: ErrorCode; begun: boolean }): boolean {
  return !failed.begun && failed.attempts < policy.attempts && policy.on.includes(failed.code);
}

/** How often a login is moved to another worker. */
const MOST_MOVES = 2;

/**
 * Whether a login that went down with its worker is made once more: a reading one is, at most twice. It was no fault of the
 * device, so that it does not count against the policy.
 *
 * @param losses  how often the host has lost a worker, this time included
 */
export function mayMove(lost: { code: ErrorCode; mode: 'read' | 'change'; losses: number }): boolean {
  return lost.code === 'worker_lost' && lost.mode === 'read' && lost.losses <= MOST_MOVES;
}

/**
 * How long to wait before the next attempt: delay × backoff to the power of attempts made less one, give or take the jitter.
 *
 * @param random  gives a number from 0 up to 1
 * @returns whole milliseconds
 */
export function retryDelayMs(policy: RetryPolicy, attempts: number, random: () => number): number {
  const delayMs = policy.delayMs * policy.backoff ** (attempts - 1);
  return Math.round(delayMs * (1 + policy.jitter * (2 * random() - 1)));
}
