import type { YamlScalar } from './yaml.js';

/** Offsets into the source, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** One part of a YAML document and where it stands. A collection's span is that of its first entry, or of its brackets. */
export type YamlNode = ScalarNode | ListNode | MapNode | AliasNode;

interface NodeBase extends Span {
  /** How much a walk over the value would meet, aliases followed: about one per node and one per hundred characters. */
  weight: number;
}

export interface ScalarNode extends NodeBase {
  kind: 'scalar';
  event: YamlScalar;
}

export interface ListNode extends NodeBase {
  kind: 'list';
  items: YamlNode[];
}

export interface MapNode extends NodeBase {
  kind: 'map';
  entries: Map<string, MapEntry>;
  /** Values of the key `<<`. */
  merges: MapEntry[];
}

export interface AliasNode extends NodeBase {
  kind: 'alias';
  target: YamlNode;
}

export interface MapEntry {
  key: Span;
  value: YamlNode;
}

/** Where a pointer leads: the node, the key it stands under, and whether every part of the pointer was found. */
export interface Found {
  node: YamlNode;
  key: Span | undefined;
  isComplete: boolean;
}

/**
 * Follows the parts of a pointer as far as they lead. What is reached through an alias stands where the alias does;
 * what a merge brought in stands where the merge does.
 */
export function findNode(root: YamlNode, parts: readonly string[]): Found {
  let found: Found = { node: root, key: undefined, isComplete: true };
  for (const [depth, part] of parts.entries()) {
    if (found.node.kind === 'alias') return { ...found, isComplete: hasPath(found.node, parts.slice(depth)) };
    const next = stepInto(found.node, part);
    if (!next) return { ...found, isComplete: false };
    found = { node: next.value, key: next.key, isComplete: true };
  }
  return found;
}

function stepInto(node: YamlNode, part: string): { key: Span | undefined; value: YamlNode } | undefined {
  switch (node.kind) {
    case 'map':
      return node.entries.get(part) ?? findMerged(node, part);
    case 'list': {
      const item = /^\d+$/.test(part) ? node.items[Number(part)] : undefined;
      return item && { key: undefined, value: item };
    }
    case 'alias':
      return stepInto(node.target, part);
    case 'scalar':
      return undefined;
    default:
      return node satisfies never;
  }
}

/** Finds a key that `<<` brought in: in the merged map itself when it is written there, else at the alias. */
function findMerged(node: MapNode, part: string): MapEntry | undefined {
  for (const merge of node.merges) {
    const sources = merge.value.kind === 'list' ? merge.value.items : [merge.value];
    for (const source of sources) {
      const inner = stepInto(source, part);
      if (!inner) continue;
      if (source.kind === 'alias') return { key: merge.key, value: source };
      return { key: inner.key ?? merge.key, value: inner.value };
    }
  }
  return undefined;
}

function hasPath(node: YamlNode, parts: readonly string[]): boolean {
  let current: YamlNode | undefined = node;
  for (const part of parts) {
    current = stepInto(current, part)?.value;
    if (!current) return false;
  }
  return true;
}
