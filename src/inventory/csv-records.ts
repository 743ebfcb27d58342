import { CsvError, parse } from 'csv-parse/sync';
import { DocumentError } from '../error/flow-error.js';

/** One record of a CSV file: its cells, the text they were read from, and the line it begins on. */
export interface CsvRecord {
  cells: string[];
  raw: string;
  /** From 1. */
  line: number;
}

/**
 * Reads the records of a CSV text; blank lines are left out, and records may differ in length. The only file that
 * knows csv-parse.
 *
 * @throws {DocumentError} when a quote is misplaced or not closed
 */
export function readCsvRecords(file: string, text: string, delimiter: string): CsvRecord[] {
  try {
    // With these options each one is `{record, raw, info}`; the types of csv-parse tell of the record alone.
    const found: unknown = parse(text.replace(/\r\n?/g, '\n'), {
      delimiter,
      relax_column_count: true,
      raw: true,
      info: true,
      record_delimiter: '\n',
    });
    return toRecords(found as { record: string[]; raw: string; info: { lines: number } }[]);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw explain(file, text, error);
  }
}

/** `info.lines` is the line on which a record ends. */
function toRecords(found: { record: string[]; raw: string; info: { lines: number } }[]): CsvRecord[] {
  return found
    .filter(({ record }) => record.length > 1 || record[0] !== '')
    .map(({ record, raw, info }) => {
      const own = raw.replace(/\n$/, '');
      return { cells: record, raw: own, line: info.lines - (own.split('\n').length - 1) };
    });
}

function explain(file: string, text: string, error: CsvError): DocumentError {
  const lines = text.split(/\r\n|[\r\n]/);
  const known = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
  const line = Math.max(1, Math.min(known, lines.length));
  const column = Math.max(1, (lines[line - 1] ?? '').indexOf('"') + 1);
  const message =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quote is not closed'
      : 'a quote within a cell must be doubled, and the whole cell quoted';
  // The line itself is not shown: which of its cells is a password cannot be told.
  return new DocumentError([{ file, position: { file, line, column, length: 1 }, message, severity: 'error' }]);
}
