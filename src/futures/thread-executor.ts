import { availableParallelism } from 'node:os';
import { checkOptions } from '../error/arguments.js';
import { BrokenThreadPool } from './errors.js';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.js';

/** Carries out functions of modules in threads of its own, at most `maxWorkers` at once: for what computes. */
export class ThreadExecutor extends WorkerPool {
  /** @param options `maxWorkers` is the number of cores and 4, at most 32, unless given, as in Python */
  constructor(options: WorkerPoolOptions = {}) {
    checkOptions(options, ['maxWorkers', 'signal', 'initializer']);
    const maxWorkers = options.maxWorkers ?? Math.min(32, availableParallelism() + 4);
    super(maxWorkers, options, { kind: 'threads', Broken: BrokenThreadPool, hasChunks: false, fallTogether: false });
  }
}
