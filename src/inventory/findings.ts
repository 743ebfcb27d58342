import { dirname } from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import type { PlainSecrets } from './host.js';
import type { Place, PlaceOptions } from './place.js';
import { anchorReferences, parseReferences, referenceKey } from './references.js';

/** Collects what is found while inventories are read, so that every mistake is told at once. */
export class Findings {
  readonly errors: Diagnostic[] = [];
  /** Where each reference is written: {@link referenceKey} → places. */
  readonly references = new Map<string, Place[]>();
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

  /** Notes where the references of a text are written. @returns the text, relative paths of `${file:path}` made absolute */
  anchor(text: string, place: Place): string {
    const anchored = anchorReferences(text, dirname(place.file));
    this.noteReferences(anchored, place);
    return anchored;
  }

  /** The same without making any path absolute. */
  noteReferences(text: string, place: Place): void {
    for (const part of parseReferences(text)) {
      if (typeof part === 'string') continue;
      const key = referenceKey(part);
      const places = this.references.get(key);
      if (places) places.push(place);
      else this.references.set(key, [place]);
    }
  }

  warnings(): Diagnostic[] {
    const ignored = [...this.#ignored.values()].map(({ place, keys }) =>
      place.diagnose(`not used by flow: ${[...keys].join(', ')}`, { severity: 'warning', withoutPath: true }),
    );
    return [...this.#warnings, ...ignored];
  }

  plainSecrets(): PlainSecrets[] {
    return [...this.#plain.values()].map(({ place, key, count }) => {
      const { sourceLine, hidden } = place.diagnose('', { hidden: true });
      const position = place.position();
      return { key, count, position, ...(sourceLine !== undefined && { sourceLine }), ...(hidden && { hidden }) };
    });
  }
}
