import type { Result } from '../task/result.js';
import type { FailedOutcome } from './login-end.js';

/** What came of a host in the run that this one goes on with, and was not heard before that was lost: as its worker has told it, not yet masked. */
export interface LateResults {
  results: Result[];
  /** A login that broke off. */
  broken?: {
    /** The task at which it did, and those that went down with it. */
    tasks: [string, ...string[]];
    /** Before it, by task name. */
    attempts: Record<string, number>;
    outcome: FailedOutcome;
  };
}
