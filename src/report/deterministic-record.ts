import { hasLazyOutput, withLazyOutput } from '../task/lazy-output.js';
import type { Result, RunRecord } from '../task/result.js';

/**
 * The record of a run without what differs between two equal runs: no times, no durations, no id. With results in the order of the inventory, two
 * runs in which the devices said the same give the same bytes in every format. What the devices say is left alone.
 */
export function makeDeterministic(record: RunRecord): RunRecord {
  return {
    ...record,
    run: { ...record.run, id: null, started: null, finished: null, duration_ms: null },
    results: record.results.map(withoutTimes),
  };
}

/** The same of one result. */
export function withoutTimes(result: Result): Result {
  const timeless = { started: null, finished: null, duration_ms: 0, phases: {} };
  if (!hasLazyOutput(result)) return { ...result, ...timeless };
  const rest = withLazyOutput(result, () => null);
  return withLazyOutput({ ...rest, ...timeless }, () => result.output);
}
