import { checkOptions } from '../error/arguments.js';
import { ShutdownError } from './errors.js';
import { Future } from './future.js';
import { Deadline, type WaitLimits, within } from './limits.js';
import { Queue } from './queue.js';

/** How an executor is made. */
export interface ExecutorOptions {
  /** Most calls carried out at once; a whole number from 1. */
  maxWorkers?: number;
  /** Aborted: the executor is shut down, and what has not begun is cancelled. What runs goes on. */
  signal?: AbortSignal;
}

/** How {@link Executor.shutdown} ends an executor. */
export interface ShutdownOptions {
  /** Whether to wait until everything is done and the workers have ended; true unless given. */
  wait?: boolean;
  /** Whether to cancel what has not begun; false unless given. */
  cancelFutures?: boolean;
}

/** How `map` goes through its items. */
export interface MapOptions extends WaitLimits {
  /** Most calls (or chunks) submitted whose results have not been taken; then items are taken as they are needed. All at once unless given. */
  bufferSize?: number;
  /** Items carried to a worker process together; 1 unless given. Without effect elsewhere. */
  chunkSize?: number;
}

/** A call and its future. */
interface Work<Call> {
  call: Call;
  future: Future<unknown>;
}

/**
 * Carries out calls, at most so many at once, first come first served: what all executors have in common.
 *
 * @see https://docs.python.org/3/library/concurrent.futures.html#executor-objects for the behaviour
 */
export abstract class Executor<Call> implements AsyncDisposable {
  /** Most calls carried out at once. */
  readonly maxWorkers: number;
  readonly #waiting = new Queue<Work<Call>>();
  #running = 0;
  #refusal: (() => Error) | undefined;
  #whenIdle: (() => void)[] = [];
  #ended: Promise<void> | undefined;
  #forgetSignal = () => {};

  /** @throws {RangeError} when maxWorkers is no whole number from 1 */
  constructor(maxWorkers: number, { signal }: ExecutorOptions) {
    requireCount('maxWorkers', maxWorkers);
    this.maxWorkers = maxWorkers;
    if (!signal) return;
    const stop = () => void this.shutdown({ wait: false, cancelFutures: true });
    this.#forgetSignal = () => signal.removeEventListener('abort', stop);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  }

  /**
   * Takes no more calls, and lets go of the workers when what it has is done. It may be called again.
   *
   * @returns when everything is over; with `wait: false`, at once
   */
  shutdown(options: ShutdownOptions = {}): Promise<void> {
    checkOptions(options, ['wait', 'cancelFutures']);
    const { wait = true, cancelFutures = false } = options;
    this.#refusal ??= () => new ShutdownError('cannot submit a call after shutdown');
    if (cancelFutures) for (const { future } of this.#waiting.takeAll()) future.cancel();
    this.#ended ??= this.#whenAllDone().then(() => {
      this.#forgetSignal();
      return this.release();
    });
    return wait ? this.#ended : Promise.resolve();
  }

  /** The same as `shutdown()`: at the end of an `await using` block everything is done. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  /** Carries out one call; what it throws is what the future raises. */
  protected abstract carry(call: Call): Promise<unknown>;

  /** Lets go of the workers, of which none has anything to do. */
  protected abstract release(): Promise<void>;

