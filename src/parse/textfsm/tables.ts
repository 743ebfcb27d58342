import type { Cell, Row } from './record-builder.js';
import type { TemplateValue } from './template.js';

/** What one template made of an output. */
export interface Table {
  header: string[];
  /** Names of the values that tell rows apart: those with the option Key. */
  keys: string[];
  rows: Row[];
}

/** Names of the values with the option Key. */
export function keysOf(values: readonly TemplateValue[]): string[] {
  return values.filter(({ options }) => options.includes('Key')).map(({ name }) => name);
}

/**
 * Adds the columns of further templates to the rows of the first: to those whose keys are the same, or, where no template before or
 * at that one has any, row by row. A row that finds no other has empty texts there.
 *
 * @returns undefined where a key is no column of both
 * @see textfsm/clitable.py and textfsm/texttable.py (`extend`) of version 1.1.0
 */
export function joinTables([first, ...others]: readonly [Table, ...Table[]]): Table | undefined {
  let { keys } = first;
  const header = [...first.header];
  const rows = first.rows.map((row) => [...row]);
  for (const other of others) {
    if (keys.length === 0) keys = other.keys;
    const known = [...header];
    const added = other.header.filter((name) => !known.includes(name));
    if (keys.some((key) => !known.includes(key) || !other.header.includes(key))) return undefined;
    if (added.length === 0) continue;
    for (const [index, row] of rows.entries()) {
      const partner =
        keys.length === 0
          ? other.rows[index]
          : other.rows.find((candidate) => keys.every((key) => isSame(key, row, candidate)));
      row.push(...added.map((name) => partner?.[other.header.indexOf(name)] ?? ''));
    }
    header.push(...added);

    function isSame(key: string, row: Row, candidate: Row): boolean {
      const [a, b] = [row[known.indexOf(key)], candidate[other.header.indexOf(key)]];
      return JSON.stringify(a) === JSON.stringify(b);
    }
  }
  return { header, keys, rows };
}

/**
 * Each row as a map, as Netmiko and the tests of ntc-templates have it: names in small letters, and the text `None` for a member of
 * a list whose group took no part in the match. Only members with groups of their own stay maps, which is a text of Python there.
 */
export function mapRows({ header, rows }: Table): Record<string, Cell>[] {
  const names = header.map((name) => name.toLowerCase());
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, cellOf(row[index] ?? '')])));
}

function cellOf(cell: Cell): Cell {
  return Array.isArray(cell) ? cell.map((member) => member ?? 'None') : cell;
}
