import { printable, printableLine } from './printable.js';
import { findSecretSpans, hideSpans, type LineSpan, uniteSpans } from './secret-spans.js';
import { textWidth } from './text-width.js';

/** A place in a document. Lines and columns count from 1, as editors do; `length` is in characters, at least 1. */
export interface Position {
  file: string;
  line: number;
  column: number;
  length: number;
}

/** One mistake in a document: where, what was expected, what came, and what to write instead. */
export interface Diagnostic {
  /** Absent when the file as a whole is wrong (missing, not UTF-8, a directory). */
  position?: Position;
  /** Used when there is no position. */
  file: string;
  /** The option that is wrong, where none of the files is: `outputs`; it stands in `file` as well. */
  option?: string;
  /** Expected and found, in the user's words; begins with the YAML path where there is one. */
  message: string;
  /** The text of the line that `position` points into, secrets and all: {@link formatDiagnostic} hides them, and so does whatever logs a diagnostic that the library gives. Absent where there is none. */
  sourceLine?: string;
  /** Parts of `sourceLine` that are secret although they do not look it: a cell of a column of passwords. */
  hidden?: readonly LineSpan[];
  /** What to write instead, as a sentence without a full stop: `did you mean "command"?` */
  proposal?: string;
  severity: 'error' | 'warning';
}

const LONGEST_LINE = 160;
/** Less of a line than this says nothing, however narrow the terminal is. */
const NARROWEST = 20;
const TAB = 8;
/** How far before what is shown the key of a secret is looked for. */
const KEY_NEAR = 1000;

/**
 * Draws one diagnostic as `file:line:column: message`, the line, a caret, and the proposal.
 * Control characters are made visible, and `****` stands in the line for all that is or looks like a secret.
 *
 * @param columns  the width of the terminal, which the line and its caret keep to; 160 characters of the line are shown without one
 * @returns lines joined by "\n", without a final one
 */
export function formatDiagnostic(diagnostic: Diagnostic, columns?: number): string {
  const { position, sourceLine, hidden, proposal } = diagnostic;
  const word = diagnostic.severity === 'warning' ? 'warning: ' : '';
  const place = position ? `${position.file}:${position.line}:${position.column}` : diagnostic.file;
  const lines = [`${printableLine(place)}: ${word}${printable(diagnostic.message)}`];
  if (position && sourceLine !== undefined) lines.push(...drawFrame({ position, sourceLine, hidden }, columns));
  if (proposal) lines.push(`  ${printable(proposal)}`);
  return lines.join('\n');
}

/** Draws the line and its caret; a line too long for a screen is cut around the place. */
function drawFrame(
  {
    position,
    sourceLine,
    hidden = [],
  }: { position: Position; sourceLine: string; hidden: readonly LineSpan[] | undefined },
  columns?: number,
): string[] {
  const gutter = `  ${position.line} | `;
  const longest = columns ? Math.max(NARROWEST, columns - gutter.length) : LONGEST_LINE;
  const lead = longest >> 2;
  const isFar = position.column > longest - lead || widthOf(sourceLine.slice(0, position.column - 1)) > longest - lead;
  const start = isFar ? Math.max(0, position.column - lead) : 0;
  const before = Math.max(0, start - KEY_NEAR);
  const cut = sourceLine.slice(before, start + longest);
  const within = ({ start: from, end: to }: LineSpan): LineSpan => ({
    start: Math.min(Math.max(0, from - before), cut.length),
    end: Math.min(Math.max(0, to - before), cut.length),
  });
  const masked = hideSpans(cut, uniteSpans([...findSecretSpans(cut), ...hidden.map(within)]));
  const column = position.column - 1;
  const caret = masked.follow(within({ start: column, end: column + Math.max(1, position.length) }));
  const left = Math.min(masked.follow({ start: start - before, end: start - before }).start, caret.start);
  const shown = printable(masked.text.slice(left));
  const marked = shown.slice(caret.start - left, Math.max(caret.end, caret.start + 1) - left);
  const carets = '^'.repeat(Math.max(1, textWidth(marked.replaceAll('\t', ' '))));
  const fit = (text: string): string => (columns ? keepWidth(text, longest) : text);
  return [
    `${gutter}${fit(shown)}`,
    `${' '.repeat(gutter.length - 2)}| ${fit(`${blanks(shown.slice(0, caret.start - left))}${carets}`)}`,
  ];
}

/** As wide as a terminal may draw it: a tab goes on to the next column that 8 divides. */
function widthOf(text: string): number {
  return textWidth(text.replaceAll('\t', ' '.repeat(TAB)));
}

/** The beginning of a text that is at most so wide. */
function keepWidth(text: string, columns: number): string {
  let width = 0;
  let kept = '';
  for (const character of text) {
    width += widthOf(character);
    if (width > columns) break;
    kept += character;
  }
  return kept;
}

/** As wide as the text, tabs kept, so that what follows stands where it would after the text. */
function blanks(text: string): string {
  return text
    .split('\t')
    .map((part) => ' '.repeat(textWidth(part)))
    .join('\t');
}
