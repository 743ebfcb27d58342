/** What a shell's user has typed up to the cursor, as far as words go. */
export interface TypedLine {
  /** Without the quotes that were typed around them; the last one, perhaps empty, is being typed. */
  words: string[];
  /** The quote that the last word stands in and that is not closed yet; empty when there is none. */
  openQuote: string;
}

/**
 * Cuts a line into words as shells do. Nothing is expanded: `$(reboot)` is eight letters and two brackets.
 *
 * @example splitTypedLine("flow run 'my cl").words → ['flow', 'run', 'my cl']
 */
export function splitTypedLine(line: string): TypedLine {
  const words: string[] = [];
  let word = '';
  let isWord = false;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    const next = line.charAt(at + 1);
    if (character === '\\' && escapes(next, quote)) {
      word += next;
      isWord = true;
      at++;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === "'" || character === '"') {
      quote = character;
      isWord = true;
    } else if (/\s/.test(character)) {
      if (isWord) words.push(word);
      word = '';
      isWord = false;
    } else {
      word += character;
      isWord = true;
    }
  }
  return { words: [...words, word], openQuote: quote };
}

/** Behind a backslash stands a letter as it is: outside of quotes any, within them those that could end or begin something. */
function escapes(next: string, quote: string): boolean {
  if (next === '') return false;
  if (quote === '') return true;
  // In single quotes only fish has escapes; what other shells make of `'\''` comes to the same.
  return quote === '"' ? /["\\$`]/.test(next) : false;
}

/**
 * Writes a word so that a shell takes it as it is.
 *
 * @param openQuote  the quote that the word is already in
 * @returns undefined when it cannot be written there
 * @example quoteWord("it's", '') → "it\\'s"
 */
export function quoteWord(word: string, openQuote: string): string | undefined {
  if (openQuote === "'") return word.includes("'") ? undefined : word;
  // Within double quotes nothing keeps a `!` from the history of bash.
  if (openQuote === '"') return word.includes('!') ? undefined : word.replace(/["\\$`]/g, '\\$&');
  const home = /^~\//.exec(word)?.[0] ?? '';
  return home + word.slice(home.length).replace(/[^\p{L}\p{N}\p{M}_@%+=:,./-]/gu, '\\$&');
}
