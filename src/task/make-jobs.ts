import type { Barrier, JobNode, Node } from './graph.js';
import { Heap } from './heap.js';

/**
 * Gathers the nodes of each host and stage into logins. Within a login, needs come first, and the order written decides
 * among those that could go next. Where one needs what is to be saved, a login of its own begins, with all that come after it:
 * only when the login is over is it known whether the file was written. The work grows with nodes and needs (sorting apart).
 *
 * @param nodes    with their stages, in inventory order and then in the order written
 * @param perHost  how many nodes each host has
 * @returns logins in inventory order, then by stage
 */
export function makeJobs(nodes: readonly Node[], barriers: readonly Barrier[], perHost: number): JobNode[] {
  const jobs: JobNode[] = [];
  const membersByHost = barriers.map(({ members }) => groupByHost(members, nodes));
  for (let start = 0; start < nodes.length; start += perHost) {
    const byStage = new Map<number, [Node, ...Node[]]>();
    for (const node of nodes.slice(start, start + perHost)) {
      const same = byStage.get(node.stage);
      if (same) same.push(node);
      else byStage.set(node.stage, [node]);
    }
    const stages = [...byStage].sort(([a], [b]) => a - b);
    for (const [, members] of stages) {
      const parts = splitAtSaves(putInOrder(members, membersByHost), nodes, membersByHost);
      for (const [part, own] of parts.entries()) jobs.push(makeJob(own, part, nodes));
    }
  }
  return jobs;
}

/** Host → its nodes, of each barrier. */
type MembersByHost = readonly ReadonlyMap<string, readonly number[]>[];

function groupByHost(ids: readonly number[], nodes: readonly Node[]): Map<string, number[]> {
  const byHost = new Map<string, number[]>();
  for (const id of ids) {
    const host = nodes[id]?.host ?? '';
    const same = byHost.get(host);
    if (same) same.push(id);
    else byHost.set(host, [id]);
  }
  return byHost;
}

function makeJob(members: [Node, ...Node[]], part: number, nodes: readonly Node[]): JobNode {
  const [{ host, stage }] = members;
  const others = members.flatMap((node) => node.needs.filter((id) => nodes[id]?.host !== host));
  return {
    host,
    stage,
    part,
    nodes: members.map(({ id }) => id),
    waitsFor: [...new Set(others)],
    barriers: [...new Set(members.flatMap((node) => node.barriers))],
  };
}

function splitAtSaves(
  ordered: readonly number[],
  nodes: readonly Node[],
  membersByHost: MembersByHost,
): [Node, ...Node[]][] {
  const parts: [Node, ...Node[]][] = [];
  const saving = new Set<number>();
  for (const id of ordered) {
    const node = nodes[id] as Node;
    const last = parts.at(-1);
    const isSavedFirst = !node.task.always && ownNeedsOf(node, membersByHost).some((need) => saving.has(need));
    if (last && !isSavedFirst) last.push(node);
    else {
      parts.push([node]);
      saving.clear();
    }
    if (node.task.save) saving.add(id);
  }
  return parts;
}

/** What a node needs on its own host, and perhaps more that it needs singly. */
function ownNeedsOf({ host, needs, barriers }: Node, membersByHost: MembersByHost): number[] {
  return [...needs, ...barriers.flatMap((barrier) => membersByHost[barrier]?.get(host) ?? [])];
}

/** A node is ready when nothing that it needs on its own host, singly or in a barrier, is still to come in this login. */
function putInOrder(members: readonly Node[], membersByHost: MembersByHost): number[] {
  const own = new Set(members.map(({ id }) => id));
  const waiting = new Map<number, number>();
  const dependents = new Map<number, number[]>();
  const ready = new Heap<number>((a, b) => a < b);
  for (const node of members) {
    const { id } = node;
    const before = ownNeedsOf(node, membersByHost).filter((need) => own.has(need));
    waiting.set(id, before.length);
    if (before.length === 0) ready.push(id);
    for (const need of before) {
      const same = dependents.get(need);
      if (same) same.push(id);
      else dependents.set(need, [id]);
    }
  }
  const ordered: number[] = [];
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    ordered.push(id);
    for (const dependent of dependents.get(id) ?? []) {
      const open = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, open);
      if (open === 0) ready.push(dependent);
    }
  }
  return ordered;
}
