import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UNKNOWN_HINT } from '../error/codes.js';
import type { HostView } from '../inventory/host.js';
import { blankResult } from '../task/blank-result.js';
import { futureKey } from '../task/future-key.js';
import type { Result, RunCounts, RunRecord, RunStatus } from '../task/result.js';
import { cancelledReport } from '../task/unmet-need.js';
import type { FrozenHost } from './frozen-run.js';
import { attemptToRead } from './journal-home.js';
import { type RecordedRun, type ResultEntry, withResults } from './recorded-run.js';

/** What came of a future, or would have: `entry` is absent where the run was lost before it had a result. */
export interface FutureReading {
  host: string;
  task: string;
  entry?: ResultEntry;
  /** A change that may have begun when the run was lost. */
  hasBegun: boolean;
}

/** Every future of a run: those with a result in the order asked for, then the others. */
export function readingsOf(run: RecordedRun, order: 'inventory' | 'completed' = 'inventory'): FutureReading[] {
  const entries = new Map(run.entries.map((entry) => [futureKey(entry), entry]));
  const begun = new Set([...run.begun].flatMap(([host, tasks]) => tasks.map((task) => futureKey({ host, task }))));
  const all = run.hosts.flatMap((host) =>
    run.tasks.map((task): FutureReading => {
      const entry = entries.get(futureKey({ host, task }));
      return { host, task, ...(entry && { entry }), hasBegun: !entry && begun.has(futureKey({ host, task })) };
    }),
  );
  if (order === 'inventory') return all;
  const settled = run.entries.map(({ host, task }): FutureReading => {
    return { host, task, entry: entries.get(futureKey({ host, task })) as ResultEntry, hasBegun: false };
  });
  return [...settled, ...all.filter(({ entry }) => !entry)];
}

/**
 * Counts futures by state as {@link recordOf} would have them.
 *
 * @param goesOn  the run does: what has no result yet is left out
 */
export function countsOf(run: RecordedRun, goesOn = false): RunCounts {
  if (run.end) return run.end.counts;
  const counts = { hosts: run.hosts.length, finished: 0, raised: 0, cancelled: 0, skipped: 0, unknown: 0 };
  for (const reading of readingsOf(run)) if (reading.entry || !goesOn) counts[stateOf(reading).state]++;
  const { unknown, ...others } = counts;
  return unknown > 0 ? counts : others;
}

/**
 * Makes the record of a run again from its journal: the very one that the run itself reported. Of a run that was lost, what had no result is
 * `unknown` where it may have changed a device, and `cancelled` elsewhere.
 *
 * @param order  of the results; the playbook's unless given
 * @throws {JournalError} when an output is gone
 */
export function recordOf(run: RecordedRun, order = run.frozen.playbook.order): RunRecord {
  const { frozen, startedAt, warnings } = run;
  const { name, description, file, vars } = frozen.playbook;
  const finishedAt = run.end?.at ?? run.lastAt;
  return {
    schema: 'flow/run@1',
    run: {
      id: frozen.id,
      status: statusOf(run),
      started: new Date(startedAt).toISOString(),
      finished: new Date(finishedAt).toISOString(),
      duration_ms: Math.max(0, finishedAt - startedAt),
      counts: countsOf(run),
    },
    playbook: { name, ...(description !== undefined && { description }), file },
    vars,
    ...(warnings.length > 0 && { warnings }),
    results: resultsOf(run, order),
  };
}

/** A run that was lost counts as interrupted. */
export function statusOf({ end }: RecordedRun): RunStatus {
  return end?.status ?? 'interrupted';
}

/** The hosts as they were, by name. @throws {JournalError} */
export function readViews({ folder }: Pick<RecordedRun, 'folder'>): Map<string, HostView> {
  const file = path.join(folder, 'inventory.json');
  const hosts: FrozenHost[] = attemptToRead(file, () => JSON.parse(readFileSync(file, 'utf8')));
  return new Map(
    hosts.map(({ name, address, platform, groups, vars }) => [name, { name, address, platform, groups, vars }]),
  );
}

function resultsOf(run: RecordedRun, order: 'inventory' | 'completed'): Result[] {
  const views = run.end ? new Map() : readViews(run);
  return withResults(run, (results) =>
    readingsOf(run, order).map((reading) =>
      reading.entry ? results.read(reading.entry) : lostResult(reading, views.get(reading.host)),
    ),
  );
}

/** The state of a future and the code of its error, as {@link recordOf} has them. */
export function stateOf({ entry, hasBegun }: FutureReading): Pick<ResultEntry, 'state' | 'code'> {
  return entry ?? { state: hasBegun ? 'unknown' : 'cancelled', code: 'cancelled' };
}

/** The result of a future that a lost run has left without one. */
export function lostResult(reading: FutureReading, view: HostView | undefined): Result {
  const { host, task, hasBegun } = reading;
  const error = hasBegun
    ? {
        ...cancelledReport('flow was lost while it ran; the change may have begun: look at the device'),
        hint: UNKNOWN_HINT,
      }
    : cancelledReport('not run: flow was lost');
  const shown = view ?? { name: host, address: '', platform: '', groups: [], vars: {} };
  const { state } = stateOf(reading);
  return { ...blankResult(shown, task, state), attempts: hasBegun ? 1 : 0, error };
}
