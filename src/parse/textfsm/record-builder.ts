import { TemplateStop, type TemplateValue } from './template.js';

/** Of a list also the named groups of each member. */
export type Cell = string | null | (string | null | Record<string, string | null>)[];
export type Row = Cell[];

/** A value while a record is built. */
interface Slot {
  value: TemplateValue;
  cell: Cell;
  /** What Filldown puts into the next record. */
  kept: string | null;
  /** What List has gathered. */
  members: (string | null | Record<string, string | null>)[];
}

/**
 * Builds the records of a template run. The options of a value act in the order in which they are written: `Required,List` asks
 * before the list is there, `List,Required` after.
 */
export class RecordBuilder {
  readonly rows: Row[] = [];
  readonly #slots: Slot[];

  constructor(values: readonly TemplateValue[]) {
    this.#slots = values.map((value) => ({ value, cell: null, kept: null, members: [] }));
  }

  /** Takes what a group captured; null where it took no part. Groups that are no values are passed over. */
  assign(name: string, captured: string | null): void {
    const slot = this.#slots.find(({ value }) => value.name === name);
    if (!slot) return;
    slot.cell = captured;
    for (const option of slot.value.options) {
      if (option === 'Filldown') slot.kept = captured;
      else if (option === 'Fillup' && captured) this.#fillUp(this.#slots.indexOf(slot), captured);
      else if (option === 'List') slot.members.push(memberOf(slot.value, captured));
    }
  }

  /** Adds the record, unless a required value is missing or there is nothing in it at all. */
  record(): void {
    const { length } = this.#slots;
    if (length === 0) return;
    for (const slot of this.#slots) {
      for (const option of slot.value.options) {
        if (option === 'List') slot.cell = [...slot.members];
        else if (option === 'Required' && isFalse(slot.cell)) {
          this.clear();
          return;
        }
      }
    }
    const row = this.#slots.map(({ cell }) => cell);
    if (row.every((cell) => cell === null || (Array.isArray(cell) && cell.length === 0))) return;
    this.rows.push(row.map((cell) => cell ?? ''));
    this.clear();
  }

  /** Forgets what is not filled down. */
  clear(): void {
    for (const slot of this.#slots) {
      const { options } = slot.value;
      slot.cell = options.includes('Filldown') ? slot.kept : null;
      if (options.includes('List') && !options.includes('Filldown')) slot.members = [];
    }
  }

  clearAll(): void {
    for (const slot of this.#slots) {
      slot.cell = null;
      slot.kept = null;
      slot.members = [];
    }
  }

  /** Up to the last record that has something there already. */
  #fillUp(column: number, captured: string): void {
    for (const row of this.rows.toReversed()) {
      if (!isFalse(row[column] ?? null)) return;
      row[column] = captured;
    }
  }
}

/** Nothing, an empty text or an empty list, as Python sees it. */
function isFalse(cell: Cell): boolean {
  return cell === null || cell.length === 0;
}

/** A list takes the named groups inside of what was captured, where there are any; else the text. */
function memberOf({ name, nested }: TemplateValue, captured: string | null): Slot['members'][number] {
  if (!nested || nested.groups < 2) return captured;
  if (captured === null)
    throw new TemplateStop(`the list ${name} has groups of its own, and its rule fitted without them`);
  const groups = nested.match(captured);
  return groups && groups.size > 0 ? Object.fromEntries(groups) : captured;
}
