import { randomBytes } from 'node:crypto';
import { within } from '../within.js';
import { EnvelopeError, Sealer } from './envelope.js';
import { Incoming, Opener, Outgoing } from './mailbox.js';
import { checkTicket, type FromQueueWorker, type ToQueueWorker, type WorkerLife } from './messages.js';
import { contexts, KEPT_S, keysOfRun, keysOfWorker, SITES, WORKERS } from './names.js';
import { connectRedis, duplicate, type RedisClient, Refusal, type TakenTicket, type Taker, takeFrom } from './redis.js';
import { ServedRun } from './served-run.js';

/** What a worker at a queue is made with. */
export interface QueueWorkerOptions {
  url: string;
  /** What it shares with those who give jobs. */
  secret: string;
  site: string;
  /** Hosts that it speaks to at a time. */
  concurrency: number;
  /** Without a sign of life for so long it is taken for lost; three signs are given in that time. 10 seconds unless given. */
  leaseMs?: number;
  /** Version of this flow. */
  flow: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Told what people should know, a line at a time. */
  tell(line: string): void;
}

/** What a worker has done so far. */
export interface WorkerCounts {
  running: number;
  done: number;
  refused: number;
  /** How often its lease was lost. */
  lapses: number;
}

const LEASE_MS = 10_000;
const BEATS_PER_LEASE = 3;
/** How long each step of saying goodbye to Redis may take. */
const FAREWELL_MS = 2_000;

/** Takes the jobs of one site from Redis, runs those that its coordinator lets it run, and tells what comes of them. */
export class QueueWorker {
  readonly id: string;
  readonly #options: QueueWorkerOptions;
  readonly #leaseMs: number;
  readonly #redis: RedisClient;
  readonly #sealer: Sealer;
  readonly #runs = new Map<string, ServedRun>();
  /** Kept until the run is over, and longer than what is done for it: a run counts what it is told, and may come back. */
  readonly #outgoing = new Map<string, Outgoing<FromQueueWorker>>();
  readonly #timer: NodeJS.Timeout;
  #taker: Taker | undefined;
  #inbox: Incoming | undefined;
  #beat = 0;
  #lastBeatAt = Date.now();
  #isBeating = false;
  /** Runs of which the last sign of life says that they have jobs here. */
  #toldRuns: ReadonlySet<string> = new Set();
  #hasLapsed = false;
  #isDraining = false;
  #counts = { done: 0, refused: 0, lapses: 0 };
  /** Who waits for the last job to be over. */
  #whenIdle: (() => void) | undefined;

  /** Connects and begins to take jobs. @throws {Error} when Redis cannot be used; the message is for the user */
  static async start(options: QueueWorkerOptions): Promise<QueueWorker> {
    const worker = new QueueWorker(options, await connectRedis(options.url));
    await worker.#begin();
    return worker;
  }

  private constructor(options: QueueWorkerOptions, redis: RedisClient) {
    this.id = `${options.site}-${randomBytes(6).toString('hex')}`;
    this.#options = options;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#redis = redis;
    this.#sealer = new Sealer(options.secret);
    this.#timer = setInterval(() => this.#live(), this.#leaseMs / BEATS_PER_LEASE);
  }

