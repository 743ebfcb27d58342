import type { Node, TaskGraph } from '../task/graph.js';
import type { Need } from '../task/task.js';
import type { Problem } from './problem.js';

/**
 * Finds needs on hosts of a later batch: a batch begins when the one before is over, so neither would ever begin.
 *
 * @returns each need once, with the first host that has it
 */
export function checkBatches({ nodes, barriers, batches }: TaskGraph): Problem[] {
  if (batches.length === 1) return [];
  const batchOf = new Map(batches.flatMap((hosts, index) => hosts.map((host): [string, number] => [host, index])));
  const numberOf = ({ host }: Node) => batchOf.get(host) ?? 0;
  const latest = (ids: readonly number[]) =>
    ids.map((id) => nodes[id] as Node).reduce((last, node) => (numberOf(node) > numberOf(last) ? node : last));
  const latestOfBarriers = barriers.map(({ members }) => latest(members));
  const problems = new Map<Need | undefined, Problem>();
  for (const node of nodes) {
    const needed = [
      ...node.needs.map((id) => ({ last: nodes[id] as Node, on: nodes[id]?.host })),
      ...node.barriers.map((index) => ({ last: latestOfBarriers[index] as Node, on: barriers[index]?.on })),
    ];
    for (const { last, on } of needed) {
      if (numberOf(last) <= numberOf(node)) continue;
      const need = findNeed(node, last, on);
      if (!problems.has(need)) problems.set(need, explain(node, last, { need, numberOf }));
    }
  }
  return [...problems.values()];
}

/** The need that leads from one node to the other, as it is written. */
function findNeed({ task }: Node, last: Node, on: string | undefined): Need | undefined {
  const others = task.needs.filter((need) => need.kind !== 'same-host' && need.task === last.task.name);
  return others.find((need) => (need.kind === 'named' ? need.on : 'all') === on) ?? others[0];
}

function explain(
  node: Node,
  last: Node,
  { need, numberOf }: { need: Need | undefined; numberOf: (node: Node) => number },
): Problem {
  const on = need?.kind === 'named' ? need.on : 'all';
  return {
    position: need?.position ?? node.task.position,
    message:
      `needs ${last.task.name}@${on}: ${node.host} is in batch ${numberOf(node) + 1} and would wait for ${last.host} ` +
      `in batch ${numberOf(last) + 1}, which begins when the batches before it are over`,
    proposal:
      need?.kind === 'named'
        ? `put ${last.host} before ${node.host} in the inventory, or write ${node.task.name} in a playbook of its own`
        : `"all" is every host of the run, also of later batches: write ${node.task.name} in a playbook of its own`,
  };
}
