import { checkChoice } from '../error/arguments.js';
import { drawDot } from './draw-graph-dot.js';
import { drawJson } from './draw-graph-json.js';
import { drawMermaid } from './draw-graph-mermaid.js';
import { drawText } from './draw-graph-text.js';
import type { TaskGraph } from './graph.js';

/** How a graph can be drawn; `text` is for people. */
export const GRAPH_FORMATS = ['text', 'mermaid', 'dot', 'json'] as const;
/** How a graph is drawn: `text` is for people. */
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/**
 * Draws who does what, in which order, and who waits for whom. Hosts that do the same are drawn once, whatever their number.
 *
 * @returns text with a line end at its end; control characters in names are made visible
 */
export function drawGraph(graph: TaskGraph, format: GraphFormat): string {
  checkChoice('drawGraph', format, GRAPH_FORMATS);
  switch (format) {
    case 'text':
      return drawText(graph);
    case 'mermaid':
      return drawMermaid(graph);
    case 'dot':
      return drawDot(graph);
    case 'json':
      return drawJson(graph);
    default:
      return format satisfies never;
  }
}
