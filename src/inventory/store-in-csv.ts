import { DocumentError } from '../error/flow-error.js';
import { type CsvRecord, readCsvRecords } from './csv-records.js';
import type { FoundPlatform } from './found-platform.js';
import { findCsvDelimiter } from './read-csv.js';
import { applyEdits, type Edit } from './text-edit.js';

/**
 * Puts platforms into the cells of a CSV inventory.
 *
 * @returns the new text
 * @throws {DocumentError} when the file has no column for them
 */
export function storeInCsv(file: string, text: string, found: readonly FoundPlatform[]): string {
  const plain = text.replace(/^\uFEFF/, '');
  const mark = text.slice(0, text.length - plain.length);
  const delimiter = findCsvDelimiter(plain.slice(0, plain.search(/[\r\n]|$/))) ?? ',';
  const [header, ...records] = readCsvRecords(plain, delimiter);
  const column = header?.cells.findIndex((cell) => /^(?:platform|device[ _-]?type)$/i.test(cell.trim())) ?? -1;
  if (column < 0) throw noColumn(file);
  const starts = [0, ...[...plain.matchAll(/\r\n|[\r\n]/g)].map(({ 0: end, index }) => index + end.length)];
  const byLine = new Map(records.flatMap((record) => linesOf(record).map((line) => [line, record] as const)));
  const edits = found.flatMap(({ host, platform }): Edit[] => {
    const record = byLine.get(host.position?.line ?? 0);
    return record ? [editCell(record, { column, platform, delimiter, starts })] : [];
  });
  return mark + applyEdits(plain, edits);
}

interface CellToEdit {
  column: number;
  platform: string;
  delimiter: string;
  /** Offset of the first character of each line. */
  starts: readonly number[];
}

function editCell(record: CsvRecord, { column, platform, delimiter, starts }: CellToEdit): Edit {
  const { cells, raw, line } = record;
  const offset = (at: number) => {
    const before = raw.slice(0, at).split('\n');
    return (starts[line - 1 + before.length - 1] ?? 0) + (before.at(-1)?.length ?? 0);
  };
  let at = 0;
  for (const [index, cell] of cells.entries()) {
    const isQuoted = raw.charAt(at) === '"';
    const width = isQuoted ? cell.replaceAll('"', '""').length + 2 : cell.length;
    if (index === column) return { start: offset(at), end: offset(at + width), text: platform };
    at += width + 1;
  }
  const missing = column - cells.length + 1;
  return { start: offset(raw.length), end: offset(raw.length), text: delimiter.repeat(missing) + platform };
}

function linesOf({ line, raw }: CsvRecord): number[] {
  return raw.split('\n').map((_, index) => line + index);
}

function noColumn(file: string): DocumentError {
  const position = { file, line: 1, column: 1, length: 1 };
  const message = 'there is no column for platforms';
  return new DocumentError([{ file, position, message, proposal: 'add one, called platform', severity: 'error' }]);
}
