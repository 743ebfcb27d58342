import type { StopReason } from '../task/event.js';
import { Latch } from './latch.js';
import { startTimer } from './timer.js';

/** Why a login was cut off while it ran. */
export type CutCause = 'interrupt' | 'run-timeout' | 'host-timeout';

export interface HaltOptions {
  /** The first Ctrl-C or SIGTERM: what runs may finish within the grace. */
  stop: AbortSignal;
  /** The second: everything ends at once. */
  abort: AbortSignal;
  /** The journal cannot be written: taken like the first Ctrl-C. */
  broken?: AbortSignal | undefined;
  graceMs: number;
  /** Most time for the whole run; absent means no limit. */
  runMs: number | undefined;
  /** Told once per reason. */
  onStop(reason: StopReason): void;
}

/**
 * How a run ends before its end, in two steps. Closing: nothing new is begun but the clean-up (`always`) of hosts that had
 * begun. Ending: every login is cut off and nothing is begun at all.
 *
 * A failure (or a batch of failures) closes; an interrupt closes, and ends after the grace; a run's timeout closes, cuts off what runs at that
 * moment, and ends after the grace. A journal that cannot be written is taken like an interrupt.
 */
export class Halt {
  readonly closing = new Latch();
  readonly ending = new Latch();
  readonly #options: HaltOptions;
  readonly #reasons = new Set<StopReason>();
  readonly #logins = new Set<(cause: CutCause) => void>();
  readonly #undo: (() => void)[] = [];

  constructor(options: HaltOptions) {
    this.#options = options;
  }

  /** Begins to listen to the signals and to the clock. */
  watch(): void {
    const { stop, abort, broken, runMs } = this.#options;
    this.#listen(stop, () => this.stop('interrupt'));
    if (broken) this.#listen(broken, () => this.stop('journal'));
    this.#listen(abort, () => {
      this.stop('interrupt');
      this.#end('interrupt');
    });
    if (runMs !== undefined) this.#undo.push(startTimer(runMs, () => this.stop('timeout')));
  }

  /** An interrupt if there was one; else what came first. */
  get reason(): StopReason | undefined {
    if (this.#reasons.has('interrupt')) return 'interrupt';
    return [...this.#reasons][0];
  }

  stop(reason: StopReason): void {
    if (this.#reasons.has(reason)) return;
    this.#reasons.add(reason);
    this.#options.onStop(reason);
    this.closing.open();
    if (reason === 'failure' || reason === 'batch') return;
    const cause = reason === 'timeout' ? 'run-timeout' : 'interrupt';
    if (reason === 'timeout') this.#cut(cause);
    this.#undo.push(startTimer(this.#options.graceMs, () => this.#end(cause)));
  }

  /** Lets a login be cut off from here. @returns what takes it out again */
  enter(cut: (cause: CutCause) => void): () => void {
    this.#logins.add(cut);
    return () => this.#logins.delete(cut);
  }

  /** Stops listening: no timer and no listener is left. */
  dispose(): void {
    for (const undo of this.#undo) undo();
  }

  #end(cause: CutCause): void {
    this.ending.open();
    this.#cut(cause);
  }

  #cut(cause: CutCause): void {
    for (const cut of [...this.#logins]) cut(cause);
  }

  #listen(signal: AbortSignal, listener: () => void): void {
    if (signal.aborted) {
      listener();
      return;
    }
    signal.addEventListener('abort', listener, { once: true });
    this.#undo.push(() => signal.removeEventListener('abort', listener));
  }
}
