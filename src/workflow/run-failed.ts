import type { RunRecord } from '../task/result.js';

/**
 * flow itself failed in a run: its journal could not be written any more, so that it was stopped; a recording or a commit was not made; or a bug of
 * flow cost hosts their results. What came of it all the same is in `record`.
 */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
  readonly record: RunRecord;
  /** What went wrong, the worst first: that one is the `cause` as well. */
  readonly problems: readonly Error[];

  constructor(record: RunRecord, problems: readonly Error[]) {
    const [worst] = problems;
    super(worst?.message, { cause: worst });
    this.record = record;
    this.problems = problems;
  }
}
