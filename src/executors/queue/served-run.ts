import { existsSync } from 'node:fs';
import { DocumentError } from '../../error/flow-error.js';
import { resolveDeferred } from '../../inventory/deferred-references.js';
import { secretsOf } from '../../inventory/secrets-of.js';
import type { JobOutcome } from '../../task/host-job.js';
import { cancelledReport } from '../../task/unmet-need.js';
import { JobProgress } from '../job-progress.js';
import { serveJobs } from '../serve-jobs.js';
import type { FromWorker, ToWorker } from '../worker-messages.js';
import type { Outgoing } from './mailbox.js';
import type { FromQueueWorker, LoginName, ToQueueWorker } from './messages.js';

/** What a worker does for one run is made with. */
export interface ServedRunOptions {
  outgoing: Outgoing<FromQueueWorker>;
  /** The worker's own environment: references are looked up there. */
  env: Readonly<Record<string, string | undefined>>;
  /** The worker's name, for errors. */
  worker: string;
  /** Whether the run is still there: no job of one that is gone begins, however late its word comes. */
  isAlive(): Promise<boolean>;
  /** Told when a job is about to begin, before it is asked whether the run is alive. */
  onBegin(): void;
  /** Told when its load has become 0. */
  onIdle(): void;
}

type RunMessage = Extract<ToQueueWorker, { type: 'run' }>;

/** A ticket that waits for its job. */
type Waiting = (isToBeRun: boolean) => void;

/** A job that runs here. */
interface RunningJob {
  of: LoginName;
  /** It is to be cancelled, which may be known before it begins. */
  isCancelled: boolean;
  /** What its references gave. */
  secrets: string[];
  over(): void;
}

/** What one worker does for one run: it shares jump sessions and the like among the jobs of that run only. */
export class ServedRun {
  readonly #options: ServedRunOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #running = new Map<number, RunningJob>();
  /** Questions without an answer. */
  readonly #questions = new Map<number, 'judge-key' | 'ask-leave'>();
  readonly #ended: Promise<void>;
  #take: (messages: ToWorker[]) => void = () => {};
  /** No sign of life of the coordinator was seen the last time. */
  #isDeserted = false;

