import { describeAction, listNeeds } from './draw-graph-text.js';
import { foldGraph } from './fold-graph.js';
import type { TaskGraph } from './graph.js';

/** Writes a graph as JSON: hosts that do the same, with their logins and what each task waits for, and the hosts of each batch. */
export function drawJson(graph: TaskGraph): string {
  const value = {
    schema: 'flow/graph@1',
    hosts: graph.hosts.length,
    futures: graph.nodes.length,
    stages: graph.stages,
    batches: graph.batches,
    groups: foldGraph(graph).map(({ hosts, logins }) => ({
      hosts,
      logins: logins.map(({ stage, nodes }) => ({
        stage,
        tasks: nodes.map((node) => ({
          task: node.task.name,
          does: describeAction(node.task),
          needs: listNeeds(node, graph),
        })),
      })),
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
