import { randomBytes } from 'node:crypto';
import { printableLine } from '../../error/printable.js';
import type { Collected } from '../collected.js';
import { within } from '../within.js';
import { collectRun } from './collect-run.js';
import { Sealer } from './envelope.js';
import { Incoming, Opener, Outgoing } from './mailbox.js';
import { type FromQueueWorker, PROTOCOL, type Ticket, type ToQueueWorker, type WorkerLife } from './messages.js';
import { contexts, KEPT_S, keysOfRun, keysOfWorker } from './names.js';
import { readLives } from './read-lives.js';
import { connectRedis, describeUrl, duplicate, type RedisClient, SiteQueues } from './redis.js';

/** Where a run meets its workers. */
export interface Coordinates {
  url: string;
  /** What it shares with its workers. */
  secret: string;
  /** Id of the run. */
  run: string;
  /** Version of this flow. */
  flow: string;
  /** How long the run's own sign of life holds, and how long workers have after Redis came back; 10 seconds unless given. */
  leaseMs?: number;
  /** How long Redis may be gone; 30 seconds unless given. */
  patienceMs?: number;
}

export interface LostWorker {
  worker: string;
  reason: string;
  /** It works on, and only what was said between it and the run is lost. */
  isThere: boolean;
}

/** What a coordinator tells, and what it asks of whoever has the jobs. */
export interface CoordinatorHooks {
  onMessages(worker: string, messages: FromQueueWorker[]): void;
  onRefused(job: number, reason: string): void;
  onWorkerLost(lost: LostWorker): void;
  /** Nothing comes of any job any more. */
  onFailure(reason: string): void;
  /** Jobs wait for a site that has no worker. */
  onNobody(site: string): void;
  /** How many jobs a worker has. */
  jobsOf(worker: string): number;
  /** Workers that have jobs. */
  workers(): Set<string>;
  /** Jobs that no worker has said to have, by site. */
  waiting(): Map<string, number[]>;
}

const LEASE_MS = 10_000;
const PATIENCE_MS = 30_000;
const BEAT_MS = 1_000;
/** How long it may take to say goodbye to Redis. */
const FAREWELL_MS = 2_000;

/** The run's side of Redis: puts tickets into queues, speaks with workers, keeps the run's sign of life and watches those of workers. */
export class Coordinator {
  readonly #at: Coordinates;
  readonly #hooks: CoordinatorHooks;
  readonly #sealer: Sealer;
  readonly #leaseMs: number;
  readonly #outgoing = new Map<string, Outgoing<ToQueueWorker>>();
  /** Site → tickets that are put in together. */
  readonly #tickets = new Map<string, number[]>();
  /** Worker → since which of its signs of life it has said to run nothing for us. */
  readonly #idleSince = new Map<string, number>();
  /** Job → the name of its ticket. */
  readonly #names = new Map<number, string>();
  /** Worker → its site, as they were at the last look. */
  #seen = new Map<string, string>();
  #lastTicket = 0;
  readonly #mark = randomBytes(8).toString('hex');
  #redis!: RedisClient;
  #queues!: SiteQueues;
  #inbox: Incoming | undefined;
  #timer: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;
  #isBeating = false;
  /** Whether it has given its sign of life in this turn of the event loop. */
  #hasVouched = false;
  #isClosing = false;
  /** Before this leases are not judged: workers have to come back as well. */
  #judgeFrom = 0;

  constructor(at: Coordinates, hooks: CoordinatorHooks) {
    this.#at = at;
    this.#hooks = hooks;
    this.#sealer = new Sealer(at.secret);
    this.#leaseMs = at.leaseMs ?? LEASE_MS;
  }

