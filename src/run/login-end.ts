import { ERROR_CODES, UNKNOWN_HINT } from '../error/codes.js';
import { formatDuration } from '../error/format-duration.js';
import type { StopReason } from '../task/event.js';
import type { JobOutcome } from '../task/host-job.js';
import type { Timeouts } from '../task/task.js';
import { cancelledReport } from '../task/unmet-need.js';
import type { CutCause } from './halt.js';
import type { Verdict } from './ledger.js';

/** A login that did not come to its end. */
export type FailedOutcome = Extract<JobOutcome, { kind: 'failed' }>;

/** What becomes of the task that was running when its login was cut off. */
export function judgeCutOff(cause: CutCause, outcome: FailedOutcome, timeouts: Timeouts): Omit<Verdict, 'attempts'> {
  const { partial, begun, error } = outcome;
  const addition = begun ? '; the change had begun: look at the device' : '';
  switch (cause) {
    case 'interrupt': {
      const told = { ...cancelledReport(`interrupted while it ran${addition}`), phase: error.phase, last: error.last };
      return begun
        ? { state: 'unknown', error: { ...told, hint: UNKNOWN_HINT }, partial }
        : { state: 'cancelled', error: told, partial };
    }
    case 'host-timeout':
    case 'run-timeout': {
      const message = `${timeoutText(cause === 'run-timeout' ? 'run' : 'host', timeouts)} was reached${addition}`;
      return {
        state: 'raised',
        error: { ...error, code: 'timeout', message, hint: ERROR_CODES.timeout.hint },
        partial,
      };
    }
    default:
      return cause satisfies never;
  }
}

/** Why a task was never begun. `reason` is the run's; without one it was the host that is out of time. */
export function explainNotRun(reason: StopReason | undefined, timeouts: Timeouts): string {
  switch (reason) {
    case 'failure':
      return 'not run: the run was stopped after a failure';
    case 'batch':
      return 'not run: every host of the batch before it failed';
    case 'interrupt':
      return 'not run: the run was interrupted';
    case 'timeout':
      return `not run: ${timeoutText('run', timeouts)} was reached`;
    case 'journal':
      return 'not run: the journal of the run could not be written';
    case undefined:
      return `not run: ${timeoutText('host', timeouts)} was reached`;
    default:
      return reason satisfies never;
  }
}

function timeoutText(of: 'host' | 'run', { hostMs, runMs }: Timeouts): string {
  return `the timeout of ${formatDuration((of === 'host' ? hostMs : runMs) ?? 0)} for the ${of === 'host' ? 'host' : 'whole run'}`;
}
