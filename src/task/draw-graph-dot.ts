import { printableLine } from '../error/printable.js';
import { summarizeBatches } from './describe-batches.js';
import type { TaskGraph } from './graph.js';
import { linkGraph } from './link-graph.js';

/** Draws a graph in the language of Graphviz. @see https://graphviz.org/doc/info/lang.html */
export function drawDot(graph: TaskGraph): string {
  const { clusters, barriers, edges } = linkGraph(graph);
  const batches = summarizeBatches(graph.batches);
  const lines = ['digraph flow {', '  rankdir=LR;', '  node [shape=box];'];
  if (batches !== '') lines.push(`  label=${quote(batches)};`);
  for (const { id, label, nodes } of clusters) {
    lines.push(`  subgraph cluster_${id} {`, `    label=${quote(label)};`);
    for (const node of nodes) lines.push(`    ${node.id} [label=${quote(node.label)}];`);
    lines.push('  }');
  }
  for (const { id, label } of barriers) lines.push(`  ${id} [shape=diamond, label=${quote(label)}];`);
  for (const { from, to } of edges) lines.push(`  ${from} -> ${to};`);
  return `${[...lines, '}'].join('\n')}\n`;
}

function quote(text: string): string {
  return `"${printableLine(text).replace(/[\\"]/g, '\\$&')}"`;
}
