import type { Result } from '../task/result.js';
import { type FutureReading, lostResult, readingsOf, readViews } from './record-of.js';
import { type RecordedRun, withResults } from './recorded-run.js';

/** How a run is gone on with: `resume` does what has no result, `retry` what was raised as well. */
export type ContinueHow = 'retry' | 'resume';

/** What is not done again, in the order in which it was done, and how much is left. */
export interface CarriedResults {
  results: Result[];
  /** Futures to be run. */
  open: number;
  /** Hosts with a change that may have begun and is not run again, in the order of the inventory. */
  unknown: string[];
}

/**
 * Decides what of a run is kept and what is done again. What finished is kept; a change that may have begun is kept as `unknown`.
 * What its own `when` has skipped is judged again on a host where something else is done.
 *
 * @param rerun  hosts whose `unknown` changes a person wants to be run again
 * @throws {JournalError} when an output is gone
 */
export function carryResults(
  run: RecordedRun,
  how: ContinueHow,
  rerun: ReadonlySet<string> = new Set(),
): CarriedResults {
  const readings = readingsOf(run, 'completed');
  const isOpen = (reading: FutureReading) => mustRun(reading, how, rerun);
  const busy = new Set(readings.filter(isOpen).map(({ host }) => host));
  const kept = readings.filter(
    (reading) => !isOpen(reading) && !(reading.entry?.state === 'skipped' && busy.has(reading.host)),
  );
  const views = kept.every(({ entry }) => entry) ? new Map() : readViews(run);
  const results = withResults(run, (reader) =>
    kept.map((reading) => (reading.entry ? reader.read(reading.entry) : lostResult(reading, views.get(reading.host)))),
  );
  const unknown = new Set(results.filter(({ state }) => state === 'unknown').map(({ host }) => host.name));
  return { results, open: readings.length - kept.length, unknown: run.hosts.filter((host) => unknown.has(host)) };
}

function mustRun({ host, entry, hasBegun }: FutureReading, how: ContinueHow, rerun: ReadonlySet<string>): boolean {
  if (!entry) return !hasBegun || rerun.has(host);
  switch (entry.state) {
    case 'finished':
      return false;
    case 'raised':
      return how === 'retry';
    case 'cancelled':
      return true;
    case 'skipped':
      return entry.code !== null;
    case 'unknown':
      return rerun.has(host);
    default:
      return entry.state satisfies never;
  }
}