  constructor(options: ServedRunOptions) {
    this.#options = options;
    this.#ended = serveJobs({
      post: (messages) => this.#post(messages),
      onMessage: (listener) => {
        this.#take = listener;
      },
    });
  }

  /** How many jobs run, or wait for the word of their coordinator. */
  get load(): number {
    return this.#running.size + this.#waiting.size;
  }

  /** How many jobs run. */
  get running(): number {
    return this.#running.size;
  }

  /**
   * Asks for the job of a ticket and has it run. A second ticket of a job that is here already is over at once; the job is asked
   * for again all the same, because the first question may be what was lost.
   *
   * @returns when it is over, or was not to be run; true when it was run here
   */
  async serve(job: number): Promise<boolean> {
    if (this.#running.has(job)) return false;
    const isHere = this.#waiting.has(job);
    const answer = new Promise<boolean>((resolve) => {
      if (isHere) resolve(false);
      else this.#waiting.set(job, resolve);
    });
    this.#options.outgoing.add([{ type: 'taken', job }]);
    if (!(await answer)) return false;
    await this.#over(job);
    return true;
  }

  /** What the coordinator says. @param mayBegin  the lease holds: without it no job begins */
  hear(messages: readonly ToQueueWorker[], { mayBegin }: { mayBegin: boolean }): void {
    this.attend();
    for (const message of messages) {
      if (message.type === 'run' && !mayBegin) {
        this.#begin(message);
        this.#cutOff(message);
      } else {
        this.#hear(message);
      }
    }
  }

  /**
   * The coordinator is gone: what waits for its word is not begun, and what it is asked has no answer. What runs goes on.
   *
   * @returns whether that is new
   */
  desert(): boolean {
    const isNew = !this.#isDeserted;
    this.#isDeserted = true;
    for (const job of [...this.#waiting.keys()]) this.#settle(job, false);
    const refusal = 'nobody was there to judge the host key: the run was lost';
    for (const [question, kind] of this.#questions) {
      if (kind === 'ask-leave') this.#take([{ type: 'leave', question, leave: { kind: 'gone' } }]);
      else this.#take([{ type: 'key-judged', question, judgement: { refusal } }]);
    }
    this.#questions.clear();
    return isNew;
  }

  /** The coordinator is there, perhaps again: it had only been stopped, or cut off. */
  attend(): void {
    this.#isDeserted = false;
  }

  /** Ends every job at once: the lease is lost. */
  abandon(): void {
    for (const job of [...this.#waiting.keys()]) this.#settle(job, false);
    for (const job of this.#running.keys()) this.#hear({ type: 'cancel', job });
  }

  /** Logs out everywhere; what was said has left when this resolves. */
  async close(): Promise<void> {
    this.abandon();
    this.#take([{ type: 'close' }]);
    await this.#ended;
    await this.#options.outgoing.flush();
  }

  #hear(message: ToQueueWorker): void {
    switch (message.type) {
      case 'drop':
        this.#settle(message.job, false);
        return;
      case 'run':
        void this.#run(message);
        return;
      case 'cancel': {
        const running = this.#running.get(message.job);
        if (running) running.isCancelled = true;
        break;
      }
      case 'leave':
      case 'key-judged':
        this.#questions.delete(message.question);
        break;
      case 'close':
        return; // the worker closes what it serves
      default:
        message satisfies never;
    }
    this.#take([message]);
  }

  #begin({ job, work }: RunMessage): RunningJob {
    const { host, login, attempts } = work;
    const of = { host: host.name, login, attempts, begun: [] };
    const running: RunningJob = { of, isCancelled: false, secrets: [], over: () => {} };
    this.#running.set(job, running);
    this.#options.onBegin();
    this.#settle(job, true);
    return running;
  }

  async #run(message: RunMessage): Promise<void> {
    const { job, work } = message;
    const running = this.#begin(message);
    const refuse = (message: string, hint: string) => {
      const error = { code: 'internal' as const, phase: null, message, hint, last: null };
      this.#end(job, new JobProgress(work).breakOff(error, { begun: false }));
    };
    const missing = [...work.platformDirs, ...work.templateDirs].find((folder) => !existsSync(folder));
    if (missing !== undefined)
      return refuse(
        `worker ${this.#options.worker} has no folder ${missing}`,
        'platforms and templates of your own have to lie on every worker, at the same path',
      );
    try {
      const [[host, ...jumps], isAlive] = await Promise.all([
        resolveDeferred([work.host, ...work.jumps], { env: this.#options.env }),
        this.#options.isAlive(),
      ]);
      if (!host) return;
      const agent = this.#options.env.SSH_AUTH_SOCK;
      const equipped = [host, ...jumps].map((each) =>
        each.password === undefined && each.agent === undefined && agent ? { ...each, agent } : each,
      );
      running.secrets = secretsOf([host, ...jumps]);
      this.#tellSecrets([job]);
      if (running.isCancelled || !isAlive) return this.#cutOff(message);
      const [target = host, ...hops] = equipped;
      this.#take([{ type: 'run', job, work: { ...work, host: target, jumps: hops } }]);
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      refuse(
        `on worker ${this.#options.worker}: ${error.diagnostics[0]?.message ?? 'a reference gave nothing'}`,
        'set it for the worker: references are looked up where the host is spoken to',
      );
    }
  }

  /** It has not begun. */
  #cutOff({ job, work }: RunMessage): void {
    this.#end(job, new JobProgress(work).breakOff(cancelledReport('cut off'), { begun: false }));
  }

  #end(job: number, outcome: JobOutcome): void {
    this.#post([{ type: 'outcome', job, outcome }]);
  }

  #post(messages: FromWorker[]): void {
    for (const message of messages)
      if (message.type === 'event' && message.event.type === 'running')
        this.#running.get(message.job)?.of.begun.push(message.event.task);
    // The run may be lost after it has read what its references gave: whoever collects this has to mask it as well.
    this.#tellSecrets(messages.flatMap((message) => (isResult(message) ? [message.job] : [])));
    this.#options.outgoing.add(messages.flatMap((message) => this.#addressed(message)));
    for (const message of messages) {
      if (message.type === 'judge-key' || message.type === 'ask-leave')
        this.#questions.set(message.question, message.type);
      if (message.type === 'outcome') {
        const running = this.#running.get(message.job);
        this.#running.delete(message.job);
        running?.over();
        this.#tellIdle();
      }
    }
    if (this.#isDeserted) this.desert();
  }

  #tellSecrets(jobs: readonly number[]): void {
    const texts = jobs.flatMap((job) => this.#running.get(job)?.secrets ?? []);
    if (texts.length > 0) this.#options.outgoing.add([{ type: 'secrets', texts: [...new Set(texts)] }]);
  }

  #addressed(message: FromWorker): FromQueueWorker[] {
    if (message.type === 'ready') return [];
    if (message.type !== 'outcome') return [message];
    const running = this.#running.get(message.job);
    return running ? [{ ...message, of: running.of }] : [];
  }

  #over(job: number): Promise<void> {
    const running = this.#running.get(job);
    if (!running) return Promise.resolve();
    return new Promise((resolve) => {
      running.over = resolve;
    });
  }

  #settle(job: number, isToBeRun: boolean): void {
    const waiting = this.#waiting.get(job);
    this.#waiting.delete(job);
    waiting?.(isToBeRun);
    this.#tellIdle();
  }

  #tellIdle(): void {
    if (this.load === 0) this.#options.onIdle();
  }
}

function isResult(message: FromWorker): message is Extract<FromWorker, { type: 'event' | 'outcome' }> {
  return message.type === 'outcome' || (message.type === 'event' && message.event.type === 'settled');
}
