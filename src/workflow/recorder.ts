import { type JournalError, UsageError } from '../error/flow-error.js';
import { claimRun } from '../journal/claim-run.js';
import { EventStream, type EventTarget } from '../journal/event-stream.js';
import type { EventWriter } from '../journal/event-writer.js';
import { Journal } from '../journal/journal.js';
import type { RunEvent } from '../task/event.js';
import { freezeRun, type RunNames } from './freeze-run.js';
import type { Plan } from './plan.js';

/** Where the events of a run are written down. */
export interface RecorderOptions {
  /** The project's `.flow`; none: no journal is kept. */
  home: string | undefined;
  /** Where the events go as well. */
  events: EventTarget | undefined;
}

/** Writes down the events of a run: in its journal, unless that is not wanted, and where its events are asked for. */
export class Recorder {
  /** The journal first: of two failures, its is told. */
  readonly #writers: EventWriter[] = [];

  /**
   * Begins the journal; claims the run that this one goes on with, once what it carries has been written down.
   *
   * @throws {JournalError} when nothing can be written
   * @throws {UsageError} for a name that would not be found again, events that cannot be written, or when another run has gone on with the earlier one
   */
  constructor({ home, events }: RecorderOptions, plan: Plan, names: RunNames) {
    const { as, runId, earlier } = names;
    checkName(as, home !== undefined);
    if (events !== undefined) this.#writers.push(new EventStream(events));
    if (home === undefined) return;
    this.#writers.unshift(new Journal(home, freezeRun(plan, names)));
    if (earlier) claimRun(home, earlier.id, runId);
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
function checkName(name: string | undefined, isKept: boolean): void {
  if (name === undefined) return;
  if (!isKept) throw new UsageError('without a journal there is nothing to be named', { option: 'as' });
  if (/^[A-Za-z][\w.-]{0,99}$/.test(name) && !/^last(~|$)/.test(name)) return;
  throw new UsageError(
    `expected a name of letters, digits, ".", "_" and "-" that begins with a letter and is not "last", got "${name}"`,
    { option: 'as' },
  );
}
