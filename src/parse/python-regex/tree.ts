/** What holds at a place of a pattern: letters of Python's flags. */
export interface Flags {
  ignoreCase: boolean;
  /** `^` and `$` hold at each line. */
  multiline: boolean;
  /** `.` is also a line feed. */
  dotAll: boolean;
  /** Digits, words and blanks are those of ASCII only. */
  ascii: boolean;
}

/** `d`, `s` and `w` are Python's classes of characters. */
export type SetItem =
  | { kind: 'range'; low: number; high: number }
  | { kind: 'class'; name: 'd' | 's' | 'w'; negated: boolean };

/** A set of characters, by code point. */
export interface CharacterSet {
  kind: 'set';
  negated: boolean;
  items: SetItem[];
  flags: Flags;
}

/** A pattern of Python's `re`, as a tree. */
export type RegexNode =
  | CharacterSet
  | { kind: 'sequence'; parts: RegexNode[] }
  | { kind: 'choice'; options: RegexNode[] }
  /** `index` counts from 1; null where nothing is captured. */
  | { kind: 'group'; index: number | null; body: RegexNode }
  | { kind: 'repeat'; body: RegexNode; min: number; max: number; mode: 'greedy' | 'lazy' | 'possessive' }
  | { kind: 'atomic'; body: RegexNode }
  /** `width` of a look-behind in characters. */
  | { kind: 'look'; behind: boolean; negated: boolean; body: RegexNode; width: number }
  | { kind: 'at'; where: 'line-start' | 'start' | 'line-end' | 'end' | 'boundary' | 'no-boundary'; flags: Flags }
  | { kind: 'reference'; group: number; flags: Flags }
  | { kind: 'condition'; group: number; yes: RegexNode; no: RegexNode };

/** A pattern that was read: its tree, and its groups. */
export interface RegexTree {
  root: RegexNode;
  /** How many groups capture. */
  groups: number;
  /** Name → index, in the order of the indexes. */
  names: ReadonlyMap<string, number>;
}

/** A pattern that Python's `re` refuses as well. */
export class PatternError extends Error {
  override readonly name = 'PatternError';

  /** @param offset  from 0, in code points of the pattern */
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Fewest and most characters that a part of a pattern takes. */
export interface Width {
  min: number;
  max: number;
}

/** How wide a node is. @param groupWidth  the width of a group that is already closed */
export function widthOf(node: RegexNode, groupWidth: (group: number) => Width): Width {
  const of = (part: RegexNode) => widthOf(part, groupWidth);
  switch (node.kind) {
    case 'set':
      return { min: 1, max: 1 };
    case 'sequence':
      return node.parts.map(of).reduce((a, b) => ({ min: a.min + b.min, max: a.max + b.max }), { min: 0, max: 0 });
    case 'choice':
      return uniteWidths(node.options.map(of));
    case 'group':
    case 'atomic':
      return of(node.body);
    case 'repeat': {
      const { min, max } = of(node.body);
      return { min: min * node.min, max: max === 0 || node.max === 0 ? 0 : max * node.max };
    }
    case 'look':
    case 'at':
      return { min: 0, max: 0 };
    case 'reference':
      return groupWidth(node.group);
    case 'condition':
      return uniteWidths([of(node.yes), of(node.no)]);
    default:
      return node satisfies never;
  }
}

function uniteWidths(widths: Width[]): Width {
  return { min: Math.min(...widths.map(({ min }) => min)), max: Math.max(...widths.map(({ max }) => max)) };
}

/** The nodes directly inside of a node. */
export function partsOf(node: RegexNode): RegexNode[] {
  switch (node.kind) {
    case 'sequence':
      return node.parts;
    case 'choice':
      return node.options;
    case 'group':
    case 'repeat':
    case 'atomic':
    case 'look':
      return [node.body];
    case 'condition':
      return [node.yes, node.no];
    default:
      return [];
  }
}
