import type { ErrorCode } from '../error/codes.js';
import type { SettledState } from './result.js';

/** What came of a future, in a word: its state, and the code of its error. */
export interface Outcome {
  state: SettledState;
  code: ErrorCode | null;
}

/** How a task differs between two runs, and on which hosts in the same way. */
export interface RunChange {
  task: string;
  /** In the order of the inventory. */
  hosts: string[];
  /** Absent where the run has no such host or task. */
  before?: Outcome;
  after?: Outcome;
  /** What of the output is another, as lines that begin with `-`, `+` and a blank; '' where it is the same or one has none. */
  diff: string;
}

/** Two runs compared. */
export interface RunComparison {
  /** How each is called: an id, or its name. */
  before: string;
  after: string;
  /** Futures that both or one of them have, and how many of those differ. */
  compared: number;
  differing: number;
  /** In the order of tasks, then by the first host. */
  changes: RunChange[];
}
