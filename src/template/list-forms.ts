import { tableCell } from './text-forms.js';
import { toText } from './to-text.js';
import { valuesAt } from './value-path.js';

/** Items with the same value at a path. */
export interface ItemGroup {
  key: unknown;
  items: unknown[];
  count: number;
}

/** Sorts items by the values at a path, `R2` before `R10`, those without one last; with a `-` in front the other way round. Equal ones keep their order. */
export function sortBy(items: readonly unknown[], path: string): unknown[] {
  const isDescending = path.startsWith('-');
  const values = valuesAt(items, isDescending ? path.slice(1) : path);
  const sign = isDescending ? -1 : 1;
  return items
    .map((item, index) => ({ item, value: values[index] }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * compareValues(a.value, b.value);
    })
    .map(({ item }) => item);
}

/** Puts items with the same value at a path together, in the order in which the values first come. */
export function groupBy(items: readonly unknown[], path: string): ItemGroup[] {
  const values = valuesAt(items, path);
  const groups = new Map<string, ItemGroup>();
  for (const [index, item] of items.entries()) {
    const key = values[index];
    const group = groups.get(JSON.stringify(key));
    if (group) group.count = group.items.push(item);
    else groups.set(JSON.stringify(key), { key, items: [item], count: 1 });
  }
  return [...groups.values()];
}

/** Counts the items whose value at a path is, as text, the one given. */
export function countOf(items: readonly unknown[], path: string, value: unknown): number {
  return valuesAt(items, path).filter((each) => toText(each) === toText(value)).length;
}

/**
 * Writes a Markdown table of items, a row each. Nothing in a value can end its cell or its row.
 *
 * @param columns  paths, with a heading of their own in front of a `=`: `Router=host.name`; else the last part is the heading
 */
export function markdownTable(items: readonly unknown[], columns: readonly string[]): string {
  const parsed = columns.map((column) => {
    const [, heading, path = column] = /^([^=]*)=(.*)$/s.exec(column) ?? [];
    return { heading: heading ?? path.split('.').at(-1) ?? path, path: path.trim() };
  });
  const cells = parsed.map(({ path }) => valuesAt(items, path).map((value) => tableCell(toText(value))));
  const rows = items.map((_, index) => cells.map((column) => column[index] ?? ''));
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [
    line(parsed.map(({ heading }) => tableCell(heading))),
    `|${'---|'.repeat(columns.length)}`,
    ...rows.map(line),
  ].join('\n');
}

/** Made when first asked for: a command that sorts nothing would start a tenth later for it. */
let natural: Intl.Collator | undefined;

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  natural ??= new Intl.Collator('en', { numeric: true });
  return natural.compare(toText(a), toText(b));
}
