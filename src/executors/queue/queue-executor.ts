import { type AskLeave, alwaysGiven } from '../../inventory/leave.js';
import type { HostEvent } from '../../task/event.js';
import type { HostJob, JobOutcome } from '../../task/host-job.js';
import { cancelledReport } from '../../task/unmet-need.js';
import { answerWorker, type Question, reviveBug } from '../answer-worker.js';
import type { Collected } from '../collected.js';
import { type HostCall, HostExecutor } from '../host-executor.js';
import { JobProgress } from '../job-progress.js';
import { lostReport } from '../lost-report.js';
import { NewsFilter } from '../news-filter.js';
import { routeOf, sharesWithOthers } from '../route-of.js';
import { type Coordinates, Coordinator, type LostWorker } from './coordinator.js';
import type { FromQueueWorker, ToQueueWorker } from './messages.js';

/** What a queue executor is made with. */
export interface QueueExecutorOptions extends Coordinates {
  /** The site of a host, by name: jobs go to the queue of that site. */
  siteOf(host: string): string;
  /** Told of a bug of flow that cost a host its result. */
  onBug(error: unknown): void;
  /** Told what references gave on a worker, before anything that has it. */
  onSecrets(texts: string[]): void;
}

/** A job that was handed in and has no outcome. */
interface OpenJob {
  number: number;
  work: HostJob;
  site: string;
  /** Who runs it; undefined while it lies in the queue. */
  worker: string | undefined;
  isCancelled: boolean;
  progress: JobProgress;
  emit(event: HostEvent): void;
  mayShow: AskLeave;
  onBegin: (() => void) | undefined;
  settle(outcome: JobOutcome): void;
}

/**
 * Carries jobs over Redis to workers that may be anywhere: a ticket goes to the queue of the host's site, and the worker that takes
 * it is sent the job. A job is sent to one worker only; what becomes of one that was lost is for the runner to say.
 */
export class QueueExecutor extends HostExecutor {
  readonly #options: QueueExecutorOptions;
  readonly #coordinator: Coordinator;
  readonly #jobs = new Map<number, OpenJob>();
  /** What logins share is never in two workers: route → the worker that has had it. */
  readonly #ownerOf = new Map<string, string>();
  readonly #news = new NewsFilter();
  readonly #toldOfSite = new Set<string>();
  #lastJob = 0;
  /** Why no job runs any more. */
  #failure: string | undefined;

  /** Connects to Redis. @throws {Error} when it cannot be used; the message is for the user */
  static async connect(options: QueueExecutorOptions): Promise<QueueExecutor> {
    const executor = new QueueExecutor(options);
    await executor.#coordinator.begin();
    return executor;
  }

  private constructor(options: QueueExecutorOptions) {
    super();
    this.#options = options;
    this.#coordinator = new Coordinator(options, {
      onMessages: (worker, messages) => {
        for (const message of messages) this.#hear(message, worker);
      },
      onRefused: (job, reason) => this.#onRefused(job, reason),
      onWorkerLost: (lost) => this.#onWorkerLost(lost),
      onFailure: (reason) => this.#onFailure(reason),
      jobsOf: (worker) => [...this.#jobs.values()].filter((job) => job.worker === worker).length,
      workers: () => new Set([...this.#jobs.values()].flatMap(({ worker }) => worker ?? [])),
      waiting: () => this.#waiting(),
      onNobody: (site) => this.#tellNobody(site),
    });
  }

  protected override carry({ job: work, emit, signal, mayShow = alwaysGiven, onBegin }: HostCall): Promise<JobOutcome> {
    return new Promise((resolve) => {
      const number = ++this.#lastJob;
      const cancel = () => this.#cancel(job);
      const job: OpenJob = {
        number,
        work,
        site: this.#options.siteOf(work.host.name),
        worker: undefined,
        isCancelled: false,
        progress: new JobProgress(work),
        emit: (event) => {
          if (this.#news.isNews(event)) emit(event);
        },
        mayShow,
        onBegin,
        settle: (outcome) => {
          this.#jobs.delete(number);
          signal.removeEventListener('abort', cancel);
          resolve(outcome);
        },
      };
      this.#jobs.set(number, job);
      if (this.#failure !== undefined) return this.#lose(job, this.#failure);
      signal.addEventListener('abort', cancel);
      if (signal.aborted) return cancel();
      this.#coordinator.enqueue(job.site, number);
    });
  }

  override collect(run: string): Promise<Collected> {
    return this.#coordinator.collect(run, this.#options.onSecrets);
  }

  protected override async letGo(): Promise<void> {
    await this.#coordinator.close();
  }

  #waiting(): Map<string, number[]> {
    const waiting = new Map<string, number[]>();
    for (const { number, site, worker } of this.#jobs.values()) {
      if (worker !== undefined) continue;
      const jobs = waiting.get(site);
      if (jobs) jobs.push(number);
      else waiting.set(site, [number]);
    }
    return waiting;
  }

  #cancel(job: OpenJob): void {
    job.isCancelled = true;
    if (job.worker !== undefined) {
      this.#tell(job.worker, { type: 'cancel', job: job.number });
    } else {
      this.#coordinator.withdraw(job.site, job.number);
      job.settle(job.progress.breakOff(cancelledReport('cut off'), { begun: false }));
    }
  }

  #tell(worker: string, message: ToQueueWorker): void {
    this.#coordinator.tell(worker, message);
  }

