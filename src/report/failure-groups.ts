import { ERROR_CODES, type ErrorCode, UNKNOWN_HINT } from '../error/codes.js';
import { printableLine } from '../error/printable.js';
import type { ReportRow } from './report-context.js';

/** Failures for the same reason, with what it means and what can be done about it. */
export interface FailureGroup {
  code: ErrorCode;
  meaning: string;
  hint: string;
  /** The hint is flow's own, and not made from what a device said. */
  isOwnHint: boolean;
  rows: ReportRow[];
}

/** Groups failures by their code, in the order of {@link ERROR_CODES}; within a group they stay in the order given. */
export function groupFailures(failures: readonly ReportRow[]): FailureGroup[] {
  const groups = new Map<ErrorCode, ReportRow[]>();
  for (const row of failures) {
    const code = row.error?.code ?? 'worker_lost';
    const rows = groups.get(code);
    if (rows) rows.push(row);
    else groups.set(code, [row]);
  }
  return (Object.keys(ERROR_CODES) as ErrorCode[]).flatMap((code) => {
    const rows = groups.get(code);
    if (!rows) return [];
    const { meaning, hint } = ERROR_CODES[code];
    const special = commonHint(rows);
    return [
      {
        code,
        meaning,
        hint: special ?? hint,
        isOwnHint: special === undefined || special === hint || special === UNKNOWN_HINT,
        rows,
      },
    ];
  });
}

/**
 * Says what became of a result in a few words: `raised: auth`, `skipped: not run: needs version, which was raised`;
 * '' when it is finished.
 */
export function describeState(row: ReportRow): string {
  const { state, error } = row;
  switch (state) {
    case 'finished':
      return '';
    case 'raised':
      return error ? `raised: ${error.code}` : 'raised';
    case 'skipped':
    case 'cancelled':
    case 'unknown':
      return error?.message ? `${state}: ${printableLine(error.message)}` : state;
    default:
      return state satisfies never;
  }
}

/** The output fits on a line of its own. */
export function isOneLine(row: { output: string }): boolean {
  return !row.output.trim().includes('\n');
}

/** The command all rows sent; undefined when they differ or none was sent. */
export function commonCommand(rows: readonly ReportRow[]): string | undefined {
  const sent = new Set(rows.flatMap(({ command }) => (command === null ? [] : [command])));
  return sent.size === 1 ? [...sent][0] : undefined;
}

/** A hint made for these failures (an algorithm to add, say) beats the general one, if it is the same for all. */
function commonHint(rows: readonly ReportRow[]): string | undefined {
  const hints = new Set(rows.map(({ error }) => error?.hint ?? undefined));
  return hints.size === 1 ? [...hints][0] : undefined;
}
