import { structuredPatch } from 'diff';

/** Lines around a change. */
const CONTEXT_LINES = 3;

/** One place that differs. Its lines begin with `-`, `+` or a blank. */
export interface DiffHunk {
  /** Lines count from 1. */
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
  lines: string[];
}

/**
 * Compares two texts line by line, with three lines around each change.
 *
 * @param mostChanges  more changed lines than this are not worth their computing
 * @returns the places that differ; undefined where more lines do than `mostChanges`
 */
export function findHunks(before: string, after: string, mostChanges: number): DiffHunk[] | undefined {
  if (before === after) return [];
  return structuredPatch('', '', before, after, undefined, undefined, {
    context: CONTEXT_LINES,
    maxEditLength: mostChanges,
  })?.hunks;
}

/** `@@ -3,7 +3,8 @@` */
export function hunkHeading({ oldStart, oldLines, newStart, newLines }: DiffHunk): string {
  return `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
}

/**
 * Writes what differs between two texts as a unified diff without file names.
 *
 * @returns lines with "\n" ends, '' when nothing differs; undefined as {@link findHunks} says
 */
export function unifiedDiff(before: string, after: string, mostChanges: number): string | undefined {
  const hunks = findHunks(endLine(before), endLine(after), mostChanges);
  return hunks?.map((hunk) => `${hunkHeading(hunk)}\n${hunk.lines.join('\n')}\n`).join('');
}

/** A last line without an end would be told as another one than the same with it. */
function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
