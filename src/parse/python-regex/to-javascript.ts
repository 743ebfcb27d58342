import { sourceOfCode, sourceOfSet, wordSet } from './set-source.js';
import { type Flags, partsOf, type RegexNode, type RegexTree, widthOf } from './tree.js';

/**
 * Translates a pattern to JavaScript, where it means the very same there: only its named groups capture, in their order.
 *
 * What differs is left to {@link ./backtrack}: JavaScript forgets the groups of a repetition's last round, takes no round that is
 * empty, and lets a group without a match be referred to; it has no conditions, atomic groups and flags for a part (Node.js 20).
 *
 * @returns undefined where it does not
 */
export function toJavaScript(tree: RegexTree): RegExp | undefined {
  const named = new Set(tree.names.values());
  const ignoring = new Set<boolean>();
  if (!isSame(tree.root, { named, ignoring, isRepeated: false }) || ignoring.size > 1) return undefined;
  try {
    return new RegExp(write(tree.root, named), ignoring.has(true) ? 'iuy' : 'uy');
  } catch (error) {
    // Too large for V8.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

interface Outlook {
  named: ReadonlySet<number>;
  /** Whether capitals matter, of each part where that can matter. */
  ignoring: Set<boolean>;
  isRepeated: boolean;
}

function isSame(node: RegexNode, outlook: Outlook): boolean {
  let inner = outlook;
  switch (node.kind) {
    case 'set':
      outlook.ignoring.add(node.flags.ignoreCase);
      break;
    case 'reference':
    case 'condition':
    case 'atomic':
      return false;
    case 'group':
      if (outlook.isRepeated && node.index !== null && outlook.named.has(node.index)) return false;
      break;
    case 'repeat':
      if (node.mode === 'possessive') return false;
      if (node.body.kind !== 'set' && widthOf(node.body, () => ({ min: 0, max: 0 })).min === 0) return false;
      inner = { ...outlook, isRepeated: outlook.isRepeated || node.max > 1 };
      break;
    case 'look':
      // JavaScript looks behind from right to left, which captures tell.
      inner = { ...outlook, isRepeated: outlook.isRepeated || node.behind || node.negated };
      break;
    default:
      break;
  }
  return partsOf(node).every((part) => isSame(part, inner));
}

function write(node: RegexNode, named: ReadonlySet<number>): string {
  const of = (part: RegexNode) => write(part, named);
  switch (node.kind) {
    case 'set': {
      const [item] = node.items;
      const isCharacter = !node.negated && node.items.length === 1 && item?.kind === 'range' && item.low === item.high;
      return isCharacter ? sourceOfCode(item.low) : sourceOfSet(node);
    }
    case 'sequence':
      return node.parts.map(of).join('');
    case 'choice':
      return `(?:${node.options.map(of).join('|')})`;
    case 'group':
      return node.index !== null && named.has(node.index) ? `(${of(node.body)})` : `(?:${of(node.body)})`;
    case 'repeat':
      return `(?:${of(node.body)})${writeBounds(node)}${node.mode === 'lazy' ? '?' : ''}`;
    case 'look':
      return `(?${node.behind ? '<' : ''}${node.negated ? '!' : '='}${of(node.body)})`;
    case 'at':
      return writePlace(node.where, node.flags);
    case 'atomic':
    case 'reference':
    case 'condition':
      throw new Error(`${node.kind} cannot be translated`);
    default:
      return node satisfies never;
  }
}

function writeBounds({ min, max }: { min: number; max: number }): string {
  if (max === 1 && min === 0) return '?';
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return `{${min},${max}}`;
}

/** A place in JavaScript's notation, without the flag `m`. */
export function writePlace(where: Extract<RegexNode, { kind: 'at' }>['where'], flags: Flags): string {
  const word = wordSet(flags.ascii);
  switch (where) {
    case 'start':
      return '^';
    case 'end':
      return '$';
    case 'line-start':
      return flags.multiline ? '(?<![^\\n])' : '^';
    case 'line-end':
      return flags.multiline ? '(?![^\\n])' : '(?=\\n?$)';
    case 'boundary':
      return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    case 'no-boundary':
      return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
    default:
      return where satisfies never;
  }
}
