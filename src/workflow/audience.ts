import type { RunEvent } from '../task/event.js';

interface Listener {
  events: RunEvent[];
  wake: (() => void) | undefined;
}

/** Who iterates over the events of a run. Events that somebody has not taken yet are kept for them. */
export class Audience {
  readonly #listeners = new Set<Listener>();
  #isOver = false;

  /** Tells one event to everybody who listens by now. */
  tell(event: RunEvent): void {
    for (const listener of this.#listeners) {
      listener.events.push(event);
      listener.wake?.();
    }
  }

  /** There will be no more events. */
  end(): void {
    this.#isOver = true;
    for (const { wake } of this.#listeners) wake?.();
  }

  /** The events from this call on. */
  listen(): AsyncGenerator<RunEvent, void, undefined> {
    const listener: Listener = { events: [], wake: undefined };
    this.#listeners.add(listener);
    return this.#eventsOf(listener);
  }

  async *#eventsOf(listener: Listener): AsyncGenerator<RunEvent, void, undefined> {
    try {
      for (;;) {
        const events = listener.events;
        listener.events = [];
        yield* events;
        if (listener.events.length > 0) continue;
        if (this.#isOver) return;
        await new Promise<void>((resolve) => {
          listener.wake = resolve;
        });
      }
    } finally {
      this.#listeners.delete(listener);
    }
  }
}
