import type { ErrorReport, Phases, Result, RunCounts, RunStatus } from './result.js';

/** What a host job tells while it runs. `at` is milliseconds since the epoch. */
export type HostEvent =
  /** What is being done on the host right now, for people: `connecting`, `enable`, `sh clock`. */
  | { type: 'step'; host: string; step: string; at: number }
  /** The future left `pending`. */
  | { type: 'running'; host: string; task: string; at: number }
  /** The future has its result. */
  | { type: 'settled'; host: string; task: string; at: number; result: Result }
  /** Something a person should know that is no failure: a pinned key, legacy algorithms. */
  | { type: 'notice'; host: string; at: number; message: string };

/** Everything that happens in a run, in order. The reports, the view and `--verbose` are readings of these. */
export type RunEvent =
  | { type: 'run-started'; at: number; id: string; playbook: string; hosts: string[]; tasks: string[]; futures: number }
  | HostEvent
  | { type: 'retrying'; host: string; task: string; at: number; attempt: number; delayMs: number; error: ErrorReport }
  | { type: 'stopping'; at: number; reason: 'failure' | 'interrupt' | 'timeout' }
  | { type: 'run-finished'; at: number; status: RunStatus; counts: RunCounts };

export type { Phases };
