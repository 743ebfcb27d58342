import path from 'node:path';
import type { RunCounts, RunStatus } from '../task/result.js';
import { listRuns } from './find-run.js';
import { runsFolder } from './journal-home.js';
import { isAlive } from './process-mark.js';
import { readLastLine } from './read-lines.js';
import { countsOf } from './record-of.js';
import { readFrozenRun, readJournal } from './recorded-run.js';

/** `killed`: its process is gone, and it never came to its end. */
export type HistoryState = RunStatus | 'running' | 'killed';

/** One run, as the list of runs shows it. */
export interface HistoryEntry {
  id: string;
  /** Absolute. */
  folder: string;
  /** The name given with `--as`. */
  as: string | null;
  playbook: { name: string; file: string };
  started: string;
  state: HistoryState;
  /** Null while it goes on, and where nobody knows. */
  duration_ms: number | null;
  counts: RunCounts;
  continues: { run: string; how: 'retry' | 'resume' } | null;
}

/** Long enough for the last event of any run. */
const LONGEST_END = 4096;

/** Every run that was kept, the oldest first. Of a run that came to its end only the first and the last things are read. */
export function readHistory(home: string): HistoryEntry[] {
  return listRuns(home).map((id) => readEntry(path.join(runsFolder(home), id)));
}

/** @throws {JournalError} when the run cannot be read */
export function readEntry(folder: string): HistoryEntry {
  const { id, as, playbook, started, process, continues } = readFrozenRun(folder);
  const end = readEnd(folder);
  const lost = isAlive(process) ? 'running' : 'killed';
  return {
    id,
    folder,
    as: as ?? null,
    playbook: { name: playbook.name, file: playbook.file },
    started,
    state: end?.status ?? lost,
    duration_ms: end ? Math.max(0, Date.parse(end.at) - Date.parse(started)) : null,
    counts: end?.counts ?? countsOf(readJournal(folder)),
    continues: continues ?? null,
  };
}

function readEnd(folder: string): { at: string; status: RunStatus; counts: RunCounts } | undefined {
  const line = readLastLine(path.join(folder, 'events.ndjson'), LONGEST_END);
  // Our own last event is short, and begins like this: a longer one need not be parsed.
  return line?.startsWith('{"type":"run-finished"') ? JSON.parse(line) : undefined;
}
