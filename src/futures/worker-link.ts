import { MessageChannel } from 'node:worker_threads';
import { type Options, Tinypool, type TinypoolChannel } from 'tinypool';

/** Where a worker runs, and with what. */
export interface WorkerPlace {
  kind: 'threads' | 'processes';
  /** Absolute path of the module that is the worker. */
  file: string;
  /** Environment of a worker process, that of this one unless given; a thread has that of its process. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** How a worker is started that is spoken with. `To` is what it is told, `From` what it tells. */
export interface WorkerOptions<From> extends WorkerPlace {
  onMessages(messages: From[]): void;
  /** Told once when the worker is gone without having been asked to. @param reason  for people; undefined when nobody knows */
  onLost(reason: string | undefined): void;
}

/** One worker that runs. */
export interface WorkerLink<To> {
  post(messages: To[]): void;
  /** Resolves when the worker has ended by itself, as it does once it is told to close. */
  readonly ended: Promise<void>;
  /** Ends it, by force if need be. */
  stop(): Promise<void>;
}

/** What tinypool says when a process goes away without a word. */
const WITHOUT_A_WORD = 'Worker exited unexpectedly';

/**
 * Starts one worker. The pool has a single one, with a single task that lasts as long as the worker does: which worker a job goes
 * to depends on what its host shares with others, so that the choice cannot be left to a pool.
 */
export function startWorker<To, From>({ onMessages, onLost, ...place }: WorkerOptions<From>): WorkerLink<To> {
  const pool = makePool(place);
  let isOver = false;
  const lose = (error: unknown) => {
    if (isOver) return;
    isOver = true;
    void pool.destroy(); // lets go of a task that was never begun
    const reason = error instanceof Error ? error.message : undefined;
    onLost(reason === WITHOUT_A_WORD ? undefined : reason);
  };
  // A worker that breaks before it has begun its task is told this way.
  pool.on('error', lose);
  const { post, task } = (place.kind === 'threads' ? runOnPort : runOnChannel)<To, From>(pool, onMessages);
  task.catch(lose);
  return {
    post: (messages) => {
      if (!isOver) post(messages);
    },
    ended: task.catch(() => {}),
    stop: () => {
      isOver = true;
      return pool.destroy();
    },
  };
}

/** A worker that is handed one thing at a time, and answers each. While it has nothing to do it does not keep the process alive. */
export interface CallLink {
  /** Hands over what both sides can read; resolves with the answer. @throws what {@link startCalls} names */
  call(packed: unknown): Promise<unknown>;
  /** Ends it, by force if need be. What it has not answered is thrown as lost. */
  stop(): Promise<void>;
}

/**
 * Starts a worker whose module answers calls.
 *
 * @param makeError  what is thrown for a call when the worker is gone; `reason` is for people, undefined when nobody knows
 */
export function startCalls(place: WorkerPlace, makeError: (reason: string | undefined) => Error): CallLink {
  // From its start on, so that tinypool never takes it for one too many. Without atomics, what a call has left behind goes on in it.
  const pool = makePool(place, { minThreads: 1, useAtomics: false });
  const workers = pool.threads;
  let lost: Error | undefined;
  let ended: Promise<void> | undefined;
  const onLost = new Set<(error: Error) => void>();
  const lose = (reason?: string) => {
    if (lost) return;
    lost = makeError(reason === WITHOUT_A_WORD ? undefined : reason);
    for (const tell of onLost) tell(lost);
    // One that has nothing to do keeps nobody, and who waits for its end would be gone before it.
    for (const worker of workers) worker.ref?.();
    ended ??= pool.destroy();
  };
  pool.on('error', (error: Error) => lose(error.message));
  for (const worker of workers) {
    // A thread that ends itself is not told of as an error.
    worker.once('exit', () => {
      ended ??= Promise.resolve();
      lose();
      void pool.destroy();
    });
  }
  return {
    call: (packed) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(lost);
        onLost.add(reject);
        pool.run(packed).then(
          (answer) => {
            onLost.delete(reject);
            resolve(answer);
          },
          (error: unknown) => lose(error instanceof Error ? error.message : String(error)),
        );
      }),
    stop: async () => {
      lose();
      await ended;
    },
  };
}

/** A pool of a single worker. */
function makePool({ kind, file, env }: WorkerPlace, options: Options = {}): Tinypool {
  return new Tinypool({
    filename: file,
    minThreads: 0,
    maxThreads: 1,
    ...options,
    ...(kind === 'threads'
      ? { runtime: 'worker_threads' }
      : { runtime: 'child_process', serialization: 'advanced', ...(env && { env: definedOnly(env) }) }),
  } satisfies Options);
}

/** A task that lasts, and the way to it. */
interface Run<To> {
  post(messages: To[]): void;
  task: Promise<void>;
}

function runOnPort<To, From>(pool: Tinypool, onMessages: (messages: From[]) => void): Run<To> {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', onMessages);
  const task = pool.run({ port: port2 }, { transferList: [port2] }).finally(() => port1.close());
  return { post: (messages) => port1.postMessage(messages), task };
}

function runOnChannel<To, From>(pool: Tinypool, onMessages: (messages: From[]) => void): Run<To> {
  let post: (messages: To[]) => void = () => {};
  const channel: TinypoolChannel = {
    onMessage: (send) => {
      post = send;
    },
    postMessage: onMessages,
  };
  const task = pool.run({}, { channel });
  return { post: (messages) => post(messages), task };
}

function definedOnly(env: NonNullable<WorkerPlace['env']>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
