import { indexLines } from '../document/line-index.js';
import { DocumentError } from '../error/flow-error.js';
import { nearestName } from '../error/nearest.js';
import { isSecretVariable } from '../error/secret-names.js';
import type { LineSpan } from '../error/secret-spans.js';
import { CsvFailure, type CsvRecord, readCsvRecords } from './csv-records.js';
import { type Draft, emptyDraft, type HostDraft } from './draft.js';
import { findBadQuote } from './find-bad-quote.js';
import type { Findings } from './findings.js';
import { FLOW_KEYS, type KeyRule, type KeyTable } from './key-table.js';
import { type Lines, type Place, placeOnLine } from './place.js';
import { type Entry, readSettings } from './read-settings.js';
import { SECRET_KEYS } from './settings.js';

/** Columns by the names of flow's keys, and some that spreadsheets have. */
const COLUMNS: KeyTable = new Map<string, KeyRule>([
  ...[...FLOW_KEYS].filter(([key]) => !['vars', 'ssh', 'credentials'].includes(key)),
  ['ip_address', 'address'],
  ['user', 'username'],
  ['key_file', 'key'],
  ['group', 'structure'],
]);

/** A column: its heading as written, and what is in it. `rule` is `var` for a variable of the host. */
interface Column {
  heading: string;
  key: string;
  rule: KeyRule | 'var';
  place: Place;
}

/** A file being read. */
interface Table {
  lines: Lines;
  columns: Column[];
  findings: Findings;
}

/** The separator of a CSV file whose first line is a heading flow knows; undefined when it is none. */
export function findCsvDelimiter(firstLine: string): string | undefined {
  const known = (cell: string) => COLUMNS.has(keyOf(cell));
  const delimiter = [',', ';', '\t'].find(
    (mark) => firstLine.split(mark).length > 1 && firstLine.split(mark).some(known),
  );
  return delimiter ?? (known(firstLine) ? ',' : undefined);
}

/**
 * Reads CSV with a heading: columns named like flow's keys, `groups` separated by `;`, any other column a variable.
 * Empty cells say nothing.
 *
 * @throws {DocumentError} when the quotes are wrong
 */
export function readCsv(file: string, text: string, findings: Findings): Draft {
  const draft = emptyDraft('csv', file);
  draft.hasOpenGroups = true;
  const heading = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = findCsvDelimiter(heading) ?? ',';
  const written: Lines = { file, text: text.split(/\r\n|[\r\n]/) };
  const [header, ...records] = readRecords(text, delimiter, written);
  if (!header) return draft;
  const columns = readHeader(header, written);
  const lines: Lines = { ...written, hidden: findSecretCells(records, columns) };
  const table: Table = { lines, columns, findings };
  checkHeader(table);
  draft.place = placeOnLine(lines, { line: 1, column: 1, length: header.raw.length });
  draft.hosts = records.flatMap((record) => readRecord(record, table) ?? []);
  return draft;
}

function readRecords(text: string, delimiter: string, lines: Lines): CsvRecord[] {
  try {
    return readCsvRecords(text, delimiter);
  } catch (error) {
    if (!(error instanceof CsvFailure)) throw error;
    throw explainQuote(text, delimiter, lines);
  }
}

/** Of the line, what may be a secret is hidden: from the column before the first of secrets on, and all behind the quote. */
function explainQuote(text: string, delimiter: string, lines: Lines): DocumentError {
  const bad = findBadQuote(text, delimiter);
  const { file } = lines;
  if (!bad) return new DocumentError([{ file, message: 'the quotes of this file cannot be read', severity: 'error' }]);
  const index = indexLines(file, text);
  const position = index.place(bad.offset, bad.offset + 1);
  const lineStart = bad.offset - (position.column - 1);
  const message =
    bad.kind === 'not-closed'
      ? 'a quote is not closed'
      : 'a quote within a cell must be doubled, and the whole cell quoted';
  // A heading that cannot be read does not tell which cells are secrets, and may be none.
  if (position.line === 1) return new DocumentError([{ file, position, message, severity: 'error' }]);
  const [header] = readCsvRecords(lines.text[0] ?? '', delimiter);
  const first = (header ? readHeader(header, lines) : []).findIndex(holdsSecrets);
  const sourceLine = index.text(position.line);
  const from = Math.max(0, (bad.cells[Math.max(0, first - 1)] ?? bad.offset) - lineStart);
  const column = position.column - 1;
  const hidden =
    first < 0
      ? []
      : [
          { start: from, end: column },
          { start: column + 1, end: sourceLine.length },
        ];
  return new DocumentError([{ file, position, message, sourceLine, hidden, severity: 'error' }]);
}

