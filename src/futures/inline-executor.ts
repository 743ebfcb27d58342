import { availableParallelism } from 'node:os';
import { checkOptions } from '../error/arguments.js';
import { Executor, type ExecutorOptions, type MapOptions, splitOptions, zip } from './executor.js';
import type { Future } from './future.js';

/** A call of a function that is here. */
type InlineCall = () => unknown;

/**
 * Carries out functions in this thread, at most `maxWorkers` of them at once: for what waits, as speaking to devices does. A function
 * that computes without ever waiting holds up everything else; it belongs into a `ThreadExecutor`.
 */
export class InlineExecutor extends Executor<InlineCall> {
  /** @param options `maxWorkers` is the number of cores and 4, at most 32, unless given, as in Python */
  constructor(options: ExecutorOptions = {}) {
    checkOptions(options, ['maxWorkers', 'signal']);
    super(options.maxWorkers ?? Math.min(32, availableParallelism() + 4), options);
  }

  /**
   * Has a function called with these arguments.
   *
   * @throws {ShutdownError} after shutdown; {TypeError} when it is no function
   */
  submit<Args extends unknown[], T>(call: (...args: Args) => T | PromiseLike<T>, ...args: Args): Future<Awaited<T>> {
    requireFunction(call);
    return this.schedule(() => call(...args)) as Future<Awaited<T>>;
  }

  /**
   * Has a function called with each item, or with one item of each of several iterables until the shortest ends. All calls are submitted now,
   * unless there is a `bufferSize`; results come in the order of the items. What a call throws is thrown when its turn has come;
   * then, and when nobody wants any more results, what has not begun is cancelled.
   */
  map<A, T>(
    call: (item: A) => T | PromiseLike<T>,
    items: Iterable<A>,
    options?: MapOptions,
  ): AsyncGenerator<Awaited<T>, void, undefined>;
  map<A, B, T>(
    call: (a: A, b: B) => T | PromiseLike<T>,
    as: Iterable<A>,
    bs: Iterable<B>,
    options?: MapOptions,
  ): AsyncGenerator<Awaited<T>, void, undefined>;
  map<Args extends unknown[], T>(
    call: (...args: Args) => T | PromiseLike<T>,
    ...iterables: [...{ [K in keyof Args]: Iterable<Args[K]> }, options?: MapOptions]
  ): AsyncGenerator<Awaited<T>, void, undefined>;
  map(
    call: (...args: never[]) => unknown,
    ...words: (Iterable<unknown> | MapOptions | undefined)[]
  ): AsyncGenerator<unknown, void, undefined> {
    requireFunction(call);
    const { iterables, options } = splitOptions(words);
    return this.scheduleAll(callEach(call, iterables), options);
  }

  protected override async carry(call: InlineCall): Promise<unknown> {
    return call();
  }

  protected override async release(): Promise<void> {}
}

function* callEach(call: (...args: never[]) => unknown, iterables: Iterable<unknown>[]): Generator<InlineCall> {
  for (const args of zip(iterables)) yield () => call(...(args as never[]));
}

function requireFunction(call: unknown): void {
  if (typeof call === 'function') return;
  throw new TypeError(
    call instanceof URL
      ? 'expected a function; functions of modules are for ThreadExecutor and ProcessExecutor'
      : `expected a function, got ${typeof call}`,
  );
}
