import { JournalError } from '../error/flow-error.js';
import type { RunEvent } from '../task/event.js';
import { isRecorded, type RecordedEvent } from './event-line.js';

/**
 * Writes down the events of a run as they happen, each before `hear` returns. It ends with the first that cannot be written, and says so by
 * its signal.
 */
export abstract class EventWriter {
  readonly #broken = new AbortController();
  #failure: JournalError | undefined;

  /** Aborted when an event could not be written. */
  get broken(): AbortSignal {
    return this.#broken.signal;
  }

  /** Why no more is written. */
  get failure(): JournalError | undefined {
    return this.#failure;
  }

  /** Listens to the run. */
  hear(event: RunEvent): void {
    if (this.#failure || !isRecorded(event)) return;
    try {
      this.write(event);
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.#failure = error;
      this.#broken.abort();
    }
  }

  abstract close(): void;

  /** Writes one event, whole. @throws {JournalError} */
  protected abstract write(event: RecordedEvent): void;
}
