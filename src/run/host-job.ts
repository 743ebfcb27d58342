import type { Host, HostKeyPolicy } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';
import type { Future } from '../task/future.js';
import type { HostJob } from '../task/host-job.js';
import { narrowItem } from '../task/item.js';
import type { PreviousResult, Result } from '../task/result.js';
import type { Need, Task } from '../task/task.js';
import { expressionsOf, templatesOf } from '../task/task-texts.js';
import type { Ledger } from './ledger.js';

/** What all jobs of a host have in common. */
export interface JobBasis {
  playbook: Playbook;
  ledger: Ledger;
  host: Host;
  jumps: Host[];
  /** Every future of the host. */
  futures: readonly Future[];
  platformDirs: string[];
  templateDirs: string[];
  hostKeys: HostKeyPolicy;
  /** The round trips of each login are told. */
  trace: boolean;
  /** The steps of each login are not told. */
  isTerse: boolean;
  /** What is spoken is told. */
  record: boolean;
  futureOf(task: string, host: string): Future | undefined;
  /** What a task gave in the run before; undefined for one that does not speak of it. */
  previousOf?: PreviousLookup | undefined;
}

/** What a task gave on a host in the run before: null for nothing, undefined for a task that does not speak of it. */
export type PreviousLookup = (host: string, task: string) => PreviousResult | null | undefined;

/** Whether the text of any task names results of other hosts: `results["version@core1"]`. */
export function nameOtherHosts(tasks: readonly Task[]): boolean {
  return tasks.some((task) => mentionsOf(task).length > 0);
}

/** Makes the job of one login, of the futures that are still open, in their order. */
export function makeHostJob(
  basis: JobBasis,
  open: readonly Future[],
  { login, attempts }: Pick<HostJob, 'login' | 'attempts'>,
): HostJob {
  const { playbook, host, jumps, platformDirs, templateDirs, hostKeys, trace, record, isTerse } = basis;
  return {
    host,
    jumps,
    tasks: tasksOf(basis.ledger, open),
    mode: playbook.mode,
    login,
    attempts: { ...attempts },
    vars: playbook.vars,
    results: resultsFor(basis, open),
    ...previousFor(basis, open),
    enable: playbook.enable,
    timeouts: playbook.timeouts,
    hostKeys,
    platformDirs,
    templateDirs,
    ...(isTerse && { isTerse }),
    ...(trace && { trace }),
    ...(record && { record }),
  };
}

function previousFor({ previousOf, host }: JobBasis, open: readonly Future[]): Pick<HostJob, 'previous'> {
  const found = open.flatMap(({ node }): [string, PreviousResult | null][] => {
    const previous = previousOf?.(host.name, node.task.name);
    return previous === undefined ? [] : [[node.task.name, previous]];
  });
  return found.length > 0 ? { previous: Object.fromEntries(found) } : {};
}

/** The tasks, with needs only on each other: all the rest is judged before the login begins. */
function tasksOf(ledger: Ledger, open: readonly Future[]): Task[] {
  const ids = open.map((future) => future.node.id);
  return open.map(({ node }) => {
    const task = narrowItem(node.task, node.host);
    if (task.needs.length === 0) return task;
    const needs = ledger.gates.neededAmong(node, ids).map((id): Need => {
      return { kind: 'same-host', task: (ledger.futures[id] as Future).node.task.name };
    });
    return { ...task, needs };
  });
}

/** Results of this host by task, and those of other hosts that a task's text speaks of as `task@host`. */
function resultsFor(basis: JobBasis, open: readonly Future[]): Record<string, Result> {
  const results: Record<string, Result> = {};
  for (const future of basis.futures) {
    if (future.isSettled) results[future.node.task.name] = basis.ledger.unmasked(future);
  }
  for (const { node } of open) {
    for (const { task, host } of mentionsOf(node.task)) {
      const future = basis.futureOf(task, host);
      if (future?.isSettled) results[`${task}@${host}`] = basis.ledger.unmasked(future);
    }
  }
  return results;
}

interface Mention {
  task: string;
  host: string;
}

const mentions = new WeakMap<Task, Mention[]>();

/** Which results of other hosts the text of a task names. Handing on all that it waits for would be a fleet times a fleet. */
function mentionsOf(task: Task): Mention[] {
  let found = mentions.get(task);
  if (!found) {
    found = findMentions(task);
    mentions.set(task, found);
  }
  return found;
}

function findMentions(task: Task): Mention[] {
  const text = textsOf(task).join('\n');
  const needed = new Set(task.needs.flatMap((need) => (need.kind === 'same-host' ? [] : [need.task])));
  return [...needed].flatMap((name) => {
    // `results["version@core1"].output` gives core1; `results.version.output` gives nothing.
    const pattern = new RegExp(`${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}@([^\\s"'\`\\]})|]+)`, 'g');
    return [...text.matchAll(pattern)].map((match) => ({ task: name, host: match[1] as string }));
  });
}

function textsOf(task: Task): string[] {
  return [...templatesOf(task).map(({ text }) => text), ...expressionsOf(task).map(({ source }) => source)];
}
