import { join } from 'node:path';
import { packageRoot } from '../document/package-root.js';
import type { HostEvent } from '../task/event.js';
import type { JobOutcome } from '../task/host-job.js';
import { type HostCall, HostExecutor } from './host-executor.js';
import { InlineHostExecutor } from './inline-host-executor.js';
import { NewsFilter } from './news-filter.js';
import { RemoteWorker, type RemoteWorkerOptions } from './remote-worker.js';
import { routeOf } from './route-of.js';

/** What an executor with workers is made with. */
export interface WorkerExecutorOptions extends Omit<RemoteWorkerOptions, 'file'> {
  /** How many workers there are, 1 or more. */
  workers: number;
  /** This thread is one of them. */
  isHereToo?: boolean;
  /** The module that is the worker; flow's own unless a test gives another. */
  file?: string;
}

/** Whoever carries jobs. */
interface Worker {
  /** How many jobs are under way. */
  readonly load: number;
  run(call: HostCall): Promise<JobOutcome>;
  close(): Promise<void>;
}

/** Made of `cli/worker-main` by the build. */
const WORKER_FILE = join(packageRoot, 'dist', 'worker.js');

/**
 * Carries jobs to worker threads or processes, each of which speaks to many hosts at the same time. What logins share is
 * never in two workers: hosts behind one first hop, and all that have one-time codes, go to the same one.
 */
export class WorkerExecutor extends HostExecutor {
  readonly #workers: Worker[];
  readonly #workerOf = new Map<string, Worker>();
  readonly #news = new NewsFilter();

  /** Starts the workers. */
  constructor({ workers, isHereToo = false, ...options }: WorkerExecutorOptions) {
    super();
    this.#workers = Array.from({ length: workers }, (_, index) =>
      isHereToo && index === 0 ? new OwnThread(options) : new RemoteWorker({ file: WORKER_FILE, ...options }),
    );
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
  #pick(route: string): Worker {
    let worker = this.#workerOf.get(route);
    if (!worker) {
      worker = this.#workers.reduce((least, other) => (other.load < least.load ? other : least));
      this.#workerOf.set(route, worker);
    }
    return worker;
  }
}

/** The thread that gives the jobs takes its share of them: one less has to be started, and to have memory of its own. */
class OwnThread implements Worker {
  load = 0;
  readonly #executor: InlineHostExecutor;

  constructor(options: Pick<WorkerExecutorOptions, 'onBug'>) {
    this.#executor = new InlineHostExecutor(options);
  }

  async run(call: HostCall): Promise<JobOutcome> {
    this.load++;
    try {
      return await this.#executor.submit(call).result();
    } finally {
      this.load--;
    }
  }

  close(): Promise<void> {
    return this.#executor.close();
  }
}
