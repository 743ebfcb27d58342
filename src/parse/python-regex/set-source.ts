import type { CharacterSet, SetItem } from './tree.js';

/** First and last code point. */
type Range = readonly [number, number];

const LAST = 0x10ffff;
const ASCII_WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const ASCII_DIGIT: readonly Range[] = [[0x30, 0x39]];
const ASCII_SPACE: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
const SPACE: readonly Range[] = [
  [0x09, 0x0d],
  [0x1c, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

/** Every category but letters and numbers, and of what connects words (`Pc`) all but the low line. */
const NO_WORD =
  '\\p{M}\\p{S}\\p{Z}\\p{C}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}\\u{203f}\\u{2040}\\u{2054}\\u{fe33}\\u{fe34}\\u{fe4d}-\\u{fe4f}\\u{ff3f}';

/** Python's classes as they stand inside of a set of JavaScript's with the flag `u`, and what they leave out. */
const CLASSES = {
  d: { has: '\\p{Nd}', lacks: '\\P{Nd}' },
  s: { has: sourceOfRanges(SPACE), lacks: sourceOfRanges(complementOf(SPACE)) },
  w: { has: '\\p{L}\\p{N}_', lacks: NO_WORD },
};

const ASCII_CLASSES = {
  d: { has: sourceOfRanges(ASCII_DIGIT), lacks: sourceOfRanges(complementOf(ASCII_DIGIT)) },
  s: { has: sourceOfRanges(ASCII_SPACE), lacks: sourceOfRanges(complementOf(ASCII_SPACE)) },
  w: { has: sourceOfRanges(ASCII_WORD), lacks: sourceOfRanges(complementOf(ASCII_WORD)) },
};

/**
 * The set in JavaScript's notation with the flag `u`. Not `v`, in whose negated sets V8 11.3 (Node.js 20) goes wrong:
 * `/(?:a[^b]*)+$/v` does not match "a".
 *
 * @example `[^\n]` is `[^\u{a}]`
 */
export function sourceOfSet({ negated, items, flags }: CharacterSet): string {
  if (items.length === 0) return negated ? '[^]' : '[]';
  const text = items.map((item) => sourceOfItem(item, flags.ascii)).join('');
  return `[${negated ? '^' : ''}${text}]`;
}

/** What `\b` calls a word. */
export function wordSet(ascii: boolean): string {
  return `[${(ascii ? ASCII_CLASSES : CLASSES).w.has}]`;
}

function sourceOfItem(item: SetItem, ascii: boolean): string {
  if (item.kind === 'range') return sourceOfRanges([[item.low, item.high]]);
  const { has, lacks } = (ascii ? ASCII_CLASSES : CLASSES)[item.name];
  return item.negated ? lacks : has;
}

function sourceOfRanges(ranges: readonly Range[]): string {
  return ranges
    .map(([low, high]) => (low === high ? sourceOfCode(low) : `${sourceOfCode(low)}-${sourceOfCode(high)}`))
    .join('');
}

/** @param ranges  in order, with something between them */
function complementOf(ranges: readonly Range[]): Range[] {
  const starts = [0, ...ranges.map(([, high]) => high + 1)];
  const ends = [...ranges.map(([low]) => low - 1), LAST];
  return starts.map((start, index): Range => [start, ends[index] ?? LAST]);
}

/** @example sourceOfCode(0x61) === 'a', sourceOfCode(0x2d) === '\\u{2d}' */
export function sourceOfCode(code: number): string {
  const character = String.fromCodePoint(code);
  return /^[A-Za-z0-9]$/.test(character) ? character : `\\u{${code.toString(16)}}`;
}
