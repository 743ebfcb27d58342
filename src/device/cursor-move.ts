/** No terminal is wider. */
const MOST_COLUMNS = 4_096;

/** The number of a control sequence: 1 unless given. */
export function countOf(params: string): number {
  return Math.min(Math.max(1, Number.parseInt(params, 10) || 1), MOST_COLUMNS);
}

/**
 * The column to which a control sequence moves the cursor; undefined where it is none that moves. Rows do not count.
 *
 * @example columnAfter('D', '42', 50) → 8; columnAfter('H', '3;7', 50) → 6; columnAfter('K', '', 50) → undefined
 * @see ECMA-48, section 8.3, for CUB, CUF, CHA, CUP and HVP
 */
export function columnAfter(final: string, params: string, column: number): number | undefined {
  switch (final) {
    case 'D':
      return column - countOf(params);
    case 'C':
      return column + countOf(params);
    case 'G':
      return countOf(params) - 1;
    case 'H':
    case 'f':
      return (Number.parseInt(params.split(';')[1] ?? '1', 10) || 1) - 1;
    default:
      return undefined;
  }
}
