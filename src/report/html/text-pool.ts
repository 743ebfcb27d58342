/** Characters of text that a page holds; a browser is still quick with so many. */
const MOST_TOGETHER = 40_000_000;

/** The texts of a page, each once however often it is shown, and never so many that no browser opens the page. */
export class TextPool {
  readonly #indices = new Map<string, number>();
  readonly #texts: (string | number | null)[] = [];
  readonly #most: number;
  #together = 0;

  /** @param most  characters in all */
  constructor(most = MOST_TOGETHER) {
    this.#most = most;
  }

  /** What was kept: see `PageData.texts`. */
  get texts(): readonly (string | number | null)[] {
    return this.#texts;
  }

  /** Texts that did not fit. */
  get leftOut(): number {
    return this.#texts.filter((text) => typeof text === 'number').length;
  }

  /** @returns the text's index */
  keep(text: string): number {
    const known = this.#indices.get(text);
    if (known !== undefined) return known;
    const fits = this.#together + text.length <= this.#most;
    if (fits) this.#together += text.length;
    const index = this.#texts.push(fits ? text : text.length) - 1;
    // What does not fit is not kept as a key either.
    if (fits) this.#indices.set(text, index);
    return index;
  }

  /** Says that the text stands in the page. @returns the id of its element; undefined where it does already, or is left out */
  show(text: string): string | undefined {
    const index = this.keep(text);
    if (typeof this.#texts[index] !== 'string') return undefined;
    this.#texts[index] = null;
    return `text-${index}`;
  }
}