  /** @throws {ShutdownError} after shutdown; {BrokenExecutor} when it is broken */
  protected schedule(call: Call): Future<unknown> {
    if (this.#refusal) throw this.#refusal();
    const future = new Future<unknown>();
    this.#waiting.add({ call, future });
    this.#startWaiting();
    return future;
  }

  /** The calls of a `map`, and what they return in the same order. The time counts from here. */
  protected scheduleAll(calls: Iterable<Call>, options: MapOptions): AsyncGenerator<unknown, void, undefined> {
    checkOptions(options, ['timeoutMs', 'signal', 'bufferSize', 'chunkSize']);
    const { timeoutMs, signal, bufferSize = Number.POSITIVE_INFINITY, chunkSize = 1 } = options;
    requireCount('chunkSize', chunkSize);
    if (bufferSize !== Number.POSITIVE_INFINITY) requireCount('bufferSize', bufferSize);
    const deadline = new Deadline(timeoutMs);
    const source = calls[Symbol.iterator]();
    const open = new Queue<Future<unknown>>();
    const fill = () => {
      while (open.size < bufferSize) {
        const item = source.next();
        if (item.done) return;
        open.add(this.schedule(item.value));
      }
    };
    fill();
    let failure: { error: unknown } | undefined;
    const refill = () => {
      try {
        if (!failure) fill();
      } catch (error) {
        failure = { error }; // told after the results of what was submitted before
      }
    };
    return tell();

    async function* tell() {
      try {
        for (let first = open.peek(); first; first = open.peek()) {
          const future = first;
          if (!future.done())
            await within<undefined>(
              { deadline, signal },
              (resolve) => future.addDoneCallback(() => resolve(undefined)),
              () => `the next result of map had not come after ${timeoutMs} ms`,
            );
          const value = await future.result();
          open.take();
          refill();
          yield value;
        }
        if (failure) throw failure.error;
      } finally {
        for (const future of open.takeAll()) future.cancel();
        source.return?.();
      }
    }
  }

  /** Raises what waits, and takes no more calls. */
  protected breakWith(makeError: () => Error): void {
    this.#refusal = makeError;
    for (const { future } of this.#waiting.takeAll())
      if (future.setRunningOrNotifyCancel()) future.setException(makeError());
  }

  #startWaiting(): void {
    while (this.#running < this.maxWorkers) {
      const work = this.#waiting.take();
      if (!work) return;
      if (work.future.setRunningOrNotifyCancel()) this.#start(work);
    }
  }

  #start({ call, future }: Work<Call>): void {
    this.#running++;
    const leave = () => {
      this.#running--;
      this.#startWaiting();
      if (this.#running === 0) for (const tell of this.#whenIdle.splice(0)) tell();
    };
    // Whoever submits is done first, as with a thread of its own. The place is free before anyone hears of the result.
    void Promise.resolve()
      .then(() => this.carry(call))
      .then(
        (value) => {
          leave();
          future.setResult(value);
        },
        (error: unknown) => {
          leave();
          future.setException(error);
        },
      );
  }

  #whenAllDone(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }
}

/** Takes one item of each until one of them has no more. */
export function* zip(iterables: readonly Iterable<unknown>[]): Generator<unknown[], void, undefined> {
  const sources = iterables.map((items) => items[Symbol.iterator]());
  try {
    for (;;) {
      const items = sources.map((source) => source.next());
      if (items.length === 0 || items.some(({ done }) => done)) return;
      yield items.map(({ value }) => value);
    }
  } finally {
    for (const source of sources) source.return?.();
  }
}

/** The iterables of a `map`, and its options where the last word is no iterable. */
export function splitOptions(words: readonly unknown[]): { iterables: Iterable<unknown>[]; options: MapOptions } {
  const last = words.at(-1);
  const hasOptions = words.length > 0 && !isIterable(last);
  const iterables = hasOptions ? words.slice(0, -1) : words;
  const stranger = iterables.findIndex((items) => !isIterable(items));
  if (stranger >= 0) throw new TypeError(`map: expected an iterable, got ${typeof iterables[stranger]}`);
  return { iterables: iterables as Iterable<unknown>[], options: hasOptions ? ((last ?? {}) as MapOptions) : {} };
}

function isIterable(value: unknown): boolean {
  return value !== null && value !== undefined && typeof Object(value)[Symbol.iterator] === 'function';
}

/** @throws {RangeError} when it is no whole number from 1 */
export function requireCount(name: string, count: number): void {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`${name}: expected a whole number from 1, got ${String(count)}`);
}
