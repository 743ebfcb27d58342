import { UsageError } from '../error/flow-error.js';
import type { Collected, CollectedEnd, CollectedHost } from '../executors/collected.js';
import type { LateResults } from '../run/late-results.js';
import { futureKey } from '../task/future-key.js';
import type { TaskGraph } from '../task/graph.js';
import { countOf } from '../task/summarize-run.js';
import { type PlacedResults, refuseMasked } from './carry-over.js';
import { explainUnknown, type LostRun } from './earlier-run.js';

/** An earlier run with what workers have finished of it since it was lost. */
export interface CollectedRun extends PlacedResults {
  /** By host. */
  late: ReadonlyMap<string, LateResults>;
}

/**
 * Puts what was collected in the place of what the journal of a lost run could not know. What stands in the journal stays; a change whose login has
 * told how it ended is `unknown` no more; of a login that may go on, nothing is believed to be undone.
 *
 * @throws {UsageError} when a command would now be made of stars, this run has another key than the lost one, or workers still make changes of it: nothing is lost then
 */
export function placeLate(
  earlier: PlacedResults,
  { lost, collected, graph }: { lost: LostRun; collected: Collected; graph: TaskGraph },
): CollectedRun {
  refuseOtherKey(earlier.id, collected);
  const ids = new Map(graph.nodes.map(({ id, host, task }) => [futureKey({ host, task: task.name }), id]));
  const carried = new Map(earlier.carried);
  const late = new Map<string, LateResults>();
  const heard = new Set<number>();
  const open = new Map(lost.begun);
  for (const [host, news] of collected.hosts) {
    const idOf = (task: string) => {
      const key = futureKey({ host, task });
      return lost.settled.has(key) ? undefined : ids.get(key);
    };
    const { results, broken, undone } = judge(news, {
      isOpen: (task) => idOf(task) !== undefined,
      begun: lost.begun.get(host) ?? [],
      login: lost.logins.get(host),
    });
    const told = [...results.map(({ task }) => task), ...(broken?.tasks ?? [])];
    for (const task of told) heard.add(idOf(task) as number);
    for (const task of [...told, ...undone]) carried.delete(idOf(task) as number);
    open.set(
      host,
      (open.get(host) ?? []).filter((task) => !told.includes(task) && !undone.includes(task)),
    );
    if (results.length > 0 || broken) late.set(host, { results, ...(broken && { broken }) });
  }
  if ([...open.values()].some((tasks) => tasks.length > 0)) refuseTooEarly(earlier.id, collected);
  refuseMasked({ nodes: graph.nodes.filter(({ id }) => !heard.has(id)) }, carried);
  return { ...earlier, carried, late };
}

/** Whoever goes on with another key would have results called `unknown` for good that lie there sealed. */
function refuseOtherKey(id: string, { heard, refused }: Collected): void {
  if (heard > 0 || refused === 0) return;
  throw new UsageError(
    `nothing that workers have told of the run ${id} can be opened: it had another FLOW_QUEUE_KEY\n  resume it with that one`,
  );
}

/** A change that a worker is still at would be called `unknown`, and its result be heard by nobody. */
function refuseTooEarly(id: string, { running }: Collected): void {
  if (running === 0) return;
  throw new UsageError(
    `workers still have ${countOf(running, 'login')} of the run ${id}, and may be making its changes\n  ` +
      'resume it when they are through: `flow queue status` tells',
  );
}

interface Known {
  isOpen(task: string): boolean;
  /** Changes of its last login that have no result. */
  begun: readonly string[];
  /** Number of that login; undefined where the run only read. */
  login: number | undefined;
}

/** @returns `undone`: changes that have certainly not begun */
function judge({ results, end }: CollectedHost, { isOpen, begun, login }: Known): LateResults & { undone: string[] } {
  const fresh = results.filter(
    ({ task }, index) => isOpen(task) && results.findIndex((other) => other.task === task) === index,
  );
  const isFresh = (task: string) => fresh.some((result) => result.task === task);
  const nothingMore = { results: fresh, undone: [] };
  if (!end || end.login !== login || end.outcome.kind === 'done' || !isOpen(end.outcome.task)) return nothingMore;
  const { outcome } = end;
  // That nothing was heard of a change does not say that it has not begun: a message may be missing.
  const others = begun.filter((task) => task !== outcome.task && !end.begun.includes(task) && !isFresh(task));
  if (!outcome.begun) {
    const isChange = begun.includes(outcome.task);
    return { results: fresh, undone: isChange ? [outcome.task, ...others] : others };
  }
  if (wasCut(end)) return nothingMore;
  const broken = { tasks: [outcome.task] as [string, ...string[]], attempts: end.attempts, outcome };
  if (outcome.lost) return { results: fresh, broken: { ...broken, tasks: [outcome.task, ...others] }, undone: [] };
  return { results: fresh, broken, undone: others };
}

/** The worker itself ended the login: how far the device has come, nobody knows. */
function wasCut({ outcome }: CollectedEnd): boolean {
  return outcome.kind === 'failed' && (outcome.error.code === 'cancelled' || outcome.error.code === 'worker_lost');
}

/** What was collected, a line each, for people. */
export function describeLate({ id, carried, late }: CollectedRun, { running, refused }: Collected): string[] {
  const count = [...late.values()].reduce(
    (sum, { results, broken }) => sum + results.length + (broken?.tasks.length ?? 0),
    0,
  );
  const unknown = new Set(
    [...carried.values()].filter(({ state }) => state === 'unknown').map(({ host }) => host.name),
  );
  return [
    ...(count > 0 ? [`workers have finished ${countOf(count, 'task')} of the run ${id} since it was lost`] : []),
    ...(running > 0
      ? [`workers still have ${countOf(running, 'login')} of the run ${id}: what comes of them is not heard any more`]
      : []),
    ...(refused > 0
      ? [
          `${countOf(refused, 'message')} of workers of the run ${id} could not be opened: sealed with another key, or changed`,
        ]
      : []),
    ...(unknown.size > 0 ? [explainUnknown([...unknown])] : []),
  ];
}
