/** One name, pattern or group of a node set, and how it changes what was chosen before. */
export interface NodeTerm {
  /** `,` adds, `&` keeps what is in both, `!` takes away, `^` keeps what is in one of both only. */
  operator: 'add' | 'intersect' | 'exclude' | 'toggle';
  /** As written, without its operator, `@` and quotes. */
  text: string;
  isGroup: boolean;
  /** In quotes: a name as it is, without ranges and patterns. */
  isQuoted: boolean;
  /** 0-based, of the first character. */
  offset: number;
}

/** Why a node set cannot be read. */
export class NodeSetError extends Error {}

const OPERATORS: Readonly<Record<string, NodeTerm['operator']>> = {
  ',': 'add',
  '&': 'intersect',
  '!': 'exclude',
  '^': 'toggle',
};
const MOST_NAMES = 1_000_000;

/**
 * Cuts a node set into terms, worked off from left to right: `r[1-20],@core&@hq!r7`. Blanks and commas add; a comma
 * before another operator means nothing, so `r[1-9],!r3` works as well.
 *
 * @throws {NodeSetError} when a bracket or quote is not closed, or an operator stands for nothing
 * @see ClusterShell's NodeSet
 */
export function parseNodeSet(text: string): NodeTerm[] {
  const terms: NodeTerm[] = [];
  let operator: NodeTerm['operator'] = 'add';
  let isPending = false;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    const named = OPERATORS[character];
    if (named) {
      if (isPending && operator !== 'add') throw new NodeSetError(`"${character}" after another operator`);
      operator = named;
      isPending = true;
      at++;
    } else if (/\s/.test(character)) at++;
    else {
      const { term, end } = readTerm(text, at);
      terms.push({ ...term, operator, offset: at });
      operator = 'add';
      isPending = false;
      at = end;
    }
  }
  if (isPending && operator !== 'add') throw new NodeSetError('nothing after the last operator');
  return terms;
}

/**
 * Expands the ranges of a name: `r[1-3]` → r1, r2, r3; `r[01-03,7]` keeps the zeros; `r[0-8/2]` in steps of 2; several
 * pairs of brackets make every combination.
 *
 * @throws {NodeSetError} when a range is malformed, runs backwards or makes more than a million names
 */
export function expandNodes(text: string): string[] {
  const parts = text.split(/(\[[^\]]*\])/);
  let names = [''];
  for (const part of parts) {
    const values = part.startsWith('[') ? part.slice(1, -1).split(',').flatMap(expandRange) : [part];
    if (names.length * values.length > MOST_NAMES) throw tooMany(text);
    names = names.flatMap((name) => values.map((value) => name + value));
  }
  return names;
}

/** True for a text with a range in brackets. */
export function hasRange(text: string): boolean {
  return /\[[^\]]*\]/.test(text);
}

function readTerm(text: string, start: number): { term: Omit<NodeTerm, 'operator' | 'offset'>; end: number } {
  const isGroup = text.charAt(start) === '@';
  let at = isGroup ? start + 1 : start;
  const quote = text.charAt(at);
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, at + 1);
    if (close === -1) throw new NodeSetError('a quote is not closed');
    return { term: { text: text.slice(at + 1, close), isGroup, isQuoted: true }, end: close + 1 };
  }
  const begin = at;
  let depth = 0;
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (depth <= 0 && (/\s/.test(character) || OPERATORS[character] !== undefined)) break;
  }
  if (depth > 0) throw new NodeSetError('a bracket is not closed');
  if (at === begin) throw new NodeSetError('no name after @');
  return { term: { text: text.slice(begin, at), isGroup, isQuoted: false }, end: at };
}

function expandRange(range: string): string[] {
  // `5`, `01-20`, `0-100/10`
  const found = /^\s*(\d+)(?:-(\d+)(?:\/(\d+))?)?\s*$/.exec(range);
  if (!found) throw new NodeSetError(`expected a range such as 1-20, got "${range}"`);
  const from = found[1] ?? '';
  const to = found[2] ?? from;
  const step = Number(found[3] ?? 1);
  const [first, last] = [Number(from), Number(to)];
  if (step < 1 || last < first) throw new NodeSetError(`expected a range such as 1-20, got "${range}"`);
  if ((last - first) / step >= MOST_NAMES) throw tooMany(range);
  const width = from.startsWith('0') ? from.length : 0;
  const values: string[] = [];
  for (let value = first; value <= last; value += step) values.push(String(value).padStart(width, '0'));
  return values;
}

function tooMany(text: string): NodeSetError {
  return new NodeSetError(`"${text}" makes more than ${MOST_NAMES.toLocaleString('en')} names`);
}
