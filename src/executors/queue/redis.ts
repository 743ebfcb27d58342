import { type Job, Queue, UnrecoverableError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { KEPT_S, PREFIX, queueOf, SITES } from './names.js';

/** A connection to Redis; it comes back by itself when it was lost, and what was said meanwhile is said then. */
export type RedisClient = Redis;

/** How long the first connection may take. */
const CONNECT_MS = 5_000;
/** The longest pause between two attempts to come back. */
const LONGEST_PAUSE_MS = 1_000;
/** BullMQ's own locks only tidy up behind lost workers: leases of workers are kept by `queue-worker.ts`. */
const LOCK_MS = 60_000;
const MOST_DEAD = 1_000;

/**
 * Connects to Redis or Valkey.
 *
 * @param url  `redis://user:password@host:port/number`; `rediss://` for TLS
 * @throws {Error} when it cannot be reached or refuses the login; the message has no password in it
 */
export async function connectRedis(url: string): Promise<RedisClient> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    keepAlive: 10_000,
    retryStrategy: () => null,
  });
  let reason: Error | undefined;
  redis.on('error', (error: Error) => {
    reason = error;
  });
  try {
    await redis.connect();
    await redis.ping();
    // A database that is not there is told, and then the first one is used.
    if (reason) throw reason;
  } catch (error) {
    redis.disconnect();
    const { message } = reason ?? (error as Error);
    throw new Error(`Redis at ${describeUrl(url)} cannot be used: ${message}${proposeFor(message, url)}`);
  }
  redis.options.retryStrategy = (times) => Math.min(times * 50, LONGEST_PAUSE_MS);
  return redis;
}

/** What to try, where the words of the network or of TLS do not say it. */
function proposeFor(message: string, url: string): string {
  if (/certificate/i.test(message)) return '\n  the file of a CA of your own is named in NODE_EXTRA_CA_CERTS';
  if (url.startsWith('rediss:') && message.includes('ETIMEDOUT'))
    return '\n  is it there, and does it speak TLS? Without, the URL begins with redis://';
  if (url.startsWith('redis:') && /ECONNRESET|EPIPE|closed/.test(message))
    return '\n  it may speak TLS only: then the URL begins with rediss://';
  if (message.startsWith('NOAUTH')) return '\n  the URL has no password: redis://user:password@host:6379';
  return '';
}

/** A second connection like another, for what blocks. */
export function duplicate(redis: RedisClient): RedisClient {
  const copy = redis.duplicate({ lazyConnect: false });
  copy.on('error', () => {}); // it comes back by itself, and the first connection tells
  return copy;
}

/** Where a URL leads, without user and password: `127.0.0.1:6379`. */
export function describeUrl(url: string): string {
  try {
    const { hostname, port } = new URL(url);
    return `${hostname}:${port || 6379}`;
  } catch {
    return 'its URL';
  }
}

/** Jobs to be put into the queues of sites. */
export interface QueuedTicket {
  id: string;
  run: string;
  /** Sealed. */
  ticket: Buffer;
}

/** What is known of the queue of a site. */
export interface SiteCounts {
  waiting: number;
  /** Taken and not over, also by workers that were lost since. */
  taken: number;
  dead: number;
}

/** The queues of all sites, as those see them who put jobs in. */
export class SiteQueues {
  readonly #redis: RedisClient;
  readonly #queues = new Map<string, Queue>();

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  async add(site: string, tickets: readonly QueuedTicket[]): Promise<void> {
    const queue = this.#queueOf(site);
    await this.#redis.sadd(SITES, site);
    await queue.addBulk(
      tickets.map(({ id, run, ticket }) => ({
        name: 'login',
        data: { run, ticket: ticket.toString('base64') },
        opts: { jobId: id },
      })),
    );
  }

  /** Takes a job out that no worker has; of one that a worker has this does nothing. */
  async remove(site: string, id: string): Promise<void> {
    await this.#queueOf(site)
      .remove(id)
      .catch(() => {});
  }

  async count(site: string): Promise<SiteCounts> {
    const { waiting = 0, prioritized = 0, active = 0, failed = 0 } = await this.#queueOf(site).getJobCounts();
    return { waiting: waiting + prioritized, taken: active, dead: failed };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close().catch(() => {})));
  }

  #queueOf(site: string): Queue {
    let queue = this.#queues.get(site);
    if (!queue) {
      queue = new Queue(queueOf(site), {
        connection: this.#redis,
        prefix: PREFIX,
        skipVersionCheck: true,
        defaultJobOptions: {
          attempts: 1,
          removeOnComplete: true,
          removeOnFail: { age: KEPT_S, count: MOST_DEAD },
        },
      });
      queue.on('error', () => {}); // the connection tells
      this.#queues.set(site, queue);
    }
    return queue;
  }
}

/** A job that a worker has taken from the queue of its site. Nothing of it is to be trusted before it was opened. */
export interface TakenTicket {
  id: string;
  run: string;
  ticket: Buffer;
}

/** The end of a queue at which a worker takes jobs. */
export interface Taker {
  /** Takes nothing more, and waits until all that was taken is over. */
  close(): Promise<void>;
}

/** What is no job for this worker: it goes to the dead ones. */
export class Refusal extends UnrecoverableError {}

/**
 * Takes jobs from the queue of a site, so many at a time. A job whose worker was lost is never taken again by itself.
 *
 * @param work  resolves when the job is over; throws a {@link Refusal}
 */
export function takeFrom(
  site: string,
  redis: RedisClient,
  { concurrency, work }: { concurrency: number; work(ticket: TakenTicket): Promise<void> },
): Taker {
  const worker = new Worker(queueOf(site), (job: Job) => work(readJob(job)), {
    connection: redis,
    prefix: PREFIX,
    skipVersionCheck: true,
    concurrency,
    maxStalledCount: 0,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS,
  });
  worker.on('error', () => {}); // the connection tells; a lost lock is the lease's business
  return { close: () => worker.close() };
}

function readJob({ id, data }: Job): TakenTicket {
  const { run, ticket } = (data ?? {}) as { run?: unknown; ticket?: unknown };
  return {
    id: String(id),
    run: typeof run === 'string' ? run : '',
    ticket: Buffer.from(typeof ticket === 'string' ? ticket : '', 'base64'),
  };
}
