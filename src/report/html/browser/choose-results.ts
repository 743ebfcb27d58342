import type { PageResult } from '../page-data.js';
import type { Page } from './page-elements.js';

/** What is looked for. */
export interface Wish {
  words: string;
  states: ReadonlySet<string>;
  order: string;
}

/** Finds the results that are looked for: every word stands in host, address, platform, task, error or output. */
export class Chooser {
  readonly #page: Page;
  /** Texts in small letters, each made when it is first asked for. */
  readonly #texts: (string | undefined)[] = [];
  readonly #heads = new Map<PageResult, string>();

  constructor(page: Page) {
    this.#page = page;
  }

  choose({ words, states, order }: Wish): PageResult[] {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const { results } = this.#page.data;
    const found = results.filter(
      (result) => states.has(result.state) && wanted.every((word) => this.#has(result, word)),
    );
    if (order === 'slowest') return found.sort((a, b) => b.duration - a.duration);
    if (order === 'host')
      return found.sort((a, b) => byName.compare(this.#page.hostOf(a).name, this.#page.hostOf(b).name));
    return found;
  }

  #has(result: PageResult, word: string): boolean {
    return (
      this.#head(result).includes(word) ||
      [result.output, result.diff, result.command].some((index) => this.#text(index).includes(word))
    );
  }

  #head(result: PageResult): string {
    const known = this.#heads.get(result);
    if (known !== undefined) return known;
    const { name, address, platform } = this.#page.hostOf(result);
    const { code = '', message = '' } = result.error ?? {};
    const made = [name, address, platform, this.#page.taskOf(result), code, message].join('\n').toLowerCase();
    this.#heads.set(result, made);
    return made;
  }

  #text(index: number | null): string {
    if (index === null) return '';
    this.#texts[index] ??= this.#page.text(index).toLowerCase();
    return this.#texts[index];
  }
}

/** `r2` before `r10`. */
const byName = new Intl.Collator('en', { numeric: true });
