import type { AskLeave } from '../inventory/leave.js';
import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';

/**
 * Carries a host job to where it runs, and its events back.
 *
 * What an executor does not do: it does not limit, order, pace or retry; the runner does.
 */
export interface Executor {
  /**
   * Runs one job. Never rejects for a device's sake: a lost device is a `failed` outcome.
   *
   * @param signal   aborted: the job ends at once and what had begun is `cancelled`
   * @param mayShow  asked before a credential is shown; absent: all may be
   */
  run(job: HostJob, emit: (event: HostEvent) => void, signal: AbortSignal, mayShow?: AskLeave): Promise<JobOutcome>;
  /** Ends what jobs have shared, such as sessions on jump hosts; no job runs any more. */
  close(): Promise<void>;
}
