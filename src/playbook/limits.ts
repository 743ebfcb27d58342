import { ERROR_CODES, type ErrorCode } from '../error/codes.js';
import { proposeName } from '../error/nearest.js';
import type { RetryPolicy, Timeouts } from '../task/task.js';
import { parseDuration } from './duration.js';
import type { Findings } from './findings.js';
import type { FailurePolicy, Pace, Playbook } from './playbook.js';
import { isMap } from './values.js';

/** Refusals in a row after which a credential is left alone: most devices and directories lock an account at 3 to 5. */
export const DEFAULT_LOCKOUT_AFTER = 3;

const DEFAULT_TIMEOUTS: Timeouts = { connectMs: 10_000, authMs: 15_000, promptMs: 15_000, commandMs: 30_000 };

/** Failures of a connection: what a second try may well not meet again. */
const RETRIED: readonly ErrorCode[] = [
  'unreachable',
  'refused',
  'vty_full',
  'timeout',
  'disconnected',
  'incomplete',
  'prompt',
];

const NO_RETRY: RetryPolicy = { attempts: 1, delayMs: 5000, backoff: 1, jitter: 0, on: [...RETRIED] };

/** Reads `timeout` of a playbook: a duration is the command's. */
export function readTimeouts(findings: Findings): Timeouts {
  const value = findings.valueAt('/timeout');
  if (!isMap(value))
    return { ...DEFAULT_TIMEOUTS, commandMs: readTimeout(findings, '/timeout') ?? DEFAULT_TIMEOUTS.commandMs };
  const given = (key: string): number | undefined => readTimeout(findings, `/timeout/${key}`);
  const hostMs = given('host');
  const runMs = given('run');
  return {
    connectMs: given('connect') ?? DEFAULT_TIMEOUTS.connectMs,
    authMs: given('auth') ?? DEFAULT_TIMEOUTS.authMs,
    promptMs: given('prompt') ?? DEFAULT_TIMEOUTS.promptMs,
    commandMs: given('command') ?? DEFAULT_TIMEOUTS.commandMs,
    ...(hostMs === undefined ? {} : { hostMs }),
    ...(runMs === undefined ? {} : { runMs }),
  };
}

/** Reads one time limit. @returns milliseconds above 0; undefined when there is none, or it is wrong */
export function readTimeout(findings: Findings, pointer: string): number | undefined {
  const ms = parseDuration(findings.valueAt(pointer));
  if (ms === 0) findings.add(pointer, 'expected a duration above 0: with none nothing could be done in time');
  return ms === 0 ? undefined : ms;
}

/** Reads `retry` at a pointer. @param fallback  for when there is none */
export function readRetry(findings: Findings, pointer: string, fallback: RetryPolicy = NO_RETRY): RetryPolicy {
  const value = findings.valueAt(pointer);
  if (!isMap(value)) return fallback;
  return {
    attempts: numberOr(value.attempts, 1),
    delayMs: parseDuration(value.delay) ?? NO_RETRY.delayMs,
    backoff: numberOr(value.backoff, 1),
    jitter: numberOr(value.jitter, 0),
    on: readCodes(findings, `${pointer}/on`) ?? [...RETRIED],
  };
}

/** Reads `on_failure`. */
export function readFailurePolicy(findings: Findings): FailurePolicy {
  const value = findings.valueAt('/on_failure');
  if (value === 'stop') return { kind: 'stop' };
  if (!isMap(value)) return { kind: 'continue' };
  const limit = value.stop_after;
  if (typeof limit === 'number') return { kind: 'stop-after', failures: limit };
  const percent = Number.parseFloat(String(limit));
  if (percent === 0)
    findings.add('/on_failure/stop_after', 'expected more than 0%', {
      proposal: 'write on_failure: stop to stop at the first failure',
    });
  return Number.isNaN(percent) ? { kind: 'continue' } : { kind: 'stop-after-percent', percent };
}

/** Reads `concurrency`. */
export function readConcurrency(findings: Findings): Playbook['concurrency'] {
  const value = findings.valueAt('/concurrency');
  if (!isMap(value)) return { hosts: numberOr(value, 20), per: {} };
  const per = isMap(value.per)
    ? Object.entries(value.per).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    : [];
  return { hosts: numberOr(value.hosts, 20), per: Object.fromEntries(per) };
}

/** Reads `pace`. */
export function readPace(findings: Findings): Pace | undefined {
  const value = findings.valueAt('/pace');
  if (!isMap(value) || typeof value.logins_per_second !== 'number') return undefined;
  return { loginsPerSecond: value.logins_per_second, jitter: numberOr(value.jitter, 0) };
}

/** Reads `lockout_after`. */
export function readLockoutAfter(findings: Findings): number {
  return numberOr(findings.valueAt('/lockout_after'), DEFAULT_LOCKOUT_AFTER);
}

function readCodes(findings: Findings, pointer: string): ErrorCode[] | undefined {
  const value = findings.valueAt(pointer);
  if (!Array.isArray(value)) return undefined;
  const known = Object.keys(ERROR_CODES);
  return value.filter((code, index): code is ErrorCode => {
    const place = `${pointer}/${index}`;
    if (code === 'auth' || code === 'lockout') {
      findings.add(place, 'a failed login is never tried again: devices lock accounts after a few wrong passwords');
    } else if (typeof code === 'string' && !known.includes(code)) {
      const proposal =
        proposeName(code, known) ??
        `one of ${known.filter((name) => name !== 'auth' && name !== 'lockout').join(', ')}`;
      findings.add(place, `unknown failure code "${code}"`, { proposal });
    }
    return typeof code === 'string' && known.includes(code);
  });
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}
