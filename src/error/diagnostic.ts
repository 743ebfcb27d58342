import { maskSecretValues } from './mask.js';
import { printable, printableLine } from './printable.js';
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
  /** What to write instead, as a sentence without a full stop: `did you mean "command"?` */
  proposal?: string;
  severity: 'error' | 'warning';
}

const LONGEST_LINE = 160;

/**
 * Draws one diagnostic as `file:line:column: message`, the line, a caret, and the proposal.
 * Control characters are made visible, and values of keys that look like secrets are hidden in the line.
 *
 * @returns lines joined by "\n", without a final one
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { position, sourceLine, proposal } = diagnostic;
  const word = diagnostic.severity === 'warning' ? 'warning: ' : '';
  const place = position ? `${position.file}:${position.line}:${position.column}` : diagnostic.file;
  const lines = [`${printableLine(place)}: ${word}${printable(diagnostic.message)}`];
  if (position && sourceLine !== undefined) lines.push(...drawFrame(position, sourceLine));
  if (proposal) lines.push(`  ${printable(proposal)}`);
  return lines.join('\n');
}

/** Draws the line and its caret; a line too long for a screen is cut around the place. */
function drawFrame(position: Position, sourceLine: string): string[] {
  const start = position.column > LONGEST_LINE - 40 ? position.column - 40 : 0;
  // A little more than is shown, so that the key of a value that is shown is seen.
  const before = Math.max(0, start - LONGEST_LINE);
  const shown = printable(maskSecretValues(sourceLine.slice(before, start + LONGEST_LINE)).slice(start - before));
  const column = Math.max(0, position.column - 1 - start);
  const marked = shown.slice(column, column + Math.max(1, position.length));
  const gutter = `  ${position.line} | `;
  const caret = '^'.repeat(Math.max(1, textWidth(marked.replaceAll('\t', ' '))));
  return [`${gutter}${shown}`, `${' '.repeat(gutter.length - 2)}| ${blanks(shown.slice(0, column))}${caret}`];
}

/** As wide as the text, tabs kept, so that what follows stands where it would after the text. */
function blanks(text: string): string {
  return text
    .split('\t')
    .map((part) => ' '.repeat(textWidth(part)))
    .join('\t');
}
