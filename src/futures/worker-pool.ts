import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../document/package-root.js';
import { Chunk, cutIntoChunks, flattenChunks } from './chunks.js';
import { BrokenExecutor } from './errors.js';
import { Executor, type ExecutorOptions, type MapOptions, requireCount, splitOptions, zip } from './executor.js';
import type { Future } from './future.js';
import {
  type ModuleCall,
  type Packing,
  PROCESS_PACKING,
  THREAD_PACKING,
  unpackError,
  type WorkerAnswer,
  type WorkerCall,
} from './worker-call.js';
import { type CallLink, startCalls, type Talk, type WorkerPlace } from './worker-link.js';

/** A function that a module exports. */
export interface ModuleFunction {
  /** `new URL('./work.mjs', import.meta.url)`, or the text of one, or an absolute path. */
  module: URL | string;
  name: string;
  args?: unknown[];
}

/** How an executor with workers is made. */
export interface WorkerPoolOptions extends ExecutorOptions {
  /** Called once in each worker before its first call. When it throws, the executor is broken. */
  initializer?: ModuleFunction;
}

/** How a call is conversed with. */
export interface ConverseOptions<Heard = unknown> {
  args?: unknown[];
  /** Told what the function says, all of it before the future is done. */
  onMessage: (message: Heard) => void;
}

/** A call that can be spoken to while it is carried out. */
export interface Conversation<T = unknown, Said = unknown> {
  future: Future<T>;
  /** Says something to the function, which hears it when it has begun. After its end nobody does. */
  post(message: Said): void;
}

/** What tells threads from processes. */
export interface WorkerKind extends Omit<WorkerPlace, 'file'> {
  /** What is raised when a worker is lost. */
  Broken: new (
    message: string,
    options?: ErrorOptions,
  ) => BrokenExecutor;
  /** Chunks larger than 1 are of use. */
  hasChunks: boolean;
  /** One whose initializer fails takes the others with it, whatever they are at. */
  fallTogether: boolean;
  /** A worker ends after so many calls, and another takes its place. */
  maxTasksPerChild?: number | undefined;
}

/** Made of `cli/call-worker-main` by the build. */
const WORKER_FILE = join(packageRoot, 'dist', 'call-worker.js');

/** One worker, and how much it has done. */
interface PoolWorker {
  link: CallLink;
  tasks: number;
}

/** A call, and who speaks with it meanwhile. */
interface PoolCall {
  work: WorkerCall;
  talk?: Talk;
}

/** Carries calls to workers of its own: one call per worker at a time, an idle worker before a new one. */
export abstract class WorkerPool extends Executor<PoolCall> {
  readonly #kind: WorkerKind;
  readonly #packing: Packing;
  readonly #initializer: ModuleCall | undefined;
  readonly #workers = new Set<PoolWorker>();
  /** Workers that are on their way out. */
  readonly #ending = new Set<Promise<void>>();
  readonly #idle: PoolWorker[] = [];
  #broken: (() => Error) | undefined;

