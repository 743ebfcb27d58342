import { hasLazyOutput, withLazyOutput } from '../task/lazy-output.js';
import type { ErrorReport, Result, RunRecord } from '../task/result.js';

/**
 * The record of a run without what differs between two equal runs: no times, no durations, no id, and in the words of errors no ports of this
 * machine itself, which simulated devices and tunnels get anew each time. With results in the order of the inventory, two
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
  const error = result.error && withoutPorts(result.error);
  const timeless = { started: null, finished: null, duration_ms: 0, phases: {}, error };
  if (!hasLazyOutput(result)) return { ...result, ...timeless };
  const rest = withLazyOutput(result, () => null);
  return withLazyOutput({ ...rest, ...timeless }, () => result.output);
}

/** `127.0.0.1 port 40001` and `127.0.0.1:40001` are both `127.0.0.1` */
function withoutPorts(error: ErrorReport): ErrorReport {
  return { ...error, message: error.message.replace(/\b(127(?:\.\d{1,3}){3})(?: port |:)\d+\b/g, '$1') };
}
