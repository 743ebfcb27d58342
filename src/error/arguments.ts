import { proposeName } from './nearest.js';
import { printableLine } from './printable.js';
import { hideSecretsIn } from './secret-spans.js';

const LONGEST = 40;

/**
 * Makes the error of a door of the library that was handed something else than it takes: plain JavaScript has no compiler that says so.
 *
 * @param name      of the function or option: `run`, `hostKeys.mode`
 * @param expected  what it takes, and who makes it
 * @param got       shown in a word or two, its secrets hidden
 */
export function wrongArgument(name: string, expected: string, got: unknown): TypeError {
  return new TypeError(`${name}: expected ${expected}, got ${describe(got)}`);
}

/**
 * Refuses options that nobody reads, such as `timeout` for `timeoutMs`, or a bare number.
 *
 * @throws {TypeError} with the nearest name, or those there are
 */
export function checkOptions(options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`expected an object of options (${known.join(', ')}), got ${describe(options)}`);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const shown = printableLine(name);
    throw new TypeError(`there is no option ${shown}; ${proposeName(name, known) ?? `there are ${known.join(', ')}`}`);
  }
}

/** The names of options, of which the compiler sees that none is forgotten. */
export function optionNames<Options>(names: Readonly<Record<keyof Options, true>>): readonly string[] {
  return Object.keys(names);
}

/** Refuses a word that is none of those known. @throws {TypeError} with the nearest one */
export function checkChoice(name: string, word: unknown, known: readonly string[]): void {
  if (typeof word === 'string' && known.includes(word)) return;
  const proposal = typeof word === 'string' ? proposeName(word, known) : undefined;
  const { message } = wrongArgument(name, known.join(' or '), word);
  throw new TypeError(proposal === undefined ? message : `${message}; ${proposal}`);
}

/** Refuses what is no list of texts; one text is none, though its letters could be read as one. @throws {TypeError} */
export function checkTexts(name: string, list: unknown): void {
  if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return;
  const stranger = Array.isArray(list) ? list.find((item) => typeof item !== 'string') : list;
  throw wrongArgument(name, 'a list of texts', stranger);
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string': {
      const shown = printableLine(hideSecretsIn(value));
      return `"${shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown}"`;
    }
    case 'object':
      return value instanceof Promise ? 'a promise' : 'an object';
    case 'function':
      return 'a function';
    default:
      return String(value);
  }
}
