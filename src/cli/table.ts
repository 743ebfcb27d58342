import { printableLine } from '../error/printable.js';
import { padToWidth, textWidth } from '../error/text-width.js';

const GAP = '  ';

/**
 * Draws rows below a header, each column as wide as its widest cell.
 *
 * @returns lines with their ends; control characters in the cells made visible
 */
export function drawTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(printableLine));
  const widths = header.map((_, column) =>
    lines.reduce((most, row) => Math.max(most, textWidth(row[column] ?? '')), 0),
  );
  return lines
    .map(
      (row) =>
        `${row
          .map((cell, column) => padToWidth(cell, widths[column] ?? 0))
          .join(GAP)
          .trimEnd()}\n`,
    )
    .join('');
}
