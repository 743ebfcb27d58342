import { type JournalError, UsageError } from '../error/flow-error.js';
import { claimRun } from '../journal/claim-run.js';
import type { EventWriter } from '../journal/event-writer.js';
import { Journal } from '../journal/journal.js';
import type { RunEvent } from '../task/event.js';
import type { Call } from './command.js';
import { EventStream } from './event-stream.js';
import { freezeRun, type RunNames } from './freeze-run.js';
import type { PreparedRun } from './prepare-run.js';

/** The flag that names a run. */
export const AS_FLAG = { form: '--as <name>', text: 'a name for this run: `flow diff before after`' };

/** The flag that keeps nothing. */
export const NO_JOURNAL_FLAG = { form: '--no-journal', text: 'keeps no journal: nothing to show, retry or resume' };

/** Writes down the events of a run: in its journal, unless that is not wanted, and where `--events` says. */
export class Recorder {
  /** Standard output has the events, and nothing else may go there. */
  readonly takesStandardOutput: boolean;
  /** The journal first: of two failures, its is told. */
  readonly #writers: EventWriter[] = [];

  /**
   * Begins the journal; claims the run that this one goes on with, once what it carries has been written down.
   *
   * @param home  the project's `.flow`
   * @throws {JournalError} when nothing can be written
   * @throws {UsageError} for a name that would not be found again, events that cannot be written, or when another run has gone on with the earlier one
   */
  constructor(home: string, prepared: PreparedRun, names: RunNames) {
    const { call, earlier } = names;
    const target = call.flags.text('events');
    this.takesStandardOutput = target === '-';
    checkName(call);
    if (target !== undefined) this.#writers.push(new EventStream(call));
    if (call.flags.has('no-journal')) return;
    this.#writers.unshift(new Journal(home, freezeRun(prepared, names)));
    if (earlier) claimRun(home, earlier.id, prepared.runId);
  }

  /** Aborted when an event could not be written. */
  get broken(): AbortSignal {
    return AbortSignal.any(this.#writers.map(({ broken }) => broken));
  }

  /** Why no more is written. */
  get failure(): JournalError | undefined {
    return this.#writers.find(({ failure }) => failure)?.failure;
  }

  /** Listens to the run. */
  hear(event: RunEvent): void {
    for (const writer of this.#writers) writer.hear(event);
  }

  close(): void {
    for (const writer of this.#writers) writer.close();
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