  constructor(maxWorkers: number, options: WorkerPoolOptions, kind: WorkerKind) {
    super(maxWorkers, options);
    if (kind.maxTasksPerChild !== undefined) requireCount('maxTasksPerChild', kind.maxTasksPerChild);
    this.#kind = kind;
    this.#packing = kind.kind === 'threads' ? THREAD_PACKING : PROCESS_PACKING;
    const { initializer } = options;
    this.#initializer = initializer && {
      module: addressOf(initializer.module),
      name: initializer.name,
      args: initializer.args ?? [],
    };
  }

  /**
   * Has a function that a module exports called in a worker. What goes there and comes back is copied.
   *
   * @param module  `new URL('./work.mjs', import.meta.url)`, or the text of one, or an absolute path
   * @throws {ShutdownError} after shutdown; {BrokenExecutor} when a worker was lost; {TypeError} for a module that is nowhere.
   *   What cannot be copied is raised by the future
   */
  submit<T = unknown>(module: URL | string, name: string, ...args: unknown[]): Future<T> {
    return this.schedule({ work: this.#makeWork(module, name, args) }) as Future<T>;
  }

  /**
   * Has a function that a module exports called in a worker, and speaks with it meanwhile: of how far it has come, or to have it end
   * sooner. Its last argument, after `args`, is a `CallPort`. What is said is copied, and arrives in the order in which it was said.
   *
   * @throws what {@link submit} throws
   */
  converse<T = unknown, Said = unknown, Heard = unknown>(
    module: URL | string,
    name: string,
    { args = [], onMessage }: ConverseOptions<Heard>,
  ): Conversation<T, Said> {
    const early: Said[] = [];
    let post: (message: Said) => void = (message) => early.push(message);
    const talk: Talk = {
      onMessage: (message) => {
        if (!future.done()) onMessage(message as Heard);
      },
      onBegun: (say) => {
        post = say;
        for (const message of early.splice(0)) say(message);
      },
    };
    const future = this.schedule({ work: this.#makeWork(module, name, args), talk }) as Future<T>;
    future.addDoneCallback(() => {
      post = () => {};
    });
    return { future, post: (message) => post(message) };
  }

  /**
   * Has a function that a module exports called with each item, or with one item of each of several iterables until the shortest
   * ends. All calls are submitted now, unless there is a `bufferSize`; results come in the order of the items. What a call throws
   * is thrown when its turn has come; then, and when nobody wants any more results, what has not begun is cancelled.
   */
  map<T = unknown>(
    module: URL | string,
    name: string,
    ...iterables: [...Iterable<unknown>[], MapOptions | Iterable<unknown>]
  ): AsyncGenerator<T, void, undefined> {
    const { iterables: items, options } = splitOptions(iterables);
    const { chunkSize = 1 } = options;
    requireCount('chunkSize', chunkSize);
    const target = { module: addressOf(module), name, initializer: this.#initializer };
    const chunks = cutIntoChunks(zip(items), this.#kind.hasChunks ? chunkSize : 1);
    const calls = (function* () {
      for (const chunk of chunks) yield { work: { ...target, calls: chunk } };
    })();
    return flattenChunks<T>(this.scheduleAll(calls, { ...options, chunkSize }));
  }

  /**
   * Ends the workers now, whatever they are at: what runs is raised as {@link BrokenExecutor}, what has not begun is cancelled, and no
   * more calls are taken.
   *
   * @returns when the workers have ended
   */
  async terminateWorkers(): Promise<void> {
    const over = this.shutdown({ cancelFutures: true });
    this.#break('the workers were terminated');
    this.#endAll();
    await over;
  }

  protected override async carry({ work, talk }: PoolCall): Promise<unknown> {
    if (this.#broken) throw this.#broken();
    const packed = this.#packing.pack(work);
    const worker = this.#idle.pop() ?? this.#startWorker();
    worker.tasks++;
    const answer = this.#packing.unpack(await worker.link.call(packed, talk)) as WorkerAnswer;
    if (answer.kind === 'unready') {
      const error = unpackError(answer.error);
      const broken = this.#break(
        `the initializer of a worker has failed: ${error instanceof Error ? error.message : error}`,
        error,
      );
      if (this.#kind.fallTogether) this.#endAll();
      else this.#letGo(worker);
      throw broken;
    }
    this.#leave(worker);
    if (answer.kind === 'raised') throw unpackError(answer.error);
    return answer.values.length === 1 && work.calls.length === 1 ? answer.values[0] : new Chunk(answer.values);
  }

  protected override async release(): Promise<void> {
    for (const worker of this.#workers) this.#letGo(worker);
    await Promise.all(this.#ending);
  }

  #makeWork(module: URL | string, name: string, args: unknown[]): WorkerCall {
    return { module: addressOf(module), name, calls: [args], initializer: this.#initializer };
  }

  #startWorker(): PoolWorker {
    const { kind, env } = this.#kind;
    const lost = `a worker ${kind === 'threads' ? 'thread' : 'process'} has ended while there was work for it`;
    const worker: PoolWorker = {
      link: startCalls({ kind, file: WORKER_FILE, env }, (cause) => {
        if (!this.#workers.delete(worker)) return new BrokenExecutor('the worker was let go');
        const reason = cause instanceof Error ? cause.message : String(cause);
        const broken = this.#break(cause === undefined ? lost : `${lost}: ${reason}`, cause);
        this.#endAll();
        return broken;
      }),
      tasks: 0,
    };
    this.#workers.add(worker);
    return worker;
  }

  /** The worker has nothing to do. */
  #leave(worker: PoolWorker): void {
    if (worker.tasks !== this.#kind.maxTasksPerChild) {
      this.#idle.push(worker);
      return;
    }
    this.#letGo(worker);
  }

  /** Ends a worker that nobody will miss. */
  #letGo(worker: PoolWorker): void {
    this.#workers.delete(worker);
    this.#end(worker);
  }

  /** What the workers are at is raised with what has broken the executor. */
  #endAll(): void {
    for (const worker of [...this.#workers]) this.#end(worker);
  }

  #end({ link }: PoolWorker): void {
    const ended = link.stop().finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }

  /** Raises what has not begun, for good. @returns what is raised for it */
  #break(message: string, cause?: unknown): Error {
    if (!this.#broken) {
      this.#broken = () => new this.#kind.Broken(message, cause === undefined ? {} : { cause });
      this.breakWith(this.#broken);
    }
    return this.#broken();
  }
}

/** The address of a module as every worker can load it. */
function addressOf(module: URL | string): string {
  if (module instanceof URL) return module.href;
  if (typeof module === 'string') {
    if (/^(?:file|data|node):/.test(module)) return module;
    if (module.startsWith('/') || /^[a-z]:[\\/]/i.test(module)) return pathToFileURL(module).href;
  }
  const got = typeof module === 'string' ? module : typeof module;
  throw new TypeError(
    `module: expected an address that means the same in a worker, got ${got}; write new URL('./work.mjs', import.meta.url)`,
  );
}
