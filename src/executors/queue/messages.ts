import type { FromWorker, ToWorker } from '../worker-messages.js';

/** The version of what is said over Redis: raised with every change of a message or of a host job. */
export const PROTOCOL = 2;

/** What lies in the queue of a site: that there is a job, and nothing of what it is about. */
export interface Ticket {
  protocol: number;
  /** Version of the flow that wrote it. */
  flow: string;
  run: string;
  /** The name under which it lies in the queue. */
  id: string;
  /** Number of the job in its run. */
  job: number;
  site: string;
}

/** What a worker at a queue is told. A job runs only once its coordinator has said `run`. */
export type ToQueueWorker =
  | ToWorker
  /** The job is not to be run: it is over, or somebody else's. */
  | { type: 'drop'; job: number };

/** A login by the names of its run, as in `HostJob`. */
export interface LoginName {
  host: string;
  login: number;
  attempts: Record<string, number>;
  /** Tasks that have begun, whatever became of them. */
  begun: string[];
}

/** What a worker at a queue tells. */
export type FromQueueWorker =
  | Exclude<FromWorker, { type: 'outcome' }>
  /** Says of what it is the outcome: a run that goes on with this one has never heard of the job. */
  | (Extract<FromWorker, { type: 'outcome' }> & { of: LoginName })
  /** It has the ticket of a job and waits for `run` or `drop`. */
  | { type: 'taken'; job: number }
  /** What references gave on the worker: nothing of it may be shown. Told again in each batch with a result that may have it. */
  | { type: 'secrets'; texts: string[] };

/** What the life of a worker says in Redis. Not secret, and not to be trusted. */
export interface WorkerLife {
  id: string;
  site: string;
  flow: string;
  concurrency: number;
  /** Counts its signs of life. */
  beat: number;
  /** Run → how many of its jobs are under way. */
  runs: Record<string, number>;
  isDraining: boolean;
}

/** How many jobs a worker has under way, of all runs. */
export function loadOf(runs: WorkerLife['runs']): number {
  return Object.values(runs).reduce((sum, load) => sum + load, 0);
}

/** Reads a ticket. @returns why it cannot be taken, where it cannot */
export function checkTicket(
  value: unknown,
  expected: { run: string; id: string; site: string; flow: string },
): Ticket | string {
  const ticket = value as Partial<Ticket> | null;
  if (typeof ticket !== 'object' || ticket === null) return 'it is no ticket';
  const { protocol, flow, run, id, job, site } = ticket;
  if (protocol !== PROTOCOL)
    return `it is of flow ${String(flow)} and speaks version ${String(protocol)} of the queue; this worker is flow ${expected.flow} and speaks version ${PROTOCOL}`;
  if (typeof flow !== 'string' || typeof job !== 'number' || !Number.isSafeInteger(job)) return 'it is no ticket';
  if (run !== expected.run || id !== expected.id || !id.startsWith(`${run}.${job}.`))
    return 'it belongs to another job';
  if (site !== expected.site) return `it belongs to the site ${String(site)}`;
  return { protocol, flow, run, id, job, site };
}
