import { resolve } from 'node:path';
import { JournalError, UsageError } from '../error/flow-error.js';
import { claimRun } from '../journal/claim-run.js';
import { isRecorded, lineOf } from '../journal/event-line.js';
import { Journal } from '../journal/journal.js';
import { attempt } from '../journal/journal-home.js';
import { LineFile } from '../journal/line-file.js';
import type { RunEvent } from '../task/event.js';
import type { Call } from './command.js';
import { freezeRun, type RunNames } from './freeze-run.js';
import type { PreparedRun } from './prepare-run.js';

/** The flag that names a run. */
export const AS_FLAG = { form: '--as <name>', text: 'a name for this run: `flow diff before after`' };

/** The flag for the events of a run as they happen. */
export const EVENTS_FLAG = {
  form: '--events <file>',
  text: 'writes every event as a line of JSON; with - to standard output, in the place of the report',
};

/** The flag that keeps nothing. */
export const NO_JOURNAL_FLAG = { form: '--no-journal', text: 'keeps no journal: nothing to show, retry or resume' };

/** Writes down the events of a run: in its journal, unless that is not wanted, and where `--events` says. */
export class Recorder {
  /** Standard output has the events, and nothing else may go there. */
  readonly takesStandardOutput: boolean;
  readonly #journal: Journal | undefined;
  readonly #stream: EventStream | undefined;

  /**
   * Begins the journal; claims the run that this one goes on with, once what it carries has been written down.
   *
   * @param home  the project's `.flow`
   * @throws {JournalError} when nothing can be written
   * @throws {UsageError} for a name that would not be found again, when another run has gone on with the earlier one
   */
  constructor(home: string, prepared: PreparedRun, names: RunNames) {
    const { call, earlier } = names;
    const target = call.flags.text('events');
    this.takesStandardOutput = target === '-';
    checkName(call);
    this.#stream = target === undefined ? undefined : new EventStream(target, call.terminal);
    if (call.flags.has('no-journal')) return;
    this.#journal = new Journal(home, freezeRun(prepared, names));
    if (earlier) claimRun(home, earlier.id, prepared.runId);
  }

  /** Aborted when an event could not be written. */
  get broken(): AbortSignal {
    const signals = [this.#journal?.broken, this.#stream?.broken].filter((signal) => signal !== undefined);
    return AbortSignal.any(signals);
  }

  /** Why no more is written. */
  get failure(): JournalError | undefined {
    return this.#journal?.failure ?? this.#stream?.failure;
  }

  /** Listens to the run. */
  hear(event: RunEvent): void {
    this.#journal?.hear(event);
    this.#stream?.hear(event);
  }

  close(): void {
    this.#journal?.close();
    this.#stream?.close();
  }
}

/** A name must not be taken for another way to call a run. */
function checkName({ flags }: Call): void {
  const name = flags.text('as');
  if (name === undefined) return;
  if (flags.has('no-journal')) throw new UsageError('--as: without a journal there is nothing to be named');
  if (/^[A-Za-z][\w.-]{0,99}$/.test(name) && !/^last(~|$)/.test(name)) return;
  throw new UsageError(
    `--as: expected a name of letters, digits, ".", "_" and "-" that begins with a letter and is not "last", got "${name}"`,
  );
}

/** The events as they happen: to a file, or to standard output. */
class EventStream {
  readonly #write: (line: string) => void;
  readonly #file: LineFile | undefined;
  readonly #path: string;
  readonly #broken = new AbortController();
  failure: JournalError | undefined;

  constructor(target: string, { folder, out }: Call['terminal']) {
    this.#path = target === '-' ? 'standard output' : resolve(folder, target);
    this.#file = target === '-' ? undefined : attempt(`write ${this.#path}`, () => new LineFile(this.#path));
    const file = this.#file;
    this.#write = file ? (line) => file.append(line) : (line) => out.write(line, { isMasked: true });
  }

  get broken(): AbortSignal {
    return this.#broken.signal;
  }

  hear(event: RunEvent): void {
    if (this.failure || !isRecorded(event)) return;
    try {
      attempt(`write ${this.#path}`, () => this.#write(lineOf(event)));
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.failure = error;
      this.#broken.abort();
    }
  }

  close(): void {
    this.#file?.close();
  }
}
