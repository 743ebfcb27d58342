import { BrokenExecutor } from '../futures/errors.js';
import type { Future } from '../futures/future.js';
import { ProcessExecutor } from '../futures/process-executor.js';
import { ThreadExecutor } from '../futures/thread-executor.js';
import { type AskLeave, alwaysGiven } from '../inventory/leave.js';
import type { HostEvent } from '../task/event.js';
import type { HostJob, JobOutcome } from '../task/host-job.js';
import { answerWorker, type Question, reviveBug } from './answer-worker.js';
import type { HostCall } from './host-executor.js';
import { JobProgress } from './job-progress.js';
import { lostReport } from './lost-report.js';
import { within } from './within.js';
import { type FromWorker, Outbox, type ToWorker } from './worker-messages.js';

/** What a remote worker is made with. */
export interface RemoteWorkerOptions {
  kind: 'threads' | 'processes';
  /** Absolute path of the module that is the worker: it exports `serve`. */
  file: string;
  /** Environment of a worker process; a thread has that of its process. */
  env: Readonly<Record<string, string | undefined>>;
  /** Told of a bug of flow that cost a host its result. */
  onBug(error: unknown): void;
}

/** A job that was handed in and has no outcome. */
interface OpenJob {
  progress: JobProgress;
  mode: HostJob['mode'];
  emit(event: HostEvent): void;
  mayShow: AskLeave;
  settle(outcome: JobOutcome): void;
}

/** One worker from its start to its end: an executor with a single worker, which has a single call that lasts as long as it does. */
interface Life {
  executor: ThreadExecutor | ProcessExecutor;
  future: Future<void>;
  outbox: Outbox<ToWorker>;
  isReady: boolean;
}

/** So many workers in a row may end before they were ready; then no other is started. */
const MOST_FAILED_STARTS = 3;
/** How long a worker may take to log out everywhere. */
const FAREWELL_MS = 2_000;

/**
 * The near end of a worker: jobs go there once it is ready, and what it tells goes to whoever gave the job. A worker that is lost
 * takes its jobs with it, and another is started for the next one. What this does not do: it runs no job a second time.
 */
export class RemoteWorker {
  readonly #options: RemoteWorkerOptions;
  readonly #jobs = new Map<number, OpenJob>();
  #life: Life | undefined;
  /** For a worker that is not ready yet. */
  #waiting: ToWorker[] = [];
  #lastJob = 0;
  #failedStarts = 0;
  #isClosing = false;

  constructor(options: RemoteWorkerOptions) {
    this.#options = options;
    this.#start();
  }

  /** How many jobs are under way. */
  get load(): number {
    return this.#jobs.size;
  }

  /** Runs one job there. Never rejects: a job that is lost with its worker is a `failed` outcome with the code `worker_lost`. */
  run({ job: work, emit, signal, mayShow = alwaysGiven, onBegin }: HostCall): Promise<JobOutcome> {
    return new Promise((resolve) => {
      const job = ++this.#lastJob;
      const cancel = () => this.#tell({ type: 'cancel', job });
      this.#jobs.set(job, {
        progress: new JobProgress(work),
        mode: work.mode,
        emit,
        mayShow,
        settle: (outcome) => {
          this.#jobs.delete(job);
          signal.removeEventListener('abort', cancel);
          resolve(outcome);
        },
      });
      if (!this.#life && this.#failedStarts < MOST_FAILED_STARTS) this.#start();
      if (!this.#life) return this.#loseJobs('no worker could be started', { begun: false });
      onBegin?.();
      this.#tell({ type: 'run', job, work });
      signal.addEventListener('abort', cancel);
      if (signal.aborted) cancel();
    });
  }

  /** Has the worker log out everywhere and end; no job runs any more. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const life = this.#life;
    if (!life) return;
    this.#tell({ type: 'close' });
    await within(FAREWELL_MS, life.future.result());
    await life.executor.terminateWorkers();
  }

  #start(): void {
    const { kind, file, env } = this.#options;
    const executor =
      kind === 'threads' ? new ThreadExecutor({ maxWorkers: 1 }) : new ProcessExecutor({ maxWorkers: 1, env });
    const { future, post } = executor.converse<void, ToWorker[], FromWorker[]>(file, 'serve', {
      onMessage: (messages) => {
        for (const message of messages) this.#hear(message, life);
      },
    });
    const life: Life = { executor, future, outbox: new Outbox(post), isReady: false };
    this.#life = life;
    future.addDoneCallback(() => {
      void executor.terminateWorkers();
      this.#onLost(life, future);
    });
  }

  #tell(message: ToWorker): void {
    if (this.#life?.isReady) this.#life.outbox.add(message);
    else this.#waiting.push(message);
  }

  #hear(message: FromWorker, life: Life): void {
    if (life !== this.#life) return;
    switch (message.type) {
      case 'ready':
        life.isReady = true;
        this.#failedStarts = 0;
        for (const waiting of this.#waiting.splice(0)) life.outbox.add(waiting);
        return;
      case 'event': {
        const job = this.#jobs.get(message.job);
        job?.progress.hear(message.event);
        job?.emit(message.event);
        return;
      }
      case 'outcome':
        this.#jobs.get(message.job)?.settle(message.outcome);
        return;
      case 'judge-key':
      case 'ask-leave':
        void this.#answer(message);
        return;
      case 'bug':
        this.#options.onBug(reviveBug(message));
        return;
      default:
        message satisfies never;
    }
  }

  async #answer(question: Question): Promise<void> {
    this.#tell(await answerWorker(question, (job) => this.#jobs.get(job)?.mayShow));
  }

  #onLost(life: Life, future: Future<void>): void {
    if (life === this.#life) this.#life = undefined;
    if (this.#isClosing) return;
    const words = wordsOf(future);
    const because = words === undefined ? '' : `: ${words}`;
    if (life.isReady) {
      const worker = this.#options.kind === 'processes' ? 'worker process' : 'worker thread';
      this.#loseJobs(`the ${worker} that spoke to the device was lost${because}`, { begun: true });
    } else if (++this.#failedStarts < MOST_FAILED_STARTS) {
      this.#start();
    } else {
      this.#waiting = [];
      this.#loseJobs(`no worker could be started${because}`, { begun: false });
    }
  }

  /** @param begun  the worker may have sent something that it had no time to tell of */
  #loseJobs(message: string, { begun }: { begun: boolean }): void {
    for (const { progress, mode, settle } of [...this.#jobs.values()])
      settle(progress.breakOff(lostReport(message), { begun: begun && mode === 'change' }));
  }
}

/** What a worker was lost by, for people; undefined when nobody knows. */
function wordsOf({ outcome }: Future<void>): string | undefined {
  if (outcome?.kind !== 'raised') return undefined;
  const cause = outcome.error instanceof BrokenExecutor ? outcome.error.cause : outcome.error;
  return cause instanceof Error ? cause.message : undefined;
}
