import { availableParallelism } from 'node:os';
import { checkOptions } from '../error/arguments.js';
import { BrokenProcessPool } from './errors.js';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.js';

/** How a process executor is made. */
export interface ProcessExecutorOptions extends WorkerPoolOptions {
  /** A process ends after so many calls (or chunks), and a new one takes its place; as long as the executor lasts unless given. */
  maxTasksPerChild?: number;
  /** Environment of the processes; that of this one unless given. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** Carries out functions of modules in processes of its own, at most `maxWorkers` at once: for what may crash, or needs memory of its own. */
export class ProcessExecutor extends WorkerPool {
  /** @param options `maxWorkers` is the number of cores unless given, as in Python */
  constructor(options: ProcessExecutorOptions = {}) {
    checkOptions(options, ['maxWorkers', 'signal', 'initializer', 'maxTasksPerChild', 'env']);
    const { maxWorkers = availableParallelism(), maxTasksPerChild, env = process.env } = options;
    super(maxWorkers, options, {
      kind: 'processes',
      Broken: BrokenProcessPool,
      hasChunks: true,
      fallTogether: true,
      maxTasksPerChild,
      env,
    });
  }
}
