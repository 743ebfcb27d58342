import { toText } from './to-text.js';

/** What a diagram needs to know of a link; `from` and `to` may also be names alone. */
interface DrawnLink {
  from: unknown;
  to: unknown;
  label?: unknown;
  is_mutual?: unknown;
}

/**
 * Draws links as a Mermaid diagram in a fenced block, which GitHub and GitLab show as a picture. A host that was not asked stands in a round box, and a
 * link that only one of two hosts tells of is dotted. No name can end its label.
 *
 * @param links  as the helper `links` gives them, or a list of `{from, to, label}`
 * @throws {RangeError} for an item without `from` and `to`
 */
export function mermaidDiagram(links: readonly unknown[]): string {
  const nodes = new Map<string, { id: string; isKnown: boolean }>();
  const nodeOf = (end: unknown): string => {
    const { name, isKnown } = readEnd(end);
    const node = nodes.get(name);
    if (node) return node.id;
    const id = `n${nodes.size}`;
    nodes.set(name, { id, isKnown });
    return id;
  };
  const edges = links.map((link) => {
    const { from, to, label, is_mutual } = readLink(link);
    const text = label === undefined ? portsOf(from, to) : toText(label);
    const isDoubtful = is_mutual === false && readEnd(from).isKnown && readEnd(to).isKnown;
    const line = isDoubtful ? '-.-' : '---';
    return `  ${nodeOf(from)} ${line}${text === '' ? '' : `|"${mermaidText(text)}"|`} ${nodeOf(to)}`;
  });
  const boxes = [...nodes].map(([name, { id, isKnown }]) => {
    const text = `"${mermaidText(name)}"`;
    return `  ${id}${isKnown ? `[${text}]` : `([${text}])`}`;
  });
  return ['```mermaid', 'graph LR', ...boxes, ...edges, '```'].join('\n');
}

function readLink(link: unknown): DrawnLink {
  const { from, to } = (link ?? {}) as Partial<DrawnLink>;
  if (from !== undefined && to !== undefined) return link as DrawnLink;
  throw new RangeError('mermaid: expected a list of links with `from` and `to`, as the helper links gives it');
}

function readEnd(end: unknown): { name: string; isKnown: boolean } {
  if (typeof end !== 'object' || end === null) return { name: toText(end), isKnown: true };
  const { host, is_known } = end as { host?: unknown; is_known?: unknown };
  return { name: toText(host), isKnown: is_known !== false };
}

function portsOf(from: unknown, to: unknown): string {
  const ports = [from, to].map((end) => toText((end as { port?: unknown } | null)?.port));
  return ports.some((port) => port !== '') ? ports.join(' – ') : '';
}

/** Everything but letters, digits and the signs of names and ports is written as a number, which Mermaid reads as the sign and nothing else. */
function mermaidText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[^\p{L}\p{N} ._:/,()–-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
