import type { RunEvent } from '../task/event.js';
import type { RunRecord } from '../task/result.js';

/**
 * A run that goes on: its events as they happen, and the promise of its record. It begins by itself, right after the call that
 * made it; who iterates from then on hears everything, who begins later hears what comes. Events that nobody has taken yet are kept.
 */
export class Run implements AsyncIterable<RunEvent> {
  readonly id: string;
  /** What came of it, whatever devices did. Rejects only for a bug of flow. */
  readonly record: Promise<RunRecord>;
  readonly #listeners = new Set<Listener>();
  readonly #stop: () => void;
  #isOver = false;

  /** @internal */
  constructor(id: string, begin: (emit: (event: RunEvent) => void) => Promise<RunRecord>, stop: () => void) {
    this.id = id;
    this.#stop = stop;
    this.record = Promise.resolve()
      .then(() => begin((event) => this.#tell(event)))
      .finally(() => {
        this.#isOver = true;
        for (const { wake } of this.#listeners) wake?.();
      });
    // Whoever only iterates hears of it there.
    this.record.catch(() => {});
  }

  /** Begins nothing more: what runs may finish within 5 s, the rest is `cancelled`. */
  stop(): void {
    this.#stop();
  }

  /** The events from now on. @throws what {@link record} rejects with */
  [Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, undefined> {
    const listener: Listener = { events: [], wake: undefined };
    this.#listeners.add(listener);
    return this.#events(listener);
  }

  async *#events(listener: Listener): AsyncGenerator<RunEvent, void, undefined> {
    try {
      for (;;) {
        const events = listener.events;
        listener.events = [];
        yield* events;
        if (listener.events.length > 0) continue;
        if (this.#isOver) break;
        await new Promise<void>((resolve) => {
          listener.wake = resolve;
        });
      }
      await this.record;
    } finally {
      this.#listeners.delete(listener);
    }
  }

  #tell(event: RunEvent): void {
    for (const listener of this.#listeners) {
      listener.events.push(event);
      listener.wake?.();
    }
  }
}

interface Listener {
  events: RunEvent[];
  wake: (() => void) | undefined;
}
