import { MessageChannel } from 'node:worker_threads';
import { type Options, Tinypool, type TinypoolChannel } from 'tinypool';
import type { FromWorker, ToWorker } from './worker-messages.js';

/** How a worker is started. */
export interface WorkerOptions {
  kind: 'threads' | 'processes';
  /** Absolute path of the module that is the worker (`cli/worker-main`). */
  file: string;
  /** Environment of a worker process; a thread has that of its process. */
  env: Readonly<Record<string, string | undefined>>;
  onMessages(messages: FromWorker[]): void;
  /** Told once when the worker is gone without having been asked to. @param reason  for people; undefined when nobody knows */
  onLost(reason: string | undefined): void;
}

/** One worker that runs. */
export interface WorkerLink {
  post(messages: ToWorker[]): void;
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
export function startWorker({ kind, file, env, onMessages, onLost }: WorkerOptions): WorkerLink {
  const pool = new Tinypool({
    filename: file,
    minThreads: 0,
    maxThreads: 1,
    ...(kind === 'threads'
      ? { runtime: 'worker_threads' }
      : { runtime: 'child_process', serialization: 'advanced', env: definedOnly(env) }),
  } satisfies Options);
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
  const { post, task } = kind === 'threads' ? runOnPort(pool, onMessages) : runOnChannel(pool, onMessages);
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

/** A task that lasts, and the way to it. */
interface Run {
  post(messages: ToWorker[]): void;
  task: Promise<void>;
}

function runOnPort(pool: Tinypool, onMessages: (messages: FromWorker[]) => void): Run {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', onMessages);
  const task = pool.run({ port: port2 }, { transferList: [port2] }).finally(() => port1.close());
  return { post: (messages) => port1.postMessage(messages), task };
}

function runOnChannel(pool: Tinypool, onMessages: (messages: FromWorker[]) => void): Run {
  let post: (messages: ToWorker[]) => void = () => {};
  const channel: TinypoolChannel = {
    onMessage: (send) => {
      post = send;
    },
    postMessage: onMessages,
  };
  const task = pool.run({}, { channel });
  return { post: (messages) => post(messages), task };
}

function definedOnly(env: WorkerOptions['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
