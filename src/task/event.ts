import type { Recording } from './recording.js';
import type { ErrorReport, Phases, Result, RunCounts, RunStatus } from './result.js';

/** What a host job tells while it runs. `at` is milliseconds since the epoch. */
export type HostEvent = HostNews | LoginVerdict;

/**
 * What a device (or a host on the way to it) said of one credential. It is for the runner alone, which counts refusals and ends a
 * handshake with the acceptance: an executor that tells none of these has its hosts handled a few at a time, for want of a proof.
 */
export interface LoginVerdict {
  type: 'login';
  /** The host of the job. */
  host: string;
  at: number;
  /** Who said so: the host of the job, or one that it is reached through. */
  hop: string;
  /** The identity of the credential (`credentialIdOf`); of a privileged mode's secret, `secretIdOf`. */
  credential: string;
  accepted: boolean;
}

/** One round trip of a login: what was written in one go, and what came back before the next writing. Sizes in bytes. */
export interface Flight {
  /** What the login was doing: `kex`, `command`; `auth+shell` where it did two things at once. */
  phase: string;
  sent: number;
  received: number;
}

/** What is told to everybody. */
export type HostNews =
  /** What is being done on the host right now, for people: `connecting`, `enable`, `sh clock`. */
  | { type: 'step'; host: string; step: string; at: number }
  /** The round trips of a login that is over, where they were asked for (`HostJob.trace`). */
  | { type: 'flights'; host: string; at: number; flights: Flight[] }
  /** What was spoken in a login that is over, where it is recorded (`HostJob.record`). */
  | { type: 'recorded'; host: string; at: number; recording: Recording }
  /** The future left `pending`. */
  | { type: 'running'; host: string; task: string; at: number }
  /** The future has its result. */
  | { type: 'settled'; host: string; task: string; at: number; result: Result }
  /**
   * Something a person should know that is no failure; a warning (legacy algorithms) stands in the report as well. What many hosts
   * tell alike has a `group`: a view may count it instead. What holds for every host is told once.
   */
  | {
      type: 'notice';
      host: string;
      at: number;
      message: string;
      isWarning?: boolean;
      group?: NoticeGroup;
      isForAll?: boolean;
    };

/** What hosts tell alike, to be counted: `3 host keys` and `pinned in FILE`. */
export interface NoticeGroup {
  /** In the singular; its plural has an s. */
  noun: string;
  what: string;
}

/** Why a run begins nothing new: a failure, a batch of which every host failed, Ctrl-C, its time limit, or a journal that cannot be written. */
export type StopReason = 'failure' | 'batch' | 'interrupt' | 'timeout' | 'journal';

/** Everything that happens in a run, in order. The reports, the view and `--verbose` are readings of these. */
export type RunEvent =
  | { type: 'run-started'; at: number; id: string; playbook: string; hosts: string[]; tasks: string[]; futures: number }
  /** Only where there are several; `number` counts from 1. */
  | { type: 'batch-started'; at: number; number: number; of: number; hosts: string[] }
  | HostNews
  /** A result of the run that this one goes on with; told after `run-started`, once for each. */
  | { type: 'carried'; host: string; task: string; at: number; result: Result }
  /** In `mode: change`, before anything is sent: the tasks of the login that may change the device, and may have begun from now on; `login` counts those of the host from 1. */
  | { type: 'login-begun'; host: string; login: number; at: number; changes: string[] }
  | { type: 'retrying'; host: string; task: string; at: number; attempt: number; delayMs: number; error: ErrorReport }
  | { type: 'stopping'; at: number; reason: StopReason }
  | { type: 'run-finished'; at: number; status: RunStatus; counts: RunCounts };

export type { Phases };
