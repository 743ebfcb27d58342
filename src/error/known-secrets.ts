import { type Mask, makeMask, refuseOneText } from './mask.js';

/** Where secrets become known on the way, and texts are masked. */
export interface Secrets {
  /** From now on these are replaced by `****` in every text that is masked. */
  hide(secrets: Iterable<string>): void;
  /** Replaces every secret that is known by now. */
  readonly mask: Mask;
}

/** The secrets that are known by now. What masks them is made when the first text is to be masked, for that costs more than to know them. */
export class KnownSecrets implements Secrets {
  readonly #known = new Set<string>();
  #mask: Mask | undefined = (text) => text;

  hide(secrets: Iterable<string>): void {
    refuseOneText('hide', secrets);
    const before = this.#known.size;
    for (const secret of secrets) this.#known.add(secret);
    if (this.#known.size > before) this.#mask = undefined;
  }

  readonly mask: Mask = (text) => {
    this.#mask ??= makeMask(this.#known);
    return this.#mask(text);
  };
}