  /** What a worker says counts only of jobs that it has. */
  #hear(message: FromQueueWorker, worker: string): void {
    switch (message.type) {
      case 'ready':
        return;
      case 'taken':
        this.#onTaken(message.job, worker);
        return;
      case 'secrets':
        this.#options.onSecrets(message.texts);
        return;
      case 'event': {
        const job = this.#jobOf(message.job, worker);
        job?.progress.hear(message.event);
        job?.emit(message.event);
        return;
      }
      case 'outcome': {
        const job = this.#jobOf(message.job, worker);
        if (job) this.#onOutcome(job, message.outcome);
        return;
      }
      case 'judge-key':
      case 'ask-leave':
        void this.#answer(message, worker);
        return;
      case 'bug':
        this.#options.onBug(reviveBug(message));
        return;
      default:
        message satisfies never;
    }
  }

  #jobOf(number: number, worker: string): OpenJob | undefined {
    const job = this.#jobs.get(number);
    return job?.worker === worker ? job : undefined;
  }

  #onTaken(number: number, taker: string): void {
    const job = this.#jobs.get(number);
    const worker = job && job.worker === undefined ? this.#pick(job, taker) : undefined;
    if (worker !== taker) this.#tell(taker, { type: 'drop', job: number });
    if (!job || worker === undefined) return;
    job.onBegin?.();
    if (job.isCancelled) {
      this.#tell(worker, { type: 'drop', job: number });
      return;
    }
    job.worker = worker;
    this.#tell(worker, { type: 'run', job: number, work: job.work });
  }

  #pick({ work, site }: OpenJob, taker: string): string {
    if (!sharesWithOthers(work)) return taker;
    const route = `${site} ${routeOf(work)}`;
    const owner = this.#ownerOf.get(route);
    if (owner !== undefined) return owner;
    this.#ownerOf.set(route, taker);
    return taker;
  }

  /** A worker that has lost its lease ends its jobs by itself: nobody wanted that. */
  #onOutcome(job: OpenJob, outcome: JobOutcome): void {
    const wasCut = outcome.kind === 'failed' && outcome.error.code === 'cancelled' && !job.isCancelled;
    const error = lostReport(`worker ${job.worker} had to end the login: it had lost touch with Redis`);
    job.settle(wasCut ? { ...outcome, error } : outcome);
  }

  async #answer(question: Question, worker: string): Promise<void> {
    this.#tell(worker, await answerWorker(question, (job) => this.#jobOf(job, worker)?.mayShow));
  }

  #onWorkerLost({ worker, reason, isThere }: LostWorker): void {
    if (!isThere) for (const [route, owner] of this.#ownerOf) if (owner === worker) this.#ownerOf.delete(route);
    for (const job of [...this.#jobs.values()]) {
      if (job.worker !== worker) continue;
      if (isThere) this.#tell(worker, { type: 'cancel', job: job.number });
      this.#lose(job, reason);
    }
  }

  #onRefused(number: number, reason: string): void {
    const job = this.#jobs.get(number);
    if (!job || job.worker !== undefined) return;
    const message = `a worker at site ${job.site} refused the job: ${reason}`;
    const hint = 'workers need the FLOW_QUEUE_KEY and the version of flow that the run has';
    const error = { code: 'internal' as const, phase: null, message, hint, last: null };
    job.settle(job.progress.breakOff(error, { begun: false }));
  }

  #onFailure(reason: string): void {
    this.#failure = reason;
    for (const job of [...this.#jobs.values()]) this.#lose(job, reason);
  }

  #tellNobody(site: string): void {
    if (this.#toldOfSite.has(site)) return;
    this.#toldOfSite.add(site);
    const job = [...this.#jobs.values()].find((open) => open.site === site);
    const message = `no worker is at site ${site}: its hosts wait for one (flow worker --site ${site})`;
    job?.emit({ type: 'notice', host: job.work.host.name, at: Date.now(), message });
  }

  /** A job that no worker was sent has not begun. */
  #lose(job: OpenJob, message: string): void {
    const begun = job.worker !== undefined && job.work.mode === 'change';
    job.settle(job.progress.breakOff(lostReport(message), { begun }));
  }
}
