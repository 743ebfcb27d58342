import type { WorkerLink, WorkerOptions } from '../futures/worker-link.js';
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
export interface RemoteWorkerOptions extends Omit<WorkerOptions<FromWorker>, 'onMessages' | 'onLost'> {
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

/** One worker from its start to its end. */
interface Life {
  link: Promise<WorkerLink<ToWorker>>;
  outbox: Outbox<ToWorker>;
  isReady: boolean;
  /** What it said of its end. */
  dyingWords?: string;
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
  run({ job: work, emit, signal, mayShow = alwaysGiven }: HostCall): Promise<JobOutcome> {
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
      this.#tell({ type: 'run', job, work });
      signal.addEventListener('abort', cancel);
      if (signal.aborted) cancel();
    });
  }

  /** Has the worker log out everywhere and end; no job runs any more. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const link = await this.#life?.link.catch(() => undefined);
    if (!link) return;
    this.#tell({ type: 'close' });
    await within(FAREWELL_MS, link.ended);
    await link.stop();
  }

  #start(): void {
    const link = import('../futures/worker-link.js').then(({ startWorker }) =>
      startWorker<ToWorker, FromWorker>({
        ...this.#options,
        onMessages: (messages) => {
          for (const message of messages) this.#hear(message, life);
        },
        onLost: (reason) => this.#onLost(life, reason),
      }),
    );
    const outbox = new Outbox<ToWorker>((messages) => void link.then(({ post }) => post(messages)));
    const life: Life = { link, outbox, isReady: false };
    this.#life = life;
    link.catch((error: Error) => this.#onLost(life, error.message));
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
      case 'dying':
        life.dyingWords = message.reason;
        return;
      default:
        message satisfies never;
    }
  }

  async #answer(question: Question): Promise<void> {
    this.#tell(await answerWorker(question, (job) => this.#jobs.get(job)?.mayShow));
  }

  #onLost(life: Life, reason: string | undefined): void {
    if (life === this.#life) this.#life = undefined;
    if (this.#isClosing) return;
    const words = life.dyingWords ?? reason;
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
