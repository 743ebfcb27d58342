import { resolve } from 'node:path';
import { checkChoice, checkOptions, checkTexts } from '../error/arguments.js';
import { makeFace } from '../error/face.js';
import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import { type ContinueHow, carryResults } from '../journal/continue-run.js';
import { findRun } from '../journal/find-run.js';
import type { FrozenRun } from '../journal/frozen-run.js';
import { readEntry } from '../journal/history.js';
import { readingsOf, stateOf, statusOf } from '../journal/record-of.js';
import { type RecordedRun, readJournal } from '../journal/recorded-run.js';
import { futureKey } from '../task/future-key.js';
import type { Result, RunStatus, RunWarning } from '../task/result.js';
import { countOf } from '../task/summarize-run.js';

/** How a run is gone on with. */
export interface ContinueOptions {
  /** `resume` does what has no result yet, `retry` also what was raised, cancelled or skipped. */
  how: ContinueHow;
  /** Hosts whose `unknown` changes are made again: somebody has looked at them. */
  rerun?: readonly string[];
}

/** A run that has ended, or was killed, and what of it is kept by the one that goes on with it. */
export interface EarlierRun {
  id: string;
  /** The folder that its journal is in, absolute: that of the run that goes on goes there as well. */
  journal: string;
  how: ContinueHow;
  /** Its hosts, in their order. */
  hosts: readonly string[];
  /** Hosts with a change that may have begun, and is not made again. */
  unknown: readonly string[];
  /** Futures that are left to be run. */
  open: number;
  /** Futures that were raised, as it told at its end. */
  raised: number;
  /** How it ended; undefined when it was killed. */
  status: RunStatus | undefined;
  /** @internal */
  readonly details: {
    frozen: FrozenRun;
    tasks: readonly string[];
    results: readonly Result[];
    warnings: RunWarning[];
    lost: LostRun | undefined;
  };
}

/** How far the journal of a run that was killed has come. */
export interface LostRun extends Pick<RecordedRun, 'begun' | 'logins'> {
  /** Keys of the futures that have a result. */
  settled: ReadonlySet<string>;
}

/**
 * Finds a run to go on with, and what of it is kept.
 *
 * @param journal  the folder of journals: the project's `.flow`
 * @param name     an id, the beginning of one, `last`, `last~1`, or the name it was given
 * @throws {UsageError} when there is none, it still runs, or nothing is known of it; also for a host of `rerun` without an unknown change
 * @throws {JournalError} when it cannot be read
 * @throws {TypeError} for another word than `resume` and `retry`, or an option that there is not
 */
export function earlierRun(journal: string, name: string, options: ContinueOptions): EarlierRun {
  checkTexts('earlierRun', [journal, name]);
  checkOptions(options, ['how', 'rerun']);
  const { how, rerun = [] } = options;
  checkChoice('how', how, ['resume', 'retry']);
  checkTexts('rerun', rerun);
  const home = resolve(journal);
  const folder = findRun(home, name);
  const { id, state } = readEntry(folder);
  if (state === 'running') throw new UsageError(`the run ${id} still goes on`);
  const run = readJournal(folder);
  if (run.hosts.length === 0) {
    throw new UsageError(
      `nothing is known of what the run ${id} has done: its journal is empty\n  begin a new run with flow run`,
    );
  }
  const { results, open, unknown } = carryResults(run, how, checkRerun(run, rerun));
  const { frozen, hosts, tasks, warnings } = run;
  const status = run.end ? statusOf(run) : undefined;
  const raised = run.end?.counts.raised ?? 0;
  return hideDetails({
    id,
    journal: home,
    how,
    hosts,
    unknown,
    open,
    raised,
    status,
    details: { frozen, tasks, results, warnings, lost: run.end ? undefined : lostRun(run) },
  });
}

const hideDetails = makeFace(({ details: _, ...shown }: EarlierRun) => shown);

/** That changes are left as they are, and what to do. @param hosts  at least one, in their order */
export function explainUnknown(hosts: readonly string[]): string {
  const names = hosts.length > 5 ? [...hosts.slice(0, 4), '…'] : hosts;
  return (
    `a change on ${countOf(hosts.length, 'host')} (${names.join(', ')}) may have begun, and is not made again: ` +
    'look at the device, then say --rerun HOST'
  );
}

function lostRun({ entries, begun, logins }: RecordedRun): LostRun {
  return { settled: new Set(entries.map(futureKey)), begun, logins };
}

/** @throws {UsageError} for a host without an unknown change */
function checkRerun(run: RecordedRun, hosts: readonly string[]): Set<string> {
  if (hosts.length === 0) return new Set();
  const unknown = readingsOf(run)
    .filter((reading) => stateOf(reading).state === 'unknown')
    .map(({ host }) => host);
  for (const host of hosts) {
    if (unknown.includes(host)) continue;
    const proposal = proposeName(host, unknown) ?? `\`flow show ${run.frozen.id}\` tells which are`;
    throw new UsageError(`nothing on it is unknown\n  ${proposal}`, { option: `rerun ${host}` });
  }
  return new Set(hosts);
}
