import type { EventEmitter } from 'node:events';

/** The user gave up while being asked; ends flow without a word, exit status 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Ctrl-C, a request to end, and a terminal or a connection that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The signals that ask this process to end, from its start. Before the work on hosts begins one of them ends flow at once,
 * because nothing was sent; while it goes on, they are two abort signals for it; after it flow ends at once again.
 */
export class Interrupts {
  readonly #stop = new AbortController();
  readonly #abort = new AbortController();
  #stage: 'before' | 'work' | 'after' = 'before';

  /**
   * @param end     ends the process, with words for the user ('' for none)
   * @param source  where signals come from: this process, unless given
   */
  constructor(end: (words: string) => void, source: Pick<EventEmitter, 'on'> = process) {
    const listener = (signal: NodeJS.Signals) => {
      if (this.#stop.signal.aborted) this.#abort.abort();
      else this.#stop.abort();
      if (this.#stage === 'before') end(`interrupted by ${signal}: nothing was sent`);
      if (this.#stage === 'after') end('');
    };
    for (const signal of SIGNALS) source.on(signal, listener);
  }

  /** The first signal: finish what runs, begin nothing more. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** The second one: end at once. */
  get abort(): AbortSignal {
    return this.#abort.signal;
  }

  /** From here on hosts may be spoken to: whoever works heeds `stop` and `abort`. */
  begin(): void {
    this.#stage = 'work';
  }

  /** The work is over. */
  finish(): void {
    this.#stage = 'after';
  }
}
