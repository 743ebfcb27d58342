/** The user gave up while being asked; ends flow without a word, exit status 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Ctrl-C and SIGTERM, as two signals for the work going on. */
export interface Interrupts {
  /** The first one: finish what runs, begin nothing more. */
  readonly stop: AbortSignal;
  /** The second one: end at once. */
  readonly abort: AbortSignal;
  /** Gives the signals back to Node.js, which ends the process. */
  release(): void;
}

/** Takes over Ctrl-C and SIGTERM until released. */
export function takeInterrupts(): Interrupts {
  const stop = new AbortController();
  const abort = new AbortController();
  const listener = () => {
    if (stop.signal.aborted) abort.abort();
    else stop.abort();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release() {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}
