import { CsvError, parse } from 'csv-parse/sync';

/** A text that is no CSV. */
export class CsvFailure extends Error {}

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
 * @throws {CsvFailure} when a quote is misplaced or not closed; {@link findBadQuote} says which
 */
export function readCsvRecords(text: string, delimiter: string): CsvRecord[] {
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
    throw new CsvFailure(error.message, { cause: error });
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
