import type { Position } from '../error/diagnostic.js';
import { opensSecret } from '../error/secret-spans.js';

/** Finds line and column of an offset. Line breaks are "\n", "\r\n" and "\r", as in YAML. */
export interface LineIndex {
  /** The place from `start` to `end` (offsets, end exclusive), cut at the end of its first line; at least one character long. */
  place(start: number, end: number): Position;
  /** Text of a line without its break; lines count from 1. */
  text(line: number): string;
  /** Whether a line belongs to the value of a key above it that looks like a secret: `password: >-`. */
  isWithinSecret(line: number): boolean;
}

/** How many lines above its own the key of a value is looked for. */
const FARTHEST_KEY = 200;

/** Indexes the lines of a text once, so that each look-up is a binary search. */
export function indexLines(file: string, source: string): LineIndex {
  const starts = findLineStarts(source);

  function text(line: number): string {
    return source.slice(starts[line - 1] ?? source.length, endOf(line));
  }

  /** Offset behind the last character of a line, before its break. */
  function endOf(line: number): number {
    const next = starts[line];
    if (next === undefined) return source.length;
    return source.endsWith('\r\n', next) ? next - 2 : next - 1;
  }

  function isWithinSecret(line: number): boolean {
    const indent = indentOf(text(line));
    const first = Math.max(1, line - FARTHEST_KEY);
    for (let above = line - 1; above >= first; above--) {
      const candidate = text(above);
      if (candidate.trim() !== '' && indentOf(candidate) < indent) return opensSecret(candidate);
    }
    return false;
  }

  function place(start: number, end: number): Position {
    const offset = Math.max(0, Math.min(start, source.length));
    const line = searchLine(starts, offset);
    const lineStart = starts[line - 1] ?? 0;
    const width = endOf(line) - lineStart;
    const column = Math.min(offset - lineStart, width);
    const length = Math.max(1, Math.min(end - lineStart, width) - column);
    return { file, line, column: column + 1, length };
  }

  return { place, text, isWithinSecret };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function findLineStarts(source: string): number[] {
  const starts = [0];
  for (const found of source.matchAll(/\r\n|\n|\r/g)) starts.push(found.index + found[0].length);
  return starts;
}

/** Number of the last line that starts at or before the offset. */
function searchLine(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
