import { foldGraph } from './fold-graph.js';
import type { TaskGraph } from './graph.js';
import { nameHosts } from './name-hosts.js';

/** A folded graph as boxes and arrows, with identifiers that any drawing language takes. */
export interface LinkedGraph {
  clusters: { id: string; label: string; nodes: { id: string; label: string }[] }[];
  barriers: { id: string; label: string }[];
  edges: { from: string; to: string }[];
}

/** Gives every box an identifier (`g0t1`, `b0`) and lists the arrows, from what is needed to what needs it; each once. */
export function linkGraph(graph: TaskGraph): LinkedGraph {
  const folded = foldGraph(graph);
  const groupOf = new Map(folded.flatMap(({ hosts }, group) => hosts.map((host): [string, number] => [host, group])));
  const taskIndex = new Map(graph.tasks.map(({ name, index }) => [name, index]));
  const boxOf = (task: string, host: string): string => `g${groupOf.get(host)}t${taskIndex.get(task)}`;
  const edges = new Map<string, { from: string; to: string }>();
  const link = (from: string, to: string): void => {
    edges.set(`${from} ${to}`, { from, to });
  };
  for (const { hosts, logins } of folded) {
    const [host = ''] = hosts;
    for (const node of logins.flatMap(({ nodes }) => nodes)) {
      const box = boxOf(node.task.name, host);
      for (const need of node.needs) link(boxOf(need, host), box);
      for (const other of node.others) link(boxOf(other.task, other.host), box);
      for (const barrier of node.barriers) link(`b${barrier}`, box);
    }
  }
  for (const { id, task, members } of graph.barriers) {
    for (const member of members) link(boxOf(task, graph.nodes[member]?.host ?? ''), `b${id}`);
  }
  return {
    clusters: folded.map(({ hosts, logins }, group) => ({
      id: `g${group}`,
      label: nameHosts(hosts),
      nodes: logins.flatMap(({ nodes }) =>
        nodes.map(({ task }) => ({ id: `g${group}t${task.index}`, label: task.name })),
      ),
    })),
    barriers: graph.barriers.map(({ id, task, on }) => ({ id: `b${id}`, label: `${task}@${on}` })),
    edges: [...edges.values()],
  };
}
