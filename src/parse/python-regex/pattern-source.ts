import { PatternError } from './tree.js';

/** The text of a pattern while it is read, in tokens as Python takes them: a character, or a backslash and the one behind it. */
export class PatternSource {
  readonly #characters: string[];
  #offset = 0;

  constructor(pattern: string) {
    this.#characters = [...pattern];
  }

  /** Of the next token, from 0, in code points. */
  get offset(): number {
    return this.#offset;
  }

  set offset(offset: number) {
    this.#offset = offset;
  }

  /** The next token; undefined at the end. */
  get next(): string | undefined {
    const character = this.#characters[this.#offset];
    if (character !== '\\') return character;
    const escaped = this.#characters[this.#offset + 1];
    if (escaped === undefined) throw new PatternError('there is nothing behind the last backslash', this.#offset);
    return `\\${escaped}`;
  }

  take(): string | undefined {
    const token = this.next;
    if (token !== undefined) this.#offset += token.startsWith('\\') ? 2 : 1;
    return token;
  }

  /** Takes the next token if it is this one. */
  takes(token: string): boolean {
    if (this.next !== token) return false;
    this.take();
    return true;
  }

  /** Takes at most so many characters of a kind. */
  takeWhile(kind: RegExp, most = Number.POSITIVE_INFINITY): string {
    let text = '';
    for (let token = this.next; token !== undefined && text.length < most && kind.test(token); token = this.next) {
      text += token;
      this.take();
    }
    return text;
  }

  /** Takes what stands before an end, and the end. */
  takeUntil(end: string, what: string): string {
    const from = this.#offset;
    let text = '';
    for (;;) {
      const token = this.take();
      if (token === undefined) throw new PatternError(`${what} is not ended by ${end}`, from);
      if (token === end) break;
      text += token;
    }
    if (text === '') throw new PatternError(`${what} is missing`, from);
    return text;
  }
}
