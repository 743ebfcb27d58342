import type { JobNode, Node, TaskGraph } from './graph.js';
import type { Task } from './task.js';

/** A task as it stands in the logins of some hosts, and what it waits for. */
export interface FoldedNode {
  task: Task;
  stage: number;
  /** Tasks on the same host, by name. */
  needs: string[];
  /** Single futures of other hosts. */
  others: { task: string; host: string }[];
  /** Indexes into `TaskGraph.barriers`. */
  barriers: number[];
}

/** Hosts that do the same: the same tasks in the same order, waiting for the same. */
export interface FoldedHosts {
  /** In inventory order. */
  hosts: string[];
  /** By stage and part, each in the order in which it runs. */
  logins: { stage: number; part: number; nodes: FoldedNode[] }[];
}

/** Puts together the hosts that do the same, so that a fleet of a thousand can be drawn. */
export function foldGraph(graph: TaskGraph): FoldedHosts[] {
  const folded = new Map<string, FoldedHosts>();
  for (const [host, jobs] of jobsByHost(graph)) {
    const logins = jobs.map(({ stage, part, nodes }) => {
      const own = nodes.map((id) => graph.nodes[id]).filter((node) => node !== undefined);
      return { stage, part, nodes: own.map((node) => foldNode(node, graph)) };
    });
    const signature = JSON.stringify(
      logins.map(({ stage, part, nodes }) => [stage, part, nodes.map((node) => ({ ...node, task: node.task.index }))]),
    );
    const same = folded.get(signature);
    if (same) same.hosts.push(host);
    else folded.set(signature, { hosts: [host], logins });
  }
  return [...folded.values()];
}

function foldNode(node: Node, graph: TaskGraph): FoldedNode {
  const needed = node.needs.map((id) => graph.nodes[id]).filter((need) => need !== undefined);
  return {
    task: node.task,
    stage: node.stage,
    needs: needed.filter((need) => need.host === node.host).map((need) => need.task.name),
    others: needed.filter((need) => need.host !== node.host).map((need) => ({ task: need.task.name, host: need.host })),
    barriers: node.barriers,
  };
}

function jobsByHost(graph: TaskGraph): Map<string, JobNode[]> {
  const byHost = new Map<string, JobNode[]>(graph.hosts.map((host) => [host, []]));
  for (const job of graph.jobs) byHost.get(job.host)?.push(job);
  return byHost;
}
