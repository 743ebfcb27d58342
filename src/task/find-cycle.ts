/**
 * Finds a ring in a directed graph, in time linear in its nodes and edges and without recursion.
 *
 * @param count    nodes are the numbers from 0 to count - 1
 * @param edgesOf  the nodes that a node waits for
 * @returns the members, each waiting for the next and the last one for the first, beginning with the smallest; undefined when there is none
 */
export function findCycle(count: number, edgesOf: (node: number) => readonly number[]): number[] | undefined {
  /** 0: not seen; 1: on the path; 2: known to be in no ring. */
  const state = new Uint8Array(count);
  for (let start = 0; start < count; start++) {
    if (state[start] !== 0) continue;
    const ring = walk(start, state, edgesOf);
    if (ring) return startAtSmallest(ring);
  }
  return undefined;
}

function walk(start: number, state: Uint8Array, edgesOf: (node: number) => readonly number[]): number[] | undefined {
  const path = [start];
  const next = [0];
  state[start] = 1;
  while (path.length > 0) {
    const depth = path.length - 1;
    const node = path[depth] as number;
    const target = edgesOf(node)[next[depth] as number];
    if (target === undefined) {
      state[node] = 2;
      path.pop();
      next.pop();
      continue;
    }
    next[depth] = (next[depth] as number) + 1;
    if (state[target] === 1) return path.slice(path.indexOf(target));
    if (state[target] === 2) continue;
    state[target] = 1;
    path.push(target);
    next.push(0);
  }
  return undefined;
}

function startAtSmallest(ring: number[]): number[] {
  let smallest = 0;
  for (const [index, node] of ring.entries()) if (node < (ring[smallest] as number)) smallest = index;
  return [...ring.slice(smallest), ...ring.slice(0, smallest)];
}
