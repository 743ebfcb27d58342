import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { type Options, Tinypool, type TinypoolChannel } from 'tinypool';
import { areProcessWords } from './call-port.js';
import type { HandedCall } from './serve-calls.js';
import { type DyingWords, unpackError } from './worker-call.js';

/** Where a worker runs, and with what. */
export interface WorkerPlace {
  kind: 'threads' | 'processes';
  /** Absolute path of the module that is the worker. */
  file: string;
  /** All of the environment of a worker process; a thread has that of its process. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** This end of what is said to a call and by it while it is carried out. */
export interface Talk {
  /** Told once, when the call can be spoken to. */
  onBegun(post: (message: unknown) => void): void;
  onMessage(message: unknown): void;
}

/** A worker that is handed one thing at a time, and answers each. While it has nothing to do it does not keep the process alive. */
export interface CallLink {
  /** Hands over what both sides can read; resolves with the answer. @throws what {@link startCalls} names */
  call(packed: unknown, talk?: Talk): Promise<unknown>;
  /** Ends it, by force if need be. What it has not answered is thrown as lost. */
  stop(): Promise<void>;
}

/** What tinypool says when a process goes away without a word. */
const WITHOUT_A_WORD = 'Worker exited unexpectedly';

/**
 * Starts a worker whose module answers calls.
 *
 * @param makeError  what is thrown for a call when the worker is gone; `cause` is what nobody caught there, undefined when nobody knows
 */
export function startCalls(place: WorkerPlace, makeError: (cause: unknown) => Error): CallLink {
  // From its start on, so that tinypool never takes it for one too many. Without atomics, what a call has left behind goes on in it.
  const pool = makePool(place, { minThreads: 1, useAtomics: false });
  const workers = pool.threads;
  let dyingWords: unknown;
  const onDying = (error: unknown) => {
    dyingWords = error;
  };
  const run = place.kind === 'threads' ? runInThread(pool) : runInProcess(pool, onDying);
  let lost: Error | undefined;
  let ended: Promise<void> | undefined;
  const onLost = new Set<(error: Error) => void>();
  const lose = (error?: unknown) => {
    if (lost) return;
    lost = makeError(dyingWords ?? (error instanceof Error && error.message === WITHOUT_A_WORD ? undefined : error));
    for (const tell of onLost) tell(lost);
    // One that has nothing to do keeps nobody, and who waits for its end would be gone before it.
    for (const worker of workers) worker.ref?.();
    ended ??= pool.destroy();
  };
  pool.on('error', lose);
  for (const worker of workers) {
    // Node.js may tell of the error and of the end in one turn, before the call has heard of the first.
    worker.once('error', lose);
    // A thread that ends itself is not told of as an error.
    worker.once('exit', () => {
      ended ??= Promise.resolve();
      lose();
      void pool.destroy();
    });
  }
  return {
    call: (packed, talk) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(lost);
        onLost.add(reject);
        run(packed, talk).then((answer) => {
          onLost.delete(reject);
          resolve(answer);
        }, lose);
      }),
    stop: async () => {
      lose();
      await ended;
    },
  };
}

/** A pool of a single worker. */
function makePool({ kind, file, env }: WorkerPlace, options: Options): Tinypool {
  return new Tinypool({
    filename: file,
    maxThreads: 1,
    ...options,
    ...(kind === 'threads'
      ? { runtime: 'worker_threads' }
      : { runtime: 'child_process', serialization: 'advanced', ...(env && { env: definedOnly(env) }) }),
  } satisfies Options);
}

/** Has a worker carry out what it is handed. */
type Run = (packed: unknown, talk: Talk | undefined) => Promise<unknown>;

function runInThread(pool: Tinypool): Run {
  return async (packed, talk) => {
    if (!talk) return pool.run({ packed } satisfies HandedCall);
    const { port1, port2 } = new MessageChannel();
    port1.on('message', talk.onMessage);
    talk.onBegun((message) => port1.postMessage(message));
    try {
      return await pool.run({ packed, talk: port2 } satisfies HandedCall, { transferList: [port2] });
    } finally {
      // The answer may have overtaken what was said before it. What the listener throws is nothing that the worker has done.
      for (let said = receiveMessageOnPort(port1); said; said = receiveMessageOnPort(port1)) {
        const { message } = said;
        queueMicrotask(() => talk.onMessage(message));
      }
      port1.close();
    }
  };
}

function runInProcess(pool: Tinypool, onDying: (error: unknown) => void): Run {
  let post: (words: unknown) => void = () => {};
  let current: Talk | undefined;
  let call = 0;
  const channel: TinypoolChannel = {
    onMessage: (send) => {
      post = send;
    },
    postMessage: (words: unknown) => {
      if (isDying(words)) return onDying(unpackError(words.dying));
      if (!areProcessWords(words) || words.call !== call) return;
      const number = call;
      if ('message' in words) current?.onMessage(words.message);
      else current?.onBegun((message) => post({ call: number, message }));
    },
  };
  return async (packed, talk) => {
    current = talk;
    call++;
    try {
      return await pool.run({ packed, ...(talk && { talk: call }) } satisfies HandedCall, { channel });
    } finally {
      current = undefined;
    }
  };
}

function isDying(words: unknown): words is DyingWords {
  return typeof words === 'object' && words !== null && 'dying' in words;
}

function definedOnly(env: NonNullable<WorkerPlace['env']>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
