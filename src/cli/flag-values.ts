import { UsageError } from '../error/flow-error.js';

/** The flags of one call, by their long name without dashes: `dry-run`. */
export class FlagValues {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  /** The same call with these flags instead of its own, where it has them as well. */
  with(values: Iterable<readonly [string, unknown]>): FlagValues {
    return new FlagValues(new Map([...this.#values, ...values]));
  }

  /** Those that were given, of these names. */
  pick(names: readonly string[]): (readonly [string, true | string | string[]])[] {
    return names.flatMap((name) => {
      const value = this.has(name) || (this.text(name) ?? this.list(name));
      return value !== true && value.length === 0 ? [] : [[name, value] as const];
    });
  }

  /** Was the switch given? */
  has(name: string): boolean {
    return this.#values.get(name) === true;
  }

  /** The text given; undefined when the flag is absent. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** Every text given to a flag that repeats, in order. */
  list(name: string): string[] {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** A whole number within bounds; undefined when the flag is absent. @throws {UsageError} */
  wholeNumber(name: string, least: number, most: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new UsageError(`--${name}: expected a whole number from ${least} to ${most}, got "${text}"`);
  }
}
