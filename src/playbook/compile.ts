import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import type { Host } from '../inventory/host.js';
import { findCycle } from '../task/find-cycle.js';
import type { Barrier, Node, TaskGraph } from '../task/graph.js';
import { makeJobs } from '../task/make-jobs.js';
import { assignStages } from '../task/stages.js';
import type { Task } from '../task/task.js';
import { splitIntoBatches } from './batches.js';
import { checkBatches } from './check-batches.js';
import { checkOrder } from './check-order.js';
import { expandForeach } from './expand-foreach.js';
import { hideSecretsOfGraph } from './hidden-secrets.js';
import { NeedResolver } from './need-resolver.js';
import type { Playbook } from './playbook.js';
import type { Problem } from './problem.js';
import { describeRing } from './ring.js';

/** Who takes part in a run: the hosts chosen, and the groups of the whole inventory. */
export interface Fleet {
  hosts: readonly Host[];
  /** Group → names of its hosts; those that were not chosen are passed over. */
  groups: ReadonlyMap<string, readonly string[]>;
}

/**
 * Compiles a playbook for a fleet into the graph of its futures: every task on every host. Pure; the work grows with the
 * number of futures, also where everything waits for everything.
 *
 * @throws {DocumentError} for a need on a host or group that does not take part or comes in a later batch, a ring of needs,
 *                         or a text that speaks of a result which comes later
 */
export function compilePlaybook(playbook: Playbook, fleet: Fleet): TaskGraph {
  const hosts = fleet.hosts.map((host) => host.name);
  const { tasks, problems } = expandForeach(playbook, fleet.hosts);
  fail(playbook, problems);
  const resolver = new NeedResolver(tasks, hosts, fleet.groups);
  const nodes = hosts.flatMap((host, row) =>
    tasks.map((task): Node => {
      const id = row * tasks.length + task.index;
      return { id, host, task, ...resolver.resolve(task, row), stage: 0 };
    }),
  );
  const { barriers } = resolver;
  fail(playbook, [...resolver.problems, ...findRing(nodes, barriers)]);
  const stages = assignStages(nodes, barriers);
  const jobs = makeJobs(nodes, barriers, tasks.length);
  const batches = splitIntoBatches(hosts, playbook.batches);
  const graph = hideSecretsOfGraph({ nodes, barriers, jobs, tasks, hosts, batches, stages });
  fail(playbook, [...checkBatches(graph), ...checkOrder(graph)]);
  return graph;
}

function findRing(nodes: Node[], barriers: Barrier[]): Problem[] {
  // A barrier is a vertex of its own, so that the edges stay as few as the futures.
  const ring = findCycle(nodes.length + barriers.length, (vertex) => {
    const node = nodes[vertex];
    if (!node) return barriers[vertex - nodes.length]?.members ?? [];
    return node.barriers.length === 0
      ? node.needs
      : [...node.needs, ...node.barriers.map((barrier) => nodes.length + barrier)];
  });
  if (!ring) return [];
  const members = ring.flatMap((vertex) => nodes[vertex] ?? []);
  const named = members.map(({ task, host }) => ({ name: `${task.name} on ${host}`, line: lineOf(task) }));
  const [first] = members;
  return [{ position: first?.task.needs[0]?.position ?? first?.task.position, message: describeRing(named) }];
}

/**
 * Finds needs on hosts and groups that do not take part, in a playbook that has other mistakes and makes no graph.
 */
export function findStrangeNeeds(playbook: Playbook, fleet: Fleet): Diagnostic[] {
  const hosts = fleet.hosts.map((host) => host.name);
  const resolver = new NeedResolver(playbook.tasks, hosts, fleet.groups);
  for (const task of playbook.tasks) resolver.resolve(task, 0);
  return diagnose(playbook, resolver.problems);
}

function lineOf(task: Task): number | undefined {
  return task.position?.line;
}

function fail(playbook: Playbook, problems: Problem[]): void {
  if (problems.length > 0) throw new DocumentError(diagnose(playbook, problems));
}

function diagnose({ document, file }: Playbook, problems: readonly Problem[]): Diagnostic[] {
  return problems.map(({ position, message, proposal }): Diagnostic => {
    if (position && document) return document.diagnoseAt(position, message, { proposal });
    const place = position ? { position } : {};
    return { file, ...place, message, ...(proposal === undefined ? {} : { proposal }), severity: 'error' };
  });
}
