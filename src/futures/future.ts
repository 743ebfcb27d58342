import { inspect } from 'node:util';
import { CancelledError, InvalidStateError } from './errors.js';
import { Deadline, within } from './limits.js';

/** Where a future is: `finished` means that the call returned or raised. */
export type FutureState = 'pending' | 'running' | 'cancelled' | 'finished';

/** What came of a future, for those who look without waiting. */
export type Outcome<T> = { kind: 'returned'; value: T } | { kind: 'raised'; error: unknown } | { kind: 'cancelled' };

/**
 * What a call will come to: pending, then perhaps running, then done exactly once.
 *
 * It is no promise, and `await future` is the future itself: ask for {@link result}. One that raises and is never asked is silent.
 *
 * @see https://docs.python.org/3/library/concurrent.futures.html#future-objects for the behaviour
 */
export class Future<T = unknown> {
  #isRunning = false;
  /** An executor has heard that it was cancelled. */
  #isNotified = false;
  #outcome: Outcome<T> | undefined;
  #listeners: Set<() => void> | undefined;

  /** Cancels it if it has not begun. @returns false when it is running or has finished */
  cancel(): boolean {
    if (this.#isRunning || (this.#outcome && this.#outcome.kind !== 'cancelled')) return false;
    if (!this.#outcome) this.#settle({ kind: 'cancelled' });
    return true;
  }

  /** Whether it was cancelled. */
  cancelled(): boolean {
    return this.#outcome?.kind === 'cancelled';
  }

  /** Whether it is being carried out now, and can no longer be cancelled. */
  running(): boolean {
    return this.#isRunning;
  }

  /** Whether it was cancelled or has finished. */
  done(): boolean {
    return this.#outcome !== undefined;
  }

  /** Where it is. */
  get state(): FutureState {
    if (this.#outcome) return this.#outcome.kind === 'cancelled' ? 'cancelled' : 'finished';
    return this.#isRunning ? 'running' : 'pending';
  }

  /** What came of it, without waiting; undefined while it is not done. */
  get outcome(): Outcome<T> | undefined {
    return this.#outcome;
  }

  /**
   * Waits for what the call returns.
   *
   * @param timeoutMs  milliseconds; 0 looks once, no limit unless given
   * @throws what the call threw, the very same value; {@link CancelledError}; {@link TimeoutError}, after which it can be asked again
   */
  async result(timeoutMs?: number, { signal }: { signal?: AbortSignal } = {}): Promise<T> {
    const outcome = await this.#whenDone(timeoutMs, signal);
    if (outcome.kind === 'returned') return outcome.value;
    throw outcome.kind === 'raised' ? outcome.error : new CancelledError('the future was cancelled');
  }

  /**
   * Waits for what the call throws.
   *
   * @param timeoutMs  milliseconds; 0 looks once, no limit unless given
   * @returns undefined when it returned
   * @throws {CancelledError} or {TimeoutError}
   */
  async exception(timeoutMs?: number, { signal }: { signal?: AbortSignal } = {}): Promise<unknown> {
    const outcome = await this.#whenDone(timeoutMs, signal);
    if (outcome.kind === 'cancelled') throw new CancelledError('the future was cancelled');
    return outcome.kind === 'raised' ? outcome.error : undefined;
  }

  /**
   * Has a function called with this future when it is done, at once if it is. Those of one future are called in the order in
   * which they were added; what one throws, or rejects with, becomes a warning of the process, and the others are still called.
   *
   * @returns what takes the wish back
   */
  addDoneCallback(callback: (future: this) => unknown): () => void {
    const call = () => {
      try {
        const returned = callback(this);
        if (returned instanceof Promise) returned.catch(warn);
      } catch (error) {
        warn(error);
      }
    };
    if (this.#outcome) {
      call();
      return () => {};
    }
    this.#listeners ??= new Set();
    this.#listeners.add(call);
    return () => void this.#listeners?.delete(call);
  }

  /**
   * For executors and tests: the call is about to be carried out.
   *
   * @returns false when it was cancelled and must not be
   * @throws {InvalidStateError} when it was told so before, or is done
   */
  setRunningOrNotifyCancel(): boolean {
    if (this.cancelled() && !this.#isNotified) {
      this.#isNotified = true;
      return false;
    }
    if (this.state !== 'pending') throw new InvalidStateError(`a future that is ${this.state} cannot begin`);
    this.#isRunning = true;
    return true;
  }

  /** For executors and tests: the call has returned. @throws {InvalidStateError} when the future is done */
  setResult(value: T): void {
    this.#finish({ kind: 'returned', value });
  }

  /** For executors and tests: the call has thrown. @throws {InvalidStateError} when the future is done */
  setException(error: unknown): void {
    this.#finish({ kind: 'raised', error });
  }

  /** `<Future state=finished returned object>`; never the value itself, which may be long or a secret. */
  [inspect.custom](): string {
    return `<Future state=${this.state}${this.#outcome ? describe(this.#outcome) : ''}>`;
  }

  /** The same as `util.inspect` shows. */
  toString(): string {
    return this[inspect.custom]();
  }

  #whenDone(timeoutMs: number | undefined, signal: AbortSignal | undefined): Promise<Outcome<T>> {
    if (this.#outcome) return Promise.resolve(this.#outcome);
    return within(
      { deadline: new Deadline(timeoutMs), signal },
      (resolve) => this.addDoneCallback(() => resolve(this.#outcome as Outcome<T>)),
      () => `the future is still ${this.state} after ${timeoutMs} ms`,
    );
  }

  #finish(outcome: Outcome<T>): void {
    if (this.#outcome) throw new InvalidStateError(`a future that is ${this.state} cannot become finished`);
    this.#settle(outcome);
  }

  #settle(outcome: Outcome<T>): void {
    this.#outcome = outcome;
    this.#isRunning = false;
    const listeners = this.#listeners;
    this.#listeners = undefined;
    for (const tell of listeners ?? []) tell();
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}

function describe(outcome: Outcome<unknown>): string {
  if (outcome.kind === 'cancelled') return '';
  return outcome.kind === 'returned' ? ` returned ${nameOf(outcome.value)}` : ` raised ${nameOf(outcome.error)}`;
}

/** The name of an error, else the kind of the value: `object`, `string`, `null`, `undefined`, ... */
function nameOf(value: unknown): string {
  if (value instanceof Error) return value.name;
  return value === null ? 'null' : typeof value;
}
