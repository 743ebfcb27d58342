// Characters with which Markdown emphasises, links, quotes code or ends a cell.
const MARKDOWN = /[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/**
 * Writes any text as plain words of a Markdown paragraph, heading or table cell: nothing in it is read as Markdown or
 * HTML, and it stays on one line (a line break becomes `<br>`). Names such as `core_1` stay as they are.
 *
 * @example plainText('a | <b>') === 'a \\| &lt;b&gt;'
 */
export function plainText(text: string): string {
  const escaped = text
    .trim()
    .replace(MARKDOWN, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
  return escapeLineStart(escaped).replace(/[ \t]*(\r\n|\r|\n)[ \t]*/g, '<br>');
}

/**
 * Writes one line of text as a code span that also holds in a table cell; text that a code span cannot hold there
 * (backticks, a backslash before a bar) is written as plain text instead.
 *
 * @example codeText('a | b') === '`a \\| b`'
 */
export function codeText(text: string): string {
  const line = text.trim();
  if (line === '') return '';
  if (line.includes('`') || line.includes('\\|') || line.endsWith('\\') || line.includes('\n')) return plainText(line);
  return `\`${line.replaceAll('|', '\\|')}\``;
}

/**
 * Writes text as a fenced code block; the fence is longer than any run of backticks in the text, so that the text cannot end it.
 *
 * @returns lines joined by "\n", without a final one
 */
export function fencedText(text: string, language = 'text'): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\r\n?/g, '\n').replace(/\n+$/, '')}\n${fence}`;
}

/** A list, a heading or a rule begins with these: `- a`, `1. a`, `# a`, `---`; a name such as `1.2.3.4` does not. */
function escapeLineStart(text: string): string {
  return text.replace(/^[-+=#]/, '\\$&').replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}
