import type { ErrorCode, Phase } from '../error/codes.js';
import type { HostView } from '../inventory/host.js';

/** States in which a future stays. */
export type SettledState = 'finished' | 'raised' | 'cancelled' | 'skipped' | 'unknown';
export type FutureState = 'pending' | 'running' | SettledState;

/** Why a task was raised, cancelled or skipped, as reports show it: masked, printable. */
export interface ErrorReport {
  code: ErrorCode;
  phase: Phase | null;
  message: string;
  hint: string | null;
  /** The end of what was received, at most 200 characters. */
  last: string | null;
}

/** Milliseconds spent in each phase; only the first task of a login has the phases before `command`. */
export interface Phases {
  tcp?: number;
  kex?: number;
  auth?: number;
  prompt?: number;
  command?: number;
}

/** What came of one rule of `expect` on one host. */
export interface Check {
  /** The rule's name, or else its expression. */
  rule: string;
  /** Not applicable: there was no answer to be judged, because the task was skipped, raised before, or never run. */
  outcome: 'pass' | 'fail' | 'not applicable';
  /** Why it failed: masked, printable; null otherwise. */
  message: string | null;
}

/** What came of a task in the run before, as expectations see it: secrets are masked. */
export type PreviousResult = Pick<Result, 'output' | 'parsed' | 'state'>;

/** A file in which an output was kept. */
export interface Saved {
  /** Relative to the playbook's folder, with `/` between folders. */
  file: string;
  /** Against the file that was there; `unchanged` is also what differs only in parts that change by themselves. */
  change: 'new' | 'changed' | 'unchanged';
}

/** What came of one task on one host. Templates and `--format json` see these very names. Times are ISO 8601 in UTC. */
export interface Result {
  host: HostView;
  task: string;
  /**
   * As sent, rendered. Of what was raised before that, as it would have been sent; null where that cannot be known, and for what was
   * cancelled or skipped. A `config` has its lines joined by "\n".
   */
  command: string | null;
  state: SettledState;
  attempts: number;
  started: string | null;
  finished: string | null;
  duration_ms: number;
  phases: Phases;
  /** Between echo and prompt, "\n" ends, pager marks removed; null when nothing was received. */
  output: string | null;
  parsed: unknown;
  /** What a `config` changed in the running configuration, as a unified diff; '' for nothing, null where it is not known. */
  diff: string | null;
  /** The echo and then the prompt were seen. */
  complete: boolean;
  /** One for each rule of `expect`, in the order written. */
  checks: Check[];
  /** Null where nothing was to be saved, or could be. */
  saved: Saved | null;
  error: ErrorReport | null;
}

/** What a run came to. */
export type RunStatus = 'finished' | 'failed' | 'stopped' | 'interrupted';

/** The whole of a run: what `flow run --format json` prints. */
export interface RunRecord {
  schema: 'flow/run@1';
  /** Id, times and duration are null in a report that is to be the same of two equal runs (`deterministic: true`). */
  run: {
    id: string | null;
    status: RunStatus;
    started: string | null;
    finished: string | null;
    duration_ms: number | null;
    counts: RunCounts;
  };
  playbook: { name: string; description?: string; file: string };
  vars?: Record<string, unknown>;
  /** What is no failure and yet to be mended, each once, in the order of the hosts; absent when there is none. */
  warnings?: RunWarning[];
  results: Result[];
}

/** Something wrong with how a host is reached: legacy algorithms, telnet. */
export interface RunWarning {
  host: string;
  message: string;
}

/** Futures by state, and the number of hosts. */
export interface RunCounts {
  hosts: number;
  finished: number;
  raised: number;
  cancelled: number;
  skipped: number;
  /** Changes cut off while they were being made; absent when there are none. */
  unknown?: number;
}
