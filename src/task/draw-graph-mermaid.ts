import { printableLine } from '../error/printable.js';
import { summarizeBatches } from './describe-batches.js';
import type { TaskGraph } from './graph.js';
import { linkGraph } from './link-graph.js';

/** Draws a graph as a Mermaid flowchart, for Markdown. @see https://mermaid.js.org/syntax/flowchart.html */
export function drawMermaid(graph: TaskGraph): string {
  const { clusters, barriers, edges } = linkGraph(graph);
  const batches = summarizeBatches(graph.batches);
  const title = batches === '' ? [] : ['---', `title: ${batches}`, '---'];
  const lines = [...title, 'flowchart LR'];
  for (const { id, label, nodes } of clusters) {
    lines.push(`  subgraph ${id}["${escapeLabel(label)}"]`);
    for (const node of nodes) lines.push(`    ${node.id}["${escapeLabel(node.label)}"]`);
    lines.push('  end');
  }
  for (const { id, label } of barriers) lines.push(`  ${id}(["${escapeLabel(label)}"])`);
  for (const { from, to } of edges) lines.push(`  ${from} --> ${to}`);
  return `${lines.join('\n')}\n`;
}

/** Everything but plain text becomes a character code, `#34;`, so that no name can end a label or be taken for HTML. */
function escapeLabel(label: string): string {
  return printableLine(label).replace(/[^\p{L}\p{N} .,:@_()/+-]/gu, (character) => `#${character.codePointAt(0)};`);
}