  /** Connects. @throws {Error} when Redis cannot be used; the message is for the user */
  async begin(): Promise<void> {
    const { url, run } = this.#at;
    this.#redis = await connectRedis(url);
    this.#queues = new SiteQueues(this.#redis);
    const keys = keysOfRun(run);
    await this.#redis
      .pipeline()
      .set(keys.mark, this.#mark, 'EX', KEPT_S)
      .set(keys.life, '1', 'PX', this.#leaseMs)
      .exec();
    this.#redis.on('close', () => this.#wait());
    this.#redis.on('ready', () => void this.#comeBack());
    const opener = new Opener(this.#sealer, {
      contextOf: (worker) => contexts.toCoordinator(worker, run),
      onMessages: (worker, messages) => {
        this.#idleSince.delete(worker);
        this.#hooks.onMessages(worker, messages as FromQueueWorker[]);
      },
      onGap: (worker) => {
        const reason = `something that worker ${worker} told never came: Redis has lost data`;
        this.#hooks.onWorkerLost({ worker, reason, isThere: true });
      },
      onForeign: () => {}, // whoever has no key has nothing to say
    });
    this.#inbox = new Incoming({ redis: this.#redis, blocking: duplicate(this.#redis) }, keys.inbox, opener);
    this.#timer = setInterval(() => void this.#beat(), BEAT_MS);
  }

  /** Puts the ticket of a job into the queue of a site; those of one turn go together. */
  enqueue(site: string, job: number): void {
    const waiting = this.#tickets.get(site);
    if (waiting) {
      waiting.push(job);
      return;
    }
    this.#tickets.set(site, [job]);
    setImmediate(() => void this.#putIn(site));
  }

  /** Takes a ticket out again; a worker that has it is told by whoever hears it. */
  withdraw(site: string, job: number): void {
    const name = this.#names.get(job);
    this.#names.delete(job);
    if (name !== undefined) void this.#queues.remove(site, name);
  }

  tell(worker: string, message: ToQueueWorker): void {
    if (message.type === 'run') {
      this.#names.delete(message.job);
      this.#vouch();
    }
    let outgoing = this.#outgoing.get(worker);
    if (!outgoing) {
      const { run } = this.#at;
      const stream = keysOfWorker(worker).inbox;
      outgoing = new Outgoing(this.#redis, this.#sealer, {
        stream,
        sender: run,
        context: contexts.toWorker(run, worker),
      });
      this.#outgoing.set(worker, outgoing);
    }
    outgoing.add([message]);
  }

  /** What workers have told of another run, which was lost. */
  collect(run: string, onSecrets: (texts: string[]) => void): Promise<Collected> {
    return collectRun({ redis: this.#redis, sealer: this.#sealer }, run, onSecrets);
  }

  /** Lets the workers go, and leaves nothing of the run in Redis. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#timer);
    clearTimeout(this.#patience);
    const farewell = async () => {
      for (const worker of this.#outgoing.keys()) this.tell(worker, { type: 'close' });
      await Promise.all([...this.#outgoing.values()].map((outgoing) => outgoing.flush()));
      await this.#redis.del(...Object.values(keysOfRun(this.#at.run)));
    };
    await within(FAREWELL_MS, farewell());
    this.#redis.disconnect();
    await within(FAREWELL_MS, Promise.all([this.#inbox?.stop(), this.#queues.close()]));
  }

  async #putIn(site: string): Promise<void> {
    const jobs = this.#tickets.get(site) ?? [];
    this.#tickets.delete(site);
    const { run, flow } = this.#at;
    const tickets = jobs.map((job) => {
      const id = `${run}.${job}.${++this.#lastTicket}`;
      this.#names.set(job, id);
      const ticket: Ticket = { protocol: PROTOCOL, flow, run, id, job, site };
      return { id, run, ticket: this.#sealer.seal(ticket, contexts.ticket(run)) };
    });
    try {
      await this.#queues.add(site, tickets);
    } catch (error) {
      if (this.#isClosing) return;
      const reason = `Redis took no job: ${printableLine((error as Error).message)}`;
      for (const job of jobs) this.#hooks.onRefused(job, reason);
    }
  }

  #wait(): void {
    if (this.#isClosing || this.#patience) return;
    const patienceMs = this.#at.patienceMs ?? PATIENCE_MS;
    this.#patience = setTimeout(() => {
      const where = describeUrl(this.#at.url);
      this.#hooks.onFailure(`Redis at ${where} has been gone for ${Math.round(patienceMs / 1000)} s`);
    }, patienceMs);
  }

  async #comeBack(): Promise<void> {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#judgeFrom = Date.now() + this.#leaseMs;
    const mark = await this.#redis.get(keysOfRun(this.#at.run).mark).catch(() => this.#mark);
    if (this.#isClosing) return;
    if (mark === this.#mark) {
      // A Redis that was killed may have lost its last second: tickets, or what their takers told.
      for (const [site, jobs] of this.#hooks.waiting()) for (const job of jobs) this.enqueue(site, job);
      return;
    }
    const where = describeUrl(this.#at.url);
    this.#hooks.onFailure(`Redis at ${where} came back without its data: it keeps them with appendonly yes`);
  }

  /** Without a sign of life no job begins, and after a sleep, or a loss of Redis, there may be none. */
  #vouch(): void {
    if (this.#hasVouched) return;
    this.#hasVouched = true;
    setImmediate(() => {
      this.#hasVouched = false;
    });
    this.#live();
  }

  #live(): void {
    void this.#redis.set(keysOfRun(this.#at.run).life, '1', 'PX', this.#leaseMs).catch(() => {});
  }

  async #beat(): Promise<void> {
    if (this.#isBeating || this.#redis.status !== 'ready') return;
    this.#isBeating = true;
    const { run } = this.#at;
    const keys = keysOfRun(run);
    const workers = [...this.#hooks.workers()];
    this.#live();
    const pipeline = this.#redis.pipeline().expire(keys.mark, KEPT_S).hgetall(keys.refused);
    for (const worker of workers) pipeline.get(keysOfWorker(worker).life);
    this.#wait(); // an answer that does not come is a Redis that is gone
    const results = await pipeline.exec().catch(() => null);
    if (this.#redis.status === 'ready') {
      clearTimeout(this.#patience);
      this.#patience = undefined;
    }
    this.#isBeating = false;
    if (!results || this.#isClosing) return;
    const answerAt = (index: number) => (results[index]?.[0] === null ? results[index]?.[1] : undefined);
    for (const [id, reason] of Object.entries((answerAt(1) ?? {}) as Record<string, string>))
      this.#hooks.onRefused(Number.parseInt(id.slice(run.length + 1), 10), printableLine(reason).slice(0, 200));
    for (const [index, worker] of workers.entries())
      this.#judge(worker, answerAt(2 + index) as string | null | undefined);
    await this.#lookForWorkers();
  }

  /** @param life  null: the lease is over; undefined: nobody knows */
  #judge(worker: string, life: string | null | undefined): void {
    if (life === undefined || Date.now() < this.#judgeFrom) return;
    if (life === null) {
      this.#hooks.onWorkerLost({ worker, reason: `worker ${worker} was lost: its lease is over`, isThere: false });
      return;
    }
    const { beat, runs } = JSON.parse(life) as WorkerLife;
    const isIdle = (runs[this.#at.run] ?? 0) === 0 && this.#hooks.jobsOf(worker) > 0;
    const since = this.#idleSince.get(worker);
    if (!isIdle) this.#idleSince.delete(worker);
    else if (since === undefined) this.#idleSince.set(worker, beat);
    else if (beat >= since + 2) {
      this.#idleSince.delete(worker);
      const reason = `worker ${worker} knows nothing of the job: Redis has lost data`;
      this.#hooks.onWorkerLost({ worker, reason, isThere: true });
    }
  }

  /**
   * A worker may be lost with tickets that it had taken and not yet told of: all that wait at its site get a second one. Of two
   * tickets for one job the later one is dropped.
   */
  async #lookForWorkers(): Promise<void> {
    const waiting = this.#hooks.waiting();
    if (waiting.size === 0) return;
    const lives = await readLives(this.#redis).catch(() => undefined);
    if (!lives) return;
    const seen = new Map(lives.map(({ id, site }) => [id, site]));
    const lostAt = new Set([...this.#seen].filter(([id]) => !seen.has(id)).map(([, site]) => site));
    this.#seen = seen;
    const staffed = new Set(seen.values());
    for (const [site, jobs] of waiting) {
      if (!staffed.has(site)) this.#hooks.onNobody(site);
      if (lostAt.has(site)) for (const job of jobs) this.enqueue(site, job);
    }
  }
}
