import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../document/package-root.js';
import type { HostEvent } from '../task/event.js';
import type { JobOutcome } from '../task/host-job.js';
import { type HostCall, HostExecutor } from './host-executor.js';
import { NewsFilter } from './news-filter.js';
import { RemoteWorker, type RemoteWorkerOptions } from './remote-worker.js';
import { routeOf } from './route-of.js';

/** What an executor with workers is made with. */
export interface WorkerExecutorOptions extends Omit<RemoteWorkerOptions, 'file'> {
  /** How many workers there are, 1 or more. */
  workers: number;
  /** The module that is the worker; flow's own unless a test gives another. */
  file?: string;
}

/** Made of `cli/worker-main` by the build. */
const WORKER_FILE = join(packageRoot, 'dist', 'worker.js');

/** How many workers are of use for so many hosts: one per core, and none without a host. */
export function countWorkers(hosts: number): number {
  return Math.max(1, Math.min(availableParallelism(), hosts));
}

/**
 * Carries jobs to worker threads or processes, each of which speaks to many hosts at the same time. What logins share is
 * never in two workers: hosts behind one first hop, and all that have one-time codes, go to the same one.
 */
export class WorkerExecutor extends HostExecutor {
  readonly #workers: RemoteWorker[];
  readonly #workerOf = new Map<string, RemoteWorker>();
  readonly #news = new NewsFilter();

  /** Starts the workers. */
  constructor({ workers, ...options }: WorkerExecutorOptions) {
    super();
    this.#workers = Array.from({ length: workers }, () => new RemoteWorker({ file: WORKER_FILE, ...options }));
  }

  protected override carry(call: HostCall): Promise<JobOutcome> {
    const emit = (event: HostEvent) => {
      if (this.#news.isNews(event)) call.emit(event);
    };
    return this.#pick(routeOf(call.job)).run({ ...call, emit });
  }

  protected override async letGo(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  /** The worker that has had this route; of a new one, whichever has the least to do. */
  #pick(route: string): RemoteWorker {
    let worker = this.#workerOf.get(route);
    if (!worker) {
      worker = this.#workers.reduce((least, other) => (other.load < least.load ? other : least));
      this.#workerOf.set(route, worker);
    }
    return worker;
  }
}
