import { printable } from '../error/printable.js';
import type { Result, RunRecord } from '../task/result.js';

/** What every row has, in this order. */
const COLUMNS = [
  ...['run', 'host', 'address', 'platform', 'task', 'command', 'state', 'code', 'message'],
  ...['attempts', 'started', 'finished', 'duration_ms', 'output', 'diff'],
] as const;

/**
 * Writes a table of results as CSV (RFC 4180): a header, a row for each result, lines that end in CR LF. Parsed outputs of one record
 * have a column for each of its names (`parsed.version`), all others are JSON in the column `parsed`. Control characters are made
 * visible. Each row is a piece.
 */
export function* csvRows({ run, results }: RunRecord): Generator<string> {
  const parsed = parsedColumns(results);
  yield writeRow([...COLUMNS, ...parsed]);
  for (const result of results) {
    const fields: Record<(typeof COLUMNS)[number], unknown> = {
      run: run.id,
      host: result.host.name,
      address: result.host.address,
      platform: result.host.platform,
      task: result.task,
      command: result.command,
      state: result.state,
      code: result.error?.code,
      message: result.error?.message,
      attempts: result.attempts,
      started: result.started,
      finished: result.finished,
      duration_ms: result.duration_ms,
      output: result.output,
      diff: result.diff,
    };
    const record = parsedFields(result.parsed);
    yield writeRow([...COLUMNS.map((name) => fields[name]), ...parsed.map((name) => record.get(name))]);
  }
}

/** Every column that some parsed output needs, in the order in which they are met. */
function parsedColumns(results: readonly Result[]): string[] {
  return [...new Set(results.flatMap(({ parsed }) => [...parsedFields(parsed).keys()]))];
}

function parsedFields(parsed: unknown): Map<string, unknown> {
  if (parsed === null || parsed === undefined) return new Map();
  const only: unknown = Array.isArray(parsed) && parsed.length === 1 ? parsed[0] : parsed;
  if (typeof only !== 'object' || only === null || Array.isArray(only)) return new Map([['parsed', parsed]]);
  return new Map(Object.entries(only).map(([name, value]) => [`parsed.${name}`, value]));
}

function writeRow(values: readonly unknown[]): string {
  return `${values.map(writeField).join(',')}\r\n`;
}

function writeField(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = guardFormula(printable(typeof value === 'string' ? value : JSON.stringify(value)));
  return /[",\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Puts an apostrophe before what a spreadsheet would take for a formula: `=HYPERLINK(...)` becomes `'=HYPERLINK(...)`; a number such as
 * `-40` stays.
 *
 * @see OWASP, CSV Injection
 */
function guardFormula(text: string): string {
  return /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20\t]/.test(text) && !/^[-+]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
}
