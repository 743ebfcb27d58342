import type { Host, HostKeyPolicy } from '../inventory/host.js';
import type { ErrorReport, Phases, PreviousResult, Result } from './result.js';
import type { Task, Timeouts } from './task.js';

/**
 * The work of one login: some tasks of one host, in order. Plain data, so that it can be carried
 * to another thread, process or machine.
 */
export interface HostJob {
  host: Host;
  /** Hosts to go through, nearest to us first, with their credentials. */
  jumps: Host[];
  /** Their `needs` name tasks of this very login only: what was needed from elsewhere has been judged by the runner. */
  tasks: Task[];
  /** In `read`, a command whose text was not known before is checked once it is rendered (`device/read-command`). */
  mode: 'read' | 'change';
  /** Which login of its host in the run this is, counted from 1. */
  login: number;
  /** Attempts of each task before this job, by task name; absent means 0. */
  attempts: Record<string, number>;
  vars: Record<string, unknown>;
  /** Settled results that templates and expressions may use: this host's by task name, others' as `task@host` where a task's text names them so. */
  results: Record<string, Result>;
  /** What tasks that speak of it gave in the run before, by task name; null where there was none. */
  previous?: Record<string, PreviousResult | null>;
  enable: boolean | 'auto';
  timeouts: Timeouts;
  hostKeys: HostKeyPolicy;
  /** Folders with platform definitions of the user's own. */
  platformDirs: string[];
  /** Folders with TextFSM templates of the user's own and their `index`. */
  templateDirs: string[];
  /** Tell no steps of the login (`step`): nobody is shown them. */
  isTerse?: boolean;
  /** Tell the round trips of the login: `flights`. */
  trace?: boolean;
  /** Tell what was typed and answered: `recorded`. */
  record?: boolean;
}

/**
 * How a login ended. `failed` names the task at which it stopped and everything after it is still open:
 * whether to try again or to raise the rest is for the runner to say.
 */
export type JobOutcome =
  | {
      kind: 'done';
      /** Absent where no login was needed. */
      login?: {
        prompt: string;
        phases: Phases;
        /** The platform that was found out, where the host's is `auto`. */
        platform?: string;
      };
    }
  | {
      kind: 'failed';
      /** Name of the first task without a result. */
      task: string;
      error: ErrorReport;
      /** The connection is gone, so the rest of the job cannot go on (as against one rejected command to be retried). */
      lost: boolean;
      /** A changing task had already sent something: it must not run a second time by itself. */
      begun: boolean;
      /** What was known of the failed task. */
      partial: Partial<Pick<Result, 'command' | 'output' | 'started' | 'phases' | 'host'>>;
    };
