import { printableLine } from '../../error/printable.js';
import type { NoticeGroup, RunEvent, StopReason } from '../../task/event.js';
import type { ErrorReport, RunCounts, RunStatus, SettledState } from '../../task/result.js';
import { countOf } from '../../task/summarize-run.js';
import { RateMeter } from './rate-meter.js';

/** A host that is being spoken to. */
export interface RunningHost {
  host: string;
  /** The future that is running; null between two of them. */
  task: string | null;
  /** What is being done: `connecting`, `sh clock`. */
  step: string;
  /** When this task (or this login) began, in milliseconds since the epoch. */
  sinceMs: number;
}

/** Something to be written once and to stay. */
export type Happening =
  | { kind: 'failure'; host: string; task: string; error: ErrorReport | null; state: SettledState }
  | { kind: 'retry'; host: string; task: string; attempt: number; delayMs: number; error: ErrorReport }
  | { kind: 'notice'; host: string; message: string }
  | { kind: 'stopping'; reason: StopReason };

/**
 * What a fleet's view knows, kept up to date by {@link applyEvent} in place: nothing of it grows with the fleet but two
 * small entries per host that is still open, and no event or frame walks over the hosts.
 */
export interface FleetState {
  playbook: string;
  startedMs: number;
  hosts: number;
  tasksPerHost: number;
  futures: number;
  settled: Record<SettledState, number>;
  /** In the order in which they began: the longest first. */
  running: Map<string, RunningHost>;
  /** Futures of a host that are still open; hosts without one are gone. Only hosts that were seen are in it. */
  open: Map<string, number>;
  /** Not yet written; whoever writes them empties it. */
  news: Happening[];
  /** Notices beyond the first few, which are only counted. */
  untoldNotices: number;
  toldNotices: number;
  /** What many hosts told alike: how many of them. */
  grouped: Map<string, NoticeGroup & { count: number }>;
  rate: RateMeter;
  stopping: StopReason | null;
  /** The batch under way, where there are several; `number` counts from 1. */
  batch: { number: number; of: number } | null;
  finished: { atMs: number; status: RunStatus; counts: RunCounts } | null;
}

/** More notices than these are counted, not told. */
const MOST_NOTICES = 5;

/** The state before a run has begun. */
export function startFleetState(): FleetState {
  return {
    playbook: '',
    startedMs: 0,
    hosts: 0,
    tasksPerHost: 0,
    futures: 0,
    settled: { finished: 0, raised: 0, cancelled: 0, skipped: 0, unknown: 0 },
    running: new Map(),
    open: new Map(),
    news: [],
    untoldNotices: 0,
    toldNotices: 0,
    grouped: new Map(),
    rate: new RateMeter(),
    stopping: null,
    batch: null,
    finished: null,
  };
}

/** Takes one event into the state, in constant time. */
export function applyEvent(state: FleetState, event: RunEvent): void {
  switch (event.type) {
    case 'run-started':
      state.playbook = event.playbook;
      state.startedMs = event.at;
      state.hosts = event.hosts.length;
      state.tasksPerHost = event.tasks.length;
      state.futures = event.futures;
      return;
    case 'batch-started':
      state.batch = { number: event.number, of: event.of };
      return;
    case 'step': {
      const entry = state.running.get(event.host);
      if (entry) entry.step = event.step;
      else if (isOpen(state, event.host))
        beginHost(state, event.host, { task: null, step: event.step, sinceMs: event.at });
      return;
    }
    case 'running': {
      const entry = state.running.get(event.host);
      if (entry && entry.task === null) entry.task = event.task;
      else beginHost(state, event.host, { task: event.task, step: event.task, sinceMs: event.at });
      return;
    }
    case 'settled':
      settle(state, event);
      return;
    case 'retrying':
      state.running.delete(event.host);
      state.news.push({
        kind: 'retry',
        host: event.host,
        task: event.task,
        attempt: event.attempt,
        delayMs: event.delayMs,
        error: event.error,
      });
      return;
    case 'notice':
      if (event.group !== undefined) {
        const key = JSON.stringify(event.group);
        const known = state.grouped.get(key);
        if (known) known.count++;
        else state.grouped.set(key, { ...event.group, count: 1 });
      } else if (state.toldNotices >= MOST_NOTICES) {
        state.untoldNotices++;
      } else {
        state.toldNotices++;
        state.news.push({ kind: 'notice', host: event.host, message: event.message });
      }
      return;
    case 'stopping':
      state.stopping = event.reason;
      state.news.push({ kind: 'stopping', reason: event.reason });
      return;
    case 'carried':
      state.settled[event.result.state]++;
      state.open.set(event.host, (state.open.get(event.host) ?? state.tasksPerHost) - 1);
      return;
    case 'flights':
    case 'recorded':
    case 'login-begun':
      return;
    case 'run-finished':
      state.finished = { atMs: event.at, status: event.status, counts: event.counts };
      return;
    default:
      event satisfies never;
  }
}

/** What was only counted: `• 16 host keys pinned in FILE`. */
export function tellCounted({ grouped, untoldNotices }: FleetState): string[] {
  const lines = [...grouped.values()].map(
    ({ noun, what, count }) => `• ${countOf(count, noun)} ${printableLine(what)}`,
  );
  return untoldNotices > 0 ? [...lines, `• and ${countOf(untoldNotices, 'more notice')}`] : lines;
}

/** Futures that have their result. */
export function countSettled({ settled }: FleetState): number {
  return settled.finished + settled.raised + settled.cancelled + settled.skipped + settled.unknown;
}

function settle(state: FleetState, { host, task, at, result }: Extract<RunEvent, { type: 'settled' }>): void {
  state.settled[result.state]++;
  if (result.state === 'finished' || result.state === 'raised') state.rate.count(at);
  if (result.state === 'raised' || result.state === 'unknown') {
    state.news.push({ kind: 'failure', host, task, error: result.error, state: result.state });
  }
  const open = (state.open.get(host) ?? state.tasksPerHost) - 1;
  state.open.set(host, open);
  const entry = state.running.get(host);
  if (entry && (open <= 0 || entry.task === task || entry.task === null)) state.running.delete(host);
}

/** Deleted first, so that it goes to the end of the map: the order is that of beginning. */
function beginHost(state: FleetState, host: string, entry: Omit<RunningHost, 'host'>): void {
  state.running.delete(host);
  state.running.set(host, { host, ...entry });
}

function isOpen(state: FleetState, host: string): boolean {
  return (state.open.get(host) ?? state.tasksPerHost) > 0;
}
