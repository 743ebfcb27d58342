import type { JobOutcome } from '../task/host-job.js';
import type { Result } from '../task/result.js';

/** How a login has ended, and which one it was. */
export interface CollectedEnd {
  /** `HostJob.login` and `HostJob.attempts`. */
  login: number;
  attempts: Record<string, number>;
  /** Tasks that have begun, whatever became of them: what was told of them may be missing. */
  begun: string[];
  outcome: JobOutcome;
}

/** What workers have told of a host, which its run may have heard as well, in part. */
export interface CollectedHost {
  results: Result[];
  /** Of its last login that has ended. */
  end?: CollectedEnd;
}

/** What has been left by a run that was lost. */
export interface Collected {
  hosts: Map<string, CollectedHost>;
  /** Logins that still go on, as far as workers have told. */
  running: number;
  /** Batches of messages that were opened. */
  heard: number;
  /** Those that could not be. */
  refused: number;
}
