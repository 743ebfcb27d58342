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
  /** Expected and found, in the user's words; begins with the YAML path where there is one. */
  message: string;
  /** The text of the line that `position` points into; absent where there is none. */
  sourceLine?: string;
  /** Parts of `sourceLine` that are secret although they do not look it: a cell of a column of passwords. */
  hidden?: readonly LineSpan[];
  /** What to write instead, as a sentence without a full stop: `did you mean "command"?` */
  proposal?: string;
  severity: 'error' | 'warning';
}

const LONGEST_LINE = 160;
/** How far before what is shown the key of a secret is looked for. */
const KEY_NEAR = 1000;

/**
 * Draws one diagnostic as `file:line:column: message`, the line, a caret, and the proposal.
 * Control characters are made visible, and `****` stands in the line for all that is or looks like a secret.
 *
 * @returns lines joined by "\n", without a final one
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { position, sourceLine, hidden, proposal } = diagnostic;
  const word = diagnostic.severity === 'warning' ? 'warning: ' : '';
  const place = position ? `${position.file}:${position.line}:${position.column}` : diagnostic.file;
  const lines = [`${printableLine(place)}: ${word}${printable(diagnostic.message)}`];
  if (position && sourceLine !== undefined) lines.push(...drawFrame(position, sourceLine, hidden));
  if (proposal) lines.push(`  ${printable(proposal)}`);
  return lines.join('\n');
}

/** Draws the line and its caret; a line too long for a screen is cut around the place. */
function drawFrame(position: Position, sourceLine: string, hidden: readonly LineSpan[] = []): string[] {
  const start = position.column > LONGEST_LINE - 40 ? position.column - 40 : 0;
  const before = Math.max(0, start - KEY_NEAR);
  const cut = sourceLine.slice(before, start + LONGEST_LINE);
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
  const gutter = `  ${position.line} | `;
  const carets = '^'.repeat(Math.max(1, textWidth(marked.replaceAll('\t', ' '))));
  return [
    `${gutter}${shown}`,
    `${' '.repeat(gutter.length - 2)}| ${blanks(shown.slice(0, caret.start - left))}${carets}`,
  ];
}

/** As wide as the text, tabs kept, so that what follows stands where it would after the text. */
function blanks(text: string): string {
  return text
    .split('\t')
    .map((part) => ' '.repeat(textWidth(part)))
    .join('\t');
}
