import { closeSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isEvent } from '../document/is-valid.js';
import type { ErrorCode } from '../error/codes.js';
import { JournalError } from '../error/flow-error.js';
import type { RunEvent } from '../task/event.js';
import { withLazyOutput } from '../task/lazy-output.js';
import type { Result, RunCounts, RunStatus, RunWarning, SettledState } from '../task/result.js';
import { Warnings } from '../task/warnings.js';
import type { RecordedResult, TextFile } from './event-line.js';
import type { FrozenRun } from './frozen-run.js';
import { attemptToRead } from './journal-home.js';
import { type Line, openToRead, readLines, readPart } from './read-lines.js';

/** Where a result stands in the journal, and what is asked for most. */
export interface ResultEntry {
  host: string;
  task: string;
  state: SettledState;
  code: ErrorCode | null;
  durationMs: number;
  line: Pick<Line, 'offset' | 'length'>;
}

/** A run as its journal tells it, without its outputs: those are read when they are asked for. Times in milliseconds since the epoch. */
export interface RecordedRun {
  /** Absolute. */
  folder: string;
  frozen: FrozenRun;
  /** In the order of the inventory. */
  hosts: string[];
  /** In the order written. */
  tasks: string[];
  startedAt: number;
  /** Of the last event. */
  lastAt: number;
  /** Each future once, in the order in which they settled. */
  entries: ResultEntry[];
  /** Host → changes that may have begun, and have no result. */
  begun: Map<string, string[]>;
  /** Host → number of the last login begun that may change it. */
  logins: Map<string, number>;
  warnings: RunWarning[];
  /** Absent for a run that was killed, or goes on. */
  end?: { at: number; status: RunStatus; counts: RunCounts };
}

const EVENTS = 'events.ndjson';

/** Reads what a run was made of. @throws {JournalError} when it is not there or not to be understood */
export function readFrozenRun(folder: string): FrozenRun {
  const file = path.join(folder, 'run.json');
  const run: FrozenRun = attemptToRead(file, () => JSON.parse(readFileSync(file, 'utf8')));
  if (run?.schema === 'flow/frozen-run@1') return run;
  const by = typeof run?.flow === 'string' ? `, written by flow ${run.flow}: read it with that one` : '';
  throw new JournalError(`${file}: expected flow/frozen-run@1, got ${JSON.stringify(run?.schema)}${by}`);
}

/** Reads the journal of a run. A last line that was torn is passed over. @throws {JournalError} with the place of a line that is no event */
export function readJournal(folder: string): RecordedRun {
  const frozen = readFrozenRun(folder);
  const startedAt = Date.parse(frozen.started);
  const run: RecordedRun = {
    folder,
    frozen,
    hosts: [],
    tasks: [],
    startedAt,
    lastAt: startedAt,
    entries: [],
    begun: new Map(),
    logins: new Map(),
    warnings: [],
  };
  const warnings = new Warnings();
  for (const line of readLines(path.join(folder, EVENTS))) {
    const event = parseEvent(folder, line);
    run.lastAt = event.at;
    takeIn(run, event, line);
    warnings.hear(event);
  }
  run.warnings = warnings.list(run.hosts);
  return run;
}

/** What may be asked of the results of a run while its journal is open. */
export interface ResultReader {
  /** The whole result; a long output is read each time it is asked for, and that throws a {@link JournalError} when it is gone. */
  read(entry: ResultEntry): Result;
}

/** Opens the journal of a run for reading results one at a time. @returns what `work` returns */
export function withResults<T>({ folder }: Pick<RecordedRun, 'folder'>, work: (reader: ResultReader) => T): T {
  const descriptor = openToRead(path.join(folder, EVENTS));
  try {
    return work({
      read: ({ line }) => {
        const { result }: { result: RecordedResult } = JSON.parse(readPart(descriptor, line));
        const { output } = result;
        const read = { ...result, output: null, diff: readText(folder, result.diff) };
        if (output === null || typeof output === 'string') return { ...read, output };
        return withLazyOutput<Result>(read, () => readText(folder, output));
      },
    });
  } finally {
    closeSync(descriptor);
  }
}

function readText(folder: string, text: string | null | TextFile): string | null {
  if (text === null || typeof text === 'string') return text;
  const file = path.join(folder, text.file);
  return attemptToRead(file, () => readFileSync(file, 'utf8'));
}

function parseEvent(folder: string, { text, number }: Line): RunEvent {
  const value = parseJson(text);
  if (!isEvent(value)) {
    const got = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    const file = path.join(folder, EVENTS);
    throw new JournalError(`${file}:${number}:1: expected an event of flow/event@1, got ${JSON.stringify(got)}`);
  }
  const event = value as { at: string };
  return { ...event, at: Date.parse(event.at) } as RunEvent;
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A kind of event that is not known adds nothing. */
function takeIn(run: RecordedRun, event: RunEvent, line: Line): void {
  switch (event.type) {
    case 'run-started':
      run.hosts = event.hosts;
      run.tasks = event.tasks;
      run.startedAt = event.at;
      return;
    case 'login-begun':
      run.begun.set(event.host, event.changes);
      run.logins.set(event.host, event.login);
      return;
    case 'retrying':
      run.begun.delete(event.host); // what had begun is never tried again
      return;
    case 'carried':
    case 'settled': {
      const { host, task, result } = event;
      const { state, error, duration_ms: durationMs } = result;
      const { offset, length } = line;
      run.entries.push({ host, task, state, code: error?.code ?? null, durationMs, line: { offset, length } });
      const begun = run.begun.get(host);
      if (begun)
        run.begun.set(
          host,
          begun.filter((name) => name !== task),
        );
      return;
    }
    case 'run-finished':
      run.end = { at: event.at, status: event.status, counts: event.counts };
      return;
    default:
  }
}
