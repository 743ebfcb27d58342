/**
 * Makes a short text that a regular expression matches: what a device prints where its definition only says how to recognise it.
 * Of alternatives the first is taken, of repetitions the fewest, but an optional blank is there; what only looks ahead or behind is left out.
 *
 * @returns undefined when no such text was found
 * @example exampleOf('^% ?Bad (?:passwords|secrets)') → '% Bad passwords'
 */
export function exampleOf(pattern: string): string | undefined {
  const reader = new PatternReader(pattern);
  const text = reader.readAlternatives();
  return new RegExp(pattern).test(text) ? text : undefined;
}

const CANDIDATES = [...'a0A-. /:_*#>"y'];
const ESCAPES: Record<string, string> = { d: '1', w: 'a', s: ' ', S: 'x', D: 'x', W: ' ', b: '', B: '', t: '\t' };

/** Walks through the source of a regular expression once. */
class PatternReader {
  #at = 0;

  constructor(private readonly source: string) {}

  /** Reads up to the end, or up to the bracket that closes the group; the first alternative counts. */
  readAlternatives(): string {
    const first = this.#readSequence();
    while (this.#peek() === '|') {
      this.#at++;
      this.#readSequence();
    }
    return first;
  }

  #readSequence(): string {
    let text = '';
    while (this.#at < this.source.length && this.#peek() !== '|' && this.#peek() !== ')') {
      const atom = this.#readAtom();
      text += atom.repeat(this.#readLeastCount(atom));
    }
    return text;
  }

  #readAtom(): string {
    const character = this.source[this.#at++] as string;
    switch (character) {
      case '^':
      case '$':
        return '';
      case '.':
        return 'x';
      case '\\':
        return this.#readEscape();
      case '[':
        return this.#readClass();
      case '(':
        return this.#readGroup();
      default:
        return character;
    }
  }

  #readEscape(): string {
    const character = this.source[this.#at++] as string;
    const code = /^(?:x([\da-f]{2})|u([\da-f]{4}))/i.exec(this.source.slice(this.#at - 1));
    if (code) {
      this.#at += code[0].length - 1;
      return String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? '', 16));
    }
    return ESCAPES[character] ?? character;
  }

  #readClass(): string {
    const start = this.#at - 1;
    while (this.#peek() !== ']') this.#at += this.#peek() === '\\' ? 2 : 1;
    this.#at++;
    const allowed = new RegExp(this.source.slice(start, this.#at));
    // What is listed comes first: `[Pp]assword` begins with a capital on most screens.
    const listed = [...this.source.slice(start + 1, this.#at - 1).replace(/^\^|\\[dwsDWS]|\\/g, '')];
    return [...listed, ...CANDIDATES].find((candidate) => allowed.test(candidate)) ?? '';
  }

  #readGroup(): string {
    const kind = /^\?(?:<[=!]|[=!:]|<\w+>)/.exec(this.source.slice(this.#at))?.[0] ?? '';
    this.#at += kind.length;
    const text = this.readAlternatives();
    this.#at++;
    return /[=!]$/.test(kind) ? '' : text;
  }

  #readLeastCount(atom: string): number {
    const [quantifier = ''] = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(this.source.slice(this.#at)) ?? [];
    this.#at += quantifier.length;
    if (quantifier === '' || quantifier.startsWith('+') || (atom === ' ' && quantifier === '?')) return 1;
    return Number(/^\{(\d+)/.exec(quantifier)?.[1] ?? 0);
  }

  #peek(): string | undefined {
    return this.source[this.#at];
  }
}
