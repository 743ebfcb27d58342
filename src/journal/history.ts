import path from 'node:path';
import { isEvent } from '../document/is-valid.js';
import { JournalError } from '../error/flow-error.js';
import type { RunCounts, RunStatus } from '../task/result.js';
import { listRuns } from './find-run.js';
import { runsFolder } from './journal-home.js';
import { isAlive } from './process-mark.js';
import { readLastLine } from './read-lines.js';
import { countsOf, readingsOf } from './record-of.js';
import { parseJson, type RecordedRun, readFrozenRun, readJournal } from './recorded-run.js';

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
  /** Futures of a run that goes on which have no result yet; they are not among `counts`. */
  open: number;
  continues: { run: string; how: 'retry' | 'resume' } | null;
}

/** Long enough for the last event of any run. */
const LONGEST_END = 4096;

/** The runs that were kept. */
export interface History {
  /** The oldest first. */
  entries: HistoryEntry[];
  /** One for each run that cannot be read: it is damaged, or of another version of flow. */
  unreadable: JournalError[];
}

/** Reads every run that was kept. Of one that came to its end only the first and the last things are read. @throws {JournalError} */
export function readHistory(home: string): History {
  const history: History = { entries: [], unreadable: [] };
  for (const id of listRuns(home)) {
    try {
      history.entries.push(readEntry(path.join(runsFolder(home), id)));
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      history.unreadable.push(error);
    }
  }
  return history;
}

/** @throws {JournalError} when the run cannot be read */
export function readEntry(folder: string): HistoryEntry {
  const { id, as, playbook, started, process, continues } = readFrozenRun(folder);
  const lost = isAlive(process) ? 'running' : 'killed'; // asked first: a run that ends in between has come to its end
  const end = readEnd(folder);
  const isRunning = !end && lost === 'running';
  const found = end ? { counts: end.counts, open: 0 } : countUp(readJournal(folder), isRunning);
  return {
    id,
    folder,
    as: as ?? null,
    playbook: { name: playbook.name, file: playbook.file },
    started,
    state: end?.status ?? lost,
    duration_ms: end ? Math.max(0, Date.parse(end.at) - Date.parse(started)) : null,
    ...found,
    continues: continues ?? null,
  };
}

function countUp(run: RecordedRun, goesOn: boolean): Pick<HistoryEntry, 'counts' | 'open'> {
  const open = goesOn ? readingsOf(run).filter(({ entry }) => !entry).length : 0;
  return { counts: countsOf(run, goesOn), open };
}

interface RunEnd {
  at: string;
  status: RunStatus;
  counts: RunCounts;
}

function readEnd(folder: string): RunEnd | undefined {
  const line = readLastLine(path.join(folder, 'events.ndjson'), LONGEST_END);
  // Our own last event is short, and begins like this: a longer one need not be parsed.
  if (!line?.startsWith('{"type":"run-finished"')) return undefined;
  const event = parseJson(line);
  return isEvent(event) ? (event as RunEnd) : undefined; // whoever reads the whole journal tells what is wrong with the line
}
