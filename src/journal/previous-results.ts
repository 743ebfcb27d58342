import path from 'node:path';
import { JournalError } from '../error/flow-error.js';
import { futureKey } from '../task/future-key.js';
import type { PreviousResult } from '../task/result.js';
import { listRuns } from './find-run.js';
import { runsFolder } from './journal-home.js';
import { type RecordedRun, type ResultEntry, readFrozenRun, readJournal, withResults } from './recorded-run.js';

/** Runs that are looked at: what was not asked for so long has no run before. */
const MOST_RUNS = 10;

/** Which runs count. */
export interface PreviousOptions {
  /** The playbook, absolute. */
  file: string;
  /** A run that is gone on with: neither it nor what it goes on with itself has been before. */
  except?: string | undefined;
  /** Tasks that are asked for. */
  tasks: ReadonlySet<string>;
}

/**
 * Finds what the runs before of a playbook gave: of each host and task the newest that a device gave. What cannot be read counts as
 * not there.
 *
 * @param home  the project's `.flow`
 * @returns undefined for a task that is not asked for, null where there was nothing
 */
export function previousResults(
  home: string,
  options: PreviousOptions,
): (host: string, task: string) => PreviousResult | null | undefined {
  const { tasks } = options;
  const found = new Map<string, { run: RecordedRun; entry: ResultEntry }>();
  for (const run of runsBefore(home, options)) {
    for (const entry of run.entries) {
      const key = futureKey(entry);
      const isAnswer = entry.state === 'finished' || entry.code === 'expect' || entry.code === 'device';
      const known = found.get(key);
      if (isAnswer && tasks.has(entry.task) && (!known || known.run === run)) found.set(key, { run, entry });
    }
  }
  return (host, task) => {
    if (!tasks.has(task)) return undefined;
    const place = found.get(futureKey({ host, task }));
    if (!place) return null;
    return orNothing(() => withResults(place.run, (reader) => pick(reader.read(place.entry)))) ?? null;
  };
}

function pick({ output, parsed, state }: PreviousResult): PreviousResult {
  return { output, parsed, state };
}

/** The newest first. */
function runsBefore(home: string, { file, except }: PreviousOptions): RecordedRun[] {
  const runs: RecordedRun[] = [];
  const left = new Set(except === undefined ? [] : [except]);
  for (const id of (orNothing(() => listRuns(home)) ?? []).reverse()) {
    if (runs.length >= MOST_RUNS) break;
    const folder = path.join(runsFolder(home), id);
    const frozen = orNothing(() => readFrozenRun(folder));
    if (!frozen || path.resolve(frozen.folder, frozen.playbook.file) !== file) continue;
    if (left.has(id)) {
      if (frozen.continues) left.add(frozen.continues.run);
      continue;
    }
    const run = orNothing(() => readJournal(folder));
    if (run) runs.push(run);
  }
  return runs;
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof JournalError) return undefined;
    throw error;
  }
}
