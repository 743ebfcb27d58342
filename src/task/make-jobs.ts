import type { Barrier, JobNode, Node } from './graph.js';

/**
 * Gathers the nodes of each host and stage into logins. Within a login, needs come first, and the order written decides
 * among those that could go next.
 *
 * @param nodes    with their stages, in inventory order and then in the order written
 * @param perHost  how many nodes each host has
 * @returns logins in inventory order, then by stage
 */
export function makeJobs(nodes: readonly Node[], barriers: readonly Barrier[], perHost: number): JobNode[] {
  const jobs: JobNode[] = [];
  const memberships = new Map(barriers.map((barrier) => [barrier.id, new Set<number>()]));
  for (const { id, members } of barriers) for (const member of members) memberships.get(id)?.add(member);
  for (let start = 0; start < nodes.length; start += perHost) {
    const own = nodes.slice(start, start + perHost);
    const stages = [...new Set(own.map((node) => node.stage))].sort((a, b) => a - b);
    for (const stage of stages)
      jobs.push(
        makeJob(
          own.filter((node) => node.stage === stage),
          nodes,
          memberships,
        ),
      );
  }
  return jobs;
}

function makeJob(
  members: readonly Node[],
  nodes: readonly Node[],
  memberships: ReadonlyMap<number, ReadonlySet<number>>,
): JobNode {
  const [first] = members as [Node];
  const others = members.flatMap((node) => node.needs.filter((id) => nodes[id]?.host !== first.host));
  return {
    host: first.host,
    stage: first.stage,
    nodes: putInOrder(members, memberships),
    waitsFor: [...new Set(others)],
    barriers: [...new Set(members.flatMap((node) => node.barriers))],
  };
}

function putInOrder(members: readonly Node[], memberships: ReadonlyMap<number, ReadonlySet<number>>): number[] {
  const open = [...members];
  const ordered: number[] = [];
  const isOpen = new Set(members.map(({ id }) => id));
  while (open.length > 0) {
    const index = open.findIndex((node) => isReady(node, isOpen, memberships));
    const [next] = open.splice(Math.max(0, index), 1) as [Node];
    isOpen.delete(next.id);
    ordered.push(next.id);
  }
  return ordered;
}

/** Nothing that it needs on its own host, singly or in a barrier, is still to come in this login. */
function isReady(
  node: Node,
  open: ReadonlySet<number>,
  memberships: ReadonlyMap<number, ReadonlySet<number>>,
): boolean {
  if (node.needs.some((id) => open.has(id))) return false;
  return !node.barriers.some((barrier) => {
    const members = memberships.get(barrier);
    for (const id of open) if (members?.has(id)) return true;
    return false;
  });
}
