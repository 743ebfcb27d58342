import { makeMatcher } from './backtrack.js';
import { readPattern } from './read-pattern.js';
import { toJavaScript } from './to-javascript.js';

/** What the named groups of a pattern matched; null of a group that took no part. */
export type NamedGroups = ReadonlyMap<string, string | null>;

/** A compiled pattern of Python's `re`. */
export interface Pattern {
  /** How many groups capture, with a name or without. */
  groups: number;
  /** In the order of the pattern. */
  names: readonly string[];
  /** Matches at the start of the text, as Python's `match` does; undefined where it does not. */
  match(text: string): NamedGroups | undefined;
}

const compiled = new Map<string, Pattern>();
const MOST_KEPT = 20_000;

/**
 * Compiles a pattern of Python's `re`: to one of JavaScript, which is fast, where that means the same; else for flow's own matcher.
 *
 * @param engine  which of the two to take, for tests
 * @throws {PatternError} when Python would refuse it
 */
export function compilePattern(source: string, engine: 'best' | 'own' = 'best'): Pattern {
  const key = `${engine}${source}`;
  const known = compiled.get(key);
  if (known) return known;
  const tree = readPattern(source);
  const { groups } = tree;
  const names = [...tree.names.keys()];
  const expression = engine === 'best' ? toJavaScript(tree) : undefined;
  const pattern: Pattern = expression
    ? { groups, names, match: (text) => matchBy(expression, names, text) }
    : { groups, names, match: makeOwnMatch(makeMatcher(tree), tree.names) };
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(key, pattern);
  return pattern;
}

function matchBy(expression: RegExp, names: readonly string[], text: string): NamedGroups | undefined {
  expression.lastIndex = 0;
  const found = expression.exec(text);
  return found ? new Map(names.map((name, index) => [name, found[index + 1] ?? null])) : undefined;
}

function makeOwnMatch(
  match: ReturnType<typeof makeMatcher>,
  names: ReadonlyMap<string, number>,
): (text: string) => NamedGroups | undefined {
  return (text) => {
    const { codes, slice } = codesOf(text);
    const spans = match(codes);
    if (!spans) return undefined;
    return new Map(
      [...names].map(([name, group]) => {
        const span = spans[group];
        return [name, span ? slice(span[0], span[1]) : null];
      }),
    );
  };
}

interface CodedText {
  text: string;
  codes: ArrayLike<number>;
  slice(from: number, to: number): string;
}

let lastCoded: CodedText = { text: '', codes: [], slice: () => '' };

/** The code points of a text; the same line is asked for by one rule after the other. */
function codesOf(text: string): CodedText {
  if (lastCoded.text === text) return lastCoded;
  // Almost every line has no character beyond 16 bits, and then its own positions are those of its code points.
  if (!/[\ud800-\udfff]/.test(text)) {
    const codes = new Uint16Array(text.length);
    for (let index = 0; index < text.length; index++) codes[index] = text.charCodeAt(index);
    lastCoded = { text, codes, slice: (from, to) => text.slice(from, to) };
  } else {
    const characters = [...text];
    const codes = characters.map((character) => character.codePointAt(0) ?? 0);
    lastCoded = { text, codes, slice: (from, to) => characters.slice(from, to).join('') };
  }
  return lastCoded;
}
