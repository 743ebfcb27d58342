import type { PlaybookTest } from './find-tests.js';

/** What came of one test. */
export interface Verdict {
  test: PlaybookTest;
  /** `equal` and `written` are well; `invalid` could not be run at all. */
  state: 'equal' | 'written' | 'differs' | 'invalid';
  /** What is wrong, as lines with their ends: a diff, or every mistake; '' where all is well. */
  details: string;
  durationMs: number;
}