function keyOf(heading: string): string {
  return heading
    .trim()
    .replace(/^"|"$/g, '')
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

function readHeader(header: CsvRecord, lines: Lines): Column[] {
  const spans = spansOf(header);
  const columns = header.cells.map((cell, index): Column => {
    const place = placeOnLine(lines, { line: 1, column: 1, length: 1, ...spans[index] }, cell.trim());
    const key = keyOf(cell);
    return { heading: cell.trim(), key, rule: COLUMNS.get(key) ?? 'var', place };
  });
  // Beside a column for the address, `hostname` is what the device is called.
  const hasName = columns.some(({ key }) => key === 'name');
  const hasAddress = columns.some(({ key, rule }) => rule === 'address' && key !== 'hostname');
  return columns.map((column) =>
    column.key === 'hostname' && hasAddress && !hasName ? { ...column, key: 'name', rule: 'structure' } : column,
  );
}

function checkHeader({ columns, findings }: Table): void {
  const seen = new Set<string>();
  for (const { heading, key, rule, place } of columns) {
    if (heading !== '' && seen.has(key)) findings.error(place, 'this column is there twice');
    seen.add(key);
    if (rule !== 'var') continue;
    const nearest = nearestName(key, COLUMNS.keys());
    if (nearest) findings.warn(place, 'taken as a variable of the host', { proposal: `did you mean "${nearest}"?` });
  }
}

/** Which cells are secrets can only be told by their column; in a record of the wrong length they may be a column further. */
function findSecretCells(records: readonly CsvRecord[], columns: readonly Column[]): Map<number, LineSpan[]> {
  const hidden = new Map<number, LineSpan[]>();
  const secrets = columns.flatMap((column, index) => (holdsSecrets(column) ? [index] : []));
  const first = secrets[0];
  if (first === undefined) return hidden;
  for (const record of records) {
    const isShifted = record.cells.length !== columns.length;
    for (const [index, { column, length, below }] of spansOf(record).entries()) {
      const isSecret = isShifted ? index >= first - 1 : secrets.includes(index);
      if (!isSecret || /^\$\{(?!exec)\w+:[^}]*\}$/.test(record.cells[index] ?? '')) continue;
      const line = record.line - 1 + below;
      const span = { start: column - 1, end: column - 1 + length };
      const same = hidden.get(line);
      if (same) same.push(span);
      else hidden.set(line, [span]);
    }
  }
  return hidden;
}

/** A column of passwords, or one whose misspelt heading is taken as a variable. */
function holdsSecrets({ rule, key }: Column): boolean {
  if (rule !== 'var') return SECRET_KEYS.has(rule);
  return isSecretVariable(key) || SECRET_KEYS.has(nearestName(key.replaceAll('_', ''), SECRET_KEYS) ?? '');
}

function readRecord(record: CsvRecord, { lines, columns, findings }: Table): HostDraft | undefined {
  const spans = spansOf(record);
  const placeAt = (index: number, path: string) => {
    const { column = 1, length = 1, below = 0 } = spans[index] ?? {};
    return placeOnLine(lines, { line: record.line + below, column, length }, path);
  };
  if (record.cells.length > columns.length) {
    findings.error(placeAt(columns.length, ''), `expected ${columns.length} cells, got ${record.cells.length}`, {
      proposal: 'put a cell that contains the separator in quotes',
    });
    return undefined;
  }
  const entries = record.cells.flatMap((text, index): (Entry & Column)[] => {
    const column = columns[index];
    const value = text.trim();
    if (!column || value === '') return [];
    const place = placeAt(index, column.heading);
    return [
      {
        ...column,
        value: column.rule === 'jump' ? splitList(value) : SECRET_KEYS.has(column.rule) ? text : value,
        keyPlace: place,
        place,
      },
    ];
  });
  if (entries.length === 0) return undefined;
  const plain = readSettings(
    entries.filter(({ rule }) => rule !== 'var'),
    COLUMNS,
    findings,
  );
  for (const { rule, heading, value, place } of entries) {
    if (rule !== 'var' || heading === '') continue;
    if (typeof value === 'string') findings.noteReferences(value, place);
    plain.vars.set(heading, readCell(value));
  }
  const named = entries.find(({ key }) => key === 'name');
  const name = typeof named?.value === 'string' ? named.value : plain.values.address?.value;
  if (name === undefined) {
    // A wrong address is told already.
    const isTold = entries.some(({ rule }) => rule === 'address');
    if (!isTold) findings.error(placeAt(0, ''), 'expected a host with a name or an address, got neither');
    return undefined;
  }
  const groups = entries.filter(({ key }) => key === 'groups' || key === 'group');
  return {
    name,
    place: named?.place ?? placeAt(0, ''),
    groups: groups.flatMap(({ value, place }) => splitList(String(value)).map((group) => ({ value: group, place }))),
    plain,
  };
}

/** Whole numbers are numbers, as they would be in YAML; what has leading zeros or is longer than 15 digits is text. */
function readCell(value: unknown): unknown {
  return typeof value === 'string' && /^-?(?:0|[1-9]\d{0,14})$/.test(value) ? Number(value) : value;
}

function splitList(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Where each cell begins on its line, quotes included; `below` counts lines from that of the record. */
function spansOf({ raw, cells }: CsvRecord): { column: number; length: number; below: number }[] {
  const spans: { column: number; length: number; below: number }[] = [];
  let at = 0;
  for (const cell of cells) {
    const isQuoted = raw.charAt(at) === '"';
    const width = isQuoted ? cell.replaceAll('"', '""').length + 2 : cell.length;
    const before = raw.slice(0, at).split('\n');
    const shown = raw.slice(at, at + width).split('\n')[0] ?? '';
    spans.push({
      column: (before.at(-1)?.length ?? 0) + 1,
      length: Math.max(1, shown.length),
      below: before.length - 1,
    });
    at += width + 1;
  }
  return spans;
}