  get counts(): WorkerCounts {
    return { running: [...this.#runs.values()].reduce((sum, run) => sum + run.running, 0), ...this.#counts };
  }

  /** Whether its lease holds, so that it does work. */
  get isHealthy(): boolean {
    return Date.now() - this.#lastBeatAt < this.#leaseMs;
  }

  /** Takes nothing more, finishes what runs, and logs out. @param abort  aborted: what runs is ended at once */
  async drain(abort: AbortSignal): Promise<void> {
    this.#isDraining = true;
    const abandon = () => {
      for (const run of this.#runs.values()) run.abandon();
    };
    abort.addEventListener('abort', abandon);
    if (abort.aborted) abandon();
    const isOver = this.#taker?.close();
    await within(FAREWELL_MS, this.#signOfLife());
    await this.#idle();
    await within(FAREWELL_MS, Promise.all([isOver, ...[...this.#runs.values()].map((run) => run.close())]));
    clearInterval(this.#timer);
    await within(FAREWELL_MS, Promise.resolve(this.#inbox?.stop()));
    const { life, inbox } = keysOfWorker(this.id);
    await within(FAREWELL_MS, this.#redis.pipeline().del(life, inbox).zrem(WORKERS, this.id).exec());
    this.#redis.disconnect();
  }

  async #begin(): Promise<void> {
    const { site, concurrency } = this.#options;
    await this.#redis.sadd(SITES, site);
    await this.#signOfLife();
    const opener = new Opener(this.#sealer, {
      contextOf: (run) => contexts.toWorker(run, this.id),
      onMessages: (run, messages) => this.#hear(run, messages as ToQueueWorker[]),
      // What is missing may be an answer that a login waits for, or that one is to end.
      onGap: (run) => this.#runs.get(run)?.abandon(),
      onForeign: (_run, reason) => this.#options.tell(`a message was refused: ${reason}`),
    });
    const connections = { redis: this.#redis, blocking: duplicate(this.#redis) };
    this.#inbox = new Incoming(connections, keysOfWorker(this.id).inbox, opener);
    this.#taker = takeFrom(site, this.#redis, { concurrency, work: (ticket) => this.#work(ticket) });
  }

  async #work({ id, run, ticket }: TakenTicket): Promise<void> {
    const job = this.#openTicket({ id, run, ticket });
    if (typeof job === 'string') {
      this.#counts.refused++;
      this.#options.tell(`a job was refused: ${job}`);
      const { refused } = keysOfRun(run);
      await this.#redis.pipeline().hset(refused, id, job).expire(refused, KEPT_S).exec();
      throw new Refusal(job);
    }
    if (await this.#serve(run).serve(job)) this.#counts.done++;
  }

  /** @returns the number of the job, or why it is none for this worker */
  #openTicket({ id, run, ticket }: TakenTicket): number | string {
    const { site, flow } = this.#options;
    try {
      const checked = checkTicket(this.#sealer.open(ticket, contexts.ticket(run)), { run, id, site, flow });
      return typeof checked === 'string' ? checked : checked.job;
    } catch (error) {
      if (error instanceof EnvelopeError) return error.message;
      throw error;
    }
  }

  #serve(run: string): ServedRun {
    let served = this.#runs.get(run);
    if (!served) {
      served = new ServedRun({
        outgoing: this.#writeTo(run),
        env: this.#options.env,
        worker: this.id,
        onBegin: () => this.#tellBegun(run),
        isAlive: () => this.#isAlive(run),
        onIdle: () => this.#checkIdle(),
      });
      this.#runs.set(run, served);
    }
    return served;
  }

  #writeTo(run: string): Outgoing<FromQueueWorker> {
    let outgoing = this.#outgoing.get(run);
    if (!outgoing) {
      outgoing = new Outgoing(this.#redis, this.#sealer, {
        stream: keysOfRun(run).inbox,
        sender: this.id,
        context: contexts.toCoordinator(this.id, run),
      });
      this.#outgoing.set(run, outgoing);
    }
    return outgoing;
  }

  /** Whoever finds that a run is gone, and then reads the lives, knows of each worker that may still be at it. */
  #tellBegun(run: string): void {
    if (!this.#toldRuns.has(run)) void this.#signOfLife().catch(() => {});
  }

  async #isAlive(run: string): Promise<boolean> {
    return (await this.#redis.exists(keysOfRun(run).life).catch(() => 0)) === 1;
  }

  #hear(run: string, messages: ToQueueWorker[]): void {
    this.#serve(run).hear(messages, { mayBegin: this.isHealthy });
    if (messages.some(({ type }) => type === 'close')) {
      this.#leave(run);
      this.#outgoing.delete(run);
    }
  }

  #leave(run: string): void {
    const served = this.#runs.get(run);
    this.#runs.delete(run);
    void served?.close();
    this.#checkIdle();
  }

  /** Keeps the lease; one that was lost ends what runs, because others may have been told to do it. */
  #live(): void {
    if (!this.isHealthy) {
      if (!this.#hasLapsed) {
        this.#counts.lapses++;
        if (this.counts.running > 0) this.#options.tell('the lease was lost: what ran is ended');
      }
      this.#hasLapsed = true;
      for (const run of this.#runs.values()) run.abandon();
    }
    if (this.#isBeating) return;
    this.#isBeating = true;
    this.#signOfLife()
      .catch(() => {})
      .finally(() => {
        this.#isBeating = false;
      });
  }

  async #signOfLife(): Promise<void> {
    const { site, flow, concurrency } = this.#options;
    const runs = [...this.#runs].filter(([, served]) => served.running > 0);
    const life: WorkerLife = {
      id: this.id,
      site,
      flow,
      concurrency,
      beat: ++this.#beat,
      runs: Object.fromEntries(runs.map(([run, served]) => [run, served.running])),
      isDraining: this.#isDraining,
    };
    this.#toldRuns = new Set(runs.map(([run]) => run));
    const startedAt = Date.now();
    const served = [...this.#runs.keys()];
    const pipeline = this.#redis
      .pipeline()
      .set(keysOfWorker(this.id).life, JSON.stringify(life), 'PX', this.#leaseMs)
      .zadd(WORKERS, startedAt, this.id)
      .zremrangebyscore(WORKERS, 0, startedAt - KEPT_S * 1000)
      .expire(keysOfWorker(this.id).inbox, KEPT_S);
    for (const run of served) pipeline.exists(keysOfRun(run).life);
    const results = (await pipeline.exec()) ?? [];
    if (results[0]?.[0] !== null) return;
    this.#lastBeatAt = startedAt;
    if (this.#hasLapsed && this.isHealthy) {
      this.#hasLapsed = false;
      this.#options.tell('the lease holds again');
    }
    served.forEach((run, index) => {
      const [error, exists] = results[4 + index] ?? [];
      if (error !== null) return;
      if (exists === 0) this.#desert(run);
      else this.#runs.get(run)?.attend();
    });
  }

  #desert(run: string): void {
    const served = this.#runs.get(run);
    if (!served) return;
    if (served.desert()) this.#options.tell(`run ${run} is gone: what it has here is finished, and nothing is begun`);
    if (served.load === 0) this.#leave(run);
  }

  /** Resolves when nothing runs any more; what came without a ticket is waited for as well. */
  #idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle = resolve;
      this.#checkIdle();
    });
  }

  #checkIdle(): void {
    if ([...this.#runs.values()].every(({ load }) => load === 0)) this.#whenIdle?.();
  }
}
