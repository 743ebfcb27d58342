import type { RunEvent } from '../task/event.js';
import type { RunRecord } from '../task/result.js';
import type { Audience } from './audience.js';

/** What a run is made of. */
interface RunParts {
  record: Promise<RunRecord>;
  audience: Audience;
  /** Aborted by {@link Run.stop}. */
  stopping: AbortController;
}

/**
 * A run that goes on: its events as they happen, and the promise of its record. It begins by itself, right after the call that
 * made it; who iterates from then on hears everything, who begins later hears what comes. Events that nobody has taken yet are kept.
 */
export class Run implements AsyncIterable<RunEvent> {
  readonly id: string;
  /**
   * What came of it, whatever devices did, once everything that it held is given back. Rejects when nothing was sent, with the error that says why;
   * and with a {@link RunFailed}, which has the record, when flow itself failed.
   */
  readonly record: Promise<RunRecord>;
  readonly #audience: Audience;
  readonly #stopping: AbortController;

  /** @internal */
  constructor(id: string, { record, audience, stopping }: RunParts) {
    this.id = id;
    this.record = record;
    this.#audience = audience;
    this.#stopping = stopping;
    // Whoever only iterates hears of it there.
    record.catch(() => {});
  }

  /** Begins nothing more: what runs may finish within 5 s, the rest is `cancelled`. */
  stop(): void {
    this.#stopping.abort();
  }

  /** The events from now on. @throws what {@link record} rejects with */
  [Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, undefined> {
    return untilRecord(this.#audience.listen(), this.record);
  }
}

async function* untilRecord(
  events: AsyncGenerator<RunEvent, void, undefined>,
  record: Promise<RunRecord>,
): AsyncGenerator<RunEvent, void, undefined> {
  yield* events;
  await record;
}
