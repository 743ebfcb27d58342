import type { Barrier, Node } from './graph.js';

/**
 * Writes the stage of each node: 0, or the highest of the stages of its needs on the same host and 1 + the stages of its
 * needs on others. In time linear in nodes, needs and members of barriers.
 *
 * @param nodes  without a ring; their `stage` is set
 * @returns the number of stages, 0 for no nodes
 */
export function assignStages(nodes: Node[], barriers: readonly Barrier[]): number {
  const heights = barriers.map((barrier) => ({ barrier, open: barrier.members.length, ...EMPTY }));
  const waiting = nodes.map((node) => node.needs.length + node.barriers.length);
  const dependents = listDependents(nodes, barriers);
  const ready = nodes.filter((node) => waiting[node.id] === 0);
  const settle = (id: number): void => {
    waiting[id] = (waiting[id] as number) - 1;
    if (waiting[id] === 0) ready.push(nodes[id] as Node);
  };
  let stages = 0;
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    node.stage = stageOf(node, nodes, heights);
    stages = Math.max(stages, node.stage + 1);
    for (const id of dependents.byNode[node.id] ?? []) settle(id);
    for (const index of dependents.barriersByNode[node.id] ?? []) {
      const height = heights[index] as BarrierHeight;
      raise(height, node);
      height.open--;
      if (height.open === 0) dependents.byBarrier[index]?.forEach(settle);
    }
  }
  return stages;
}

/** The highest stage among a barrier's members, and the highest among those on other hosts than that one. */
interface BarrierHeight {
  open: number;
  highest: number;
  highestHost: string;
  second: number;
}

const EMPTY = { highest: -1, highestHost: '', second: -1 };

function raise(height: BarrierHeight, { host, stage }: Node): void {
  if (stage > height.highest) {
    if (host !== height.highestHost) height.second = height.highest;
    height.highest = stage;
    height.highestHost = host;
  } else if (host !== height.highestHost && stage > height.second) {
    height.second = stage;
  }
}

function stageOf(node: Node, nodes: readonly Node[], heights: readonly BarrierHeight[]): number {
  let stage = 0;
  for (const id of node.needs) {
    const need = nodes[id] as Node;
    stage = Math.max(stage, need.host === node.host ? need.stage : need.stage + 1);
  }
  for (const index of node.barriers) {
    const { highest, highestHost, second } = heights[index] as BarrierHeight;
    // A member on the node's own host is waited for without logging out.
    const others = highestHost === node.host ? second : highest;
    const own = highestHost === node.host ? highest : 0;
    stage = Math.max(stage, own, others + 1);
  }
  return stage;
}

interface Dependents {
  byNode: (number[] | undefined)[];
  byBarrier: number[][];
  barriersByNode: (number[] | undefined)[];
}

function listDependents(nodes: readonly Node[], barriers: readonly Barrier[]): Dependents {
  const dependents: Dependents = { byNode: [], byBarrier: barriers.map(() => []), barriersByNode: [] };
  for (const { id, needs, barriers: waits } of nodes) {
    for (const need of needs) add(dependents.byNode, need, id);
    for (const index of waits) dependents.byBarrier[index]?.push(id);
  }
  for (const { id, members } of barriers) {
    for (const member of members) add(dependents.barriersByNode, member, id);
  }
  return dependents;
}

function add(lists: (number[] | undefined)[], index: number, value: number): void {
  const list = lists[index];
  if (list) list.push(value);
  else lists[index] = [value];
}
