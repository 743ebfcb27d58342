import type { PatternSource } from './pattern-source.js';
import { type CharacterSet, type Flags, PatternError, type SetItem } from './tree.js';

const CONTROLS: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

/** Reads `[...]`, of which the `[` has been taken. @throws {PatternError} */
export function readSet(source: PatternSource, flags: Flags): CharacterSet {
  const start = source.offset - 1;
  const negated = source.takes('^');
  const items: SetItem[] = [];
  for (;;) {
    const here = source.offset;
    const token = takeInSet(source, start);
    if (token === ']' && items.length > 0) break;
    const item = readItem(source, token, here);
    if (!source.takes('-')) {
      items.push(item);
      continue;
    }
    const end = source.offset;
    const last = takeInSet(source, start);
    if (last === ']') {
      items.push(item, characterOf(45));
      break;
    }
    const high = readItem(source, last, end);
    if (item.kind === 'class' || high.kind === 'class' || high.low < item.low)
      throw new PatternError(`${token}-${last} is no range of characters`, here);
    items.push({ kind: 'range', low: item.low, high: high.low });
  }
  return { kind: 'set', negated, items, flags };
}

function takeInSet(source: PatternSource, start: number): string {
  const token = source.take();
  if (token === undefined) throw new PatternError('a set of characters is not ended by ]', start);
  return token;
}

function readItem(source: PatternSource, token: string, offset: number): SetItem {
  if (!token.startsWith('\\')) return characterOf(token.codePointAt(0) ?? 0);
  const letter = token.slice(1);
  const known = readClass(letter);
  if (known) return known;
  if (/[0-7]/.test(letter)) {
    const code = Number.parseInt(letter + source.takeWhile(/^[0-7]$/, 2), 8);
    if (code > 0o377) throw new PatternError('an octal escape is at most \\377', offset);
    return characterOf(code);
  }
  return characterOf(readEscapedCharacter(source, letter, offset));
}

/** A set of one character. */
export function characterOf(code: number): Extract<SetItem, { kind: 'range' }> {
  return { kind: 'range', low: code, high: code };
}

/** `\d`, `\D`, `\s`, `\S`, `\w` and `\W`; undefined for anything else. */
export function readClass(letter: string): SetItem | undefined {
  const name = letter.toLowerCase();
  if (name !== 'd' && name !== 's' && name !== 'w') return undefined;
  return { kind: 'class', name, negated: name !== letter };
}

/** The character that an escape stands for, where it is the same inside and outside of a set. @throws {PatternError} */
export function readEscapedCharacter(source: PatternSource, letter: string, offset: number): number {
  const control = CONTROLS[letter];
  if (control !== undefined) return control;
  const digits = { x: 2, u: 4, U: 8 }[letter];
  if (digits !== undefined) {
    const text = source.takeWhile(/^[0-9A-Fa-f]$/, digits);
    const code = Number.parseInt(text, 16);
    if (text.length !== digits || code > 0x10ffff)
      throw new PatternError(`\\${letter} wants ${digits} hexadecimal digits`, offset);
    return code;
  }
  if (/^[A-Za-z0-9]$/.test(letter)) throw new PatternError(`\\${letter} means nothing here`, offset);
  return letter.codePointAt(0) ?? 0;
}
