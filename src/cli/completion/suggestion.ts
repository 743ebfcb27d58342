import { UNPRINTABLE } from '../../error/printable.js';

/** A word that could stand where the cursor is, and what it is. */
export interface Suggestion {
  /** The whole word; one that ends in `/`, `=` or `,` goes on. */
  word: string;
  /** A few words, or none. */
  text: string;
}

/** Those that begin as what was typed; what cannot be shown on one line is left out. */
export function suggestionsFor(typed: string, suggestions: Iterable<Suggestion>): Suggestion[] {
  const seen = new Set<string>();
  const fitting: Suggestion[] = [];
  for (const suggestion of suggestions) {
    const { word } = suggestion;
    if (!word.startsWith(typed) || seen.has(word) || /[\n\t]/.test(word) || word.search(UNPRINTABLE) >= 0) continue;
    seen.add(word);
    fitting.push(suggestion);
  }
  return fitting;
}

/** Words without an explanation. */
export function plainWords(words: Iterable<string>): Suggestion[] {
  return Array.from(words, (word) => ({ word, text: '' }));
}
