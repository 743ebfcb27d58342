import type { Diagnostic } from '../error/diagnostic.js';
import type { PlainSecrets } from './host.js';
import type { Place, PlaceOptions } from './place.js';

/** Collects what is found while inventories are read, so that every mistake is told at once. */
export class Findings {
  readonly errors: Diagnostic[] = [];
  readonly #warnings: Diagnostic[] = [];
  readonly #plain = new Map<string, { place: Place; key: string; count: number }>();
  readonly #ignored = new Map<string, { place: Place; keys: Set<string> }>();

  error(place: Place, message: string, options?: PlaceOptions): void {
    this.errors.push(place.diagnose(message, options));
  }

  warn(place: Place, message: string, options?: PlaceOptions): void {
    this.#warnings.push(place.diagnose(message, { ...options, severity: 'warning' }));
  }

  /** A key that another tool knows and flow does not need; told once per file. */
  ignore(place: Place, key: string): void {
    const known = this.#ignored.get(place.file);
    if (known) known.keys.add(key);
    else this.#ignored.set(place.file, { place, keys: new Set([key]) });
  }

  /** A secret written as it is; counted per file. */
  notePlainSecret(place: Place, key: string): void {
    const known = this.#plain.get(place.file);
    if (known) known.count++;
    else this.#plain.set(place.file, { place, key, count: 1 });
  }

  warnings(): Diagnostic[] {
    const ignored = [...this.#ignored.values()].map(({ place, keys }) =>
      place.diagnose(`not used by flow: ${[...keys].join(', ')}`, { severity: 'warning', withoutPath: true }),
    );
    return [...this.#warnings, ...ignored];
  }

  plainSecrets(): PlainSecrets[] {
    return [...this.#plain.values()].map(({ place, key, count }) => {
      const { sourceLine } = place.diagnose('', { hidden: true });
      return { key, count, position: place.position(), ...(sourceLine === undefined ? {} : { sourceLine }) };
    });
  }
}
