import { printableLine } from '../error/printable.js';
import { findSecretSpans, hideSpans } from '../error/secret-spans.js';

const LONGEST = 40;

/** Names a value in a message: `"fast"`, `5`, `true`, `nothing`, `a list`, `a map`. Long text is cut, control characters are made visible, what looks like a secret is hidden. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  switch (typeof value) {
    case 'string': {
      const shown = printableLine(hideSpans(value, findSecretSpans(value)).text);
      return value === '' ? 'empty text' : `"${shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown}"`;
    }
    case 'object':
      return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
    default:
      return String(value);
  }
}

/** The kind of a value in the words of users, where the value itself must not be shown. */
export function describeKind(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return describeValue(value);
  }
}

/** Joins words for a sentence: `a`, `a or b`, `a, b or c`. */
export function joinWords(words: readonly string[], last: 'or' | 'and' = 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
