/** One top line of a configuration and the lines indented below it. */
export interface ConfigEntry {
  line: string;
  children: string[];
}

/**
 * A router's configuration: lines in order, some with a section of their own below them.
 * It knows no syntax: who sets a line says which words identify it.
 */
export class RunningConfig {
  #entries: ConfigEntry[];
  /** Milliseconds since the epoch; undefined until the first change. */
  changedAt: number | undefined;

  constructor(lines: Iterable<string>) {
    this.#entries = [];
    for (const line of lines) {
      if (line.startsWith(' ')) this.#entries.at(-1)?.children.push(line.slice(1));
      else this.#entries.push({ line, children: [] });
    }
  }

  get entries(): readonly ConfigEntry[] {
    return this.#entries;
  }

  /** The first top line that begins with the given words; undefined when there is none. */
  find(words: string): string | undefined {
    return this.#entries.find(({ line }) => startsWithWords(line, words))?.line;
  }

  /** The lines below a top line; empty when it is not there. */
  childrenOf(header: string): readonly string[] {
    return this.#entries.find(({ line }) => line === header)?.children ?? [];
  }

  /**
   * Writes a line: in place of the one with the same key, else behind its like.
   *
   * @param key      the words that identify the setting: `hostname` of `hostname R1`
   * @param section  the top line it belongs under; undefined for a top line
   */
  set(line: string, key: string, section?: string): void {
    if (section === undefined) {
      const same = this.#entries.find((entry) => startsWithWords(entry.line, key));
      if (same) same.line = line;
      else this.#entries.splice(this.#placeFor(line), 0, { line, children: [] });
      return;
    }
    this.open(section);
    const children = this.#entries.find((entry) => entry.line === section)?.children ?? [];
    const index = children.findIndex((child) => startsWithWords(child, key) || startsWithWords(child, `no ${key}`));
    if (index === -1) children.push(line);
    else children[index] = line;
  }

  /** Makes sure that a section is there. */
  open(header: string): void {
    if (!this.#entries.some(({ line }) => line === header)) {
      this.#entries.splice(this.#placeFor(header), 0, { line: header, children: [] });
    }
  }

  /** Takes away every line that begins with the given words. */
  remove(words: string, section?: string): void {
    if (section === undefined) this.#entries = this.#entries.filter(({ line }) => !startsWithWords(line, words));
    else {
      const entry = this.#entries.find(({ line }) => line === section);
      if (entry) entry.children = entry.children.filter((line) => !startsWithWords(line, words));
    }
  }

  /** All lines, with `!` between the sections. */
  lines(): string[] {
    return this.#entries.flatMap(({ line, children }, index) => {
      const next = this.#entries[index + 1];
      const isBoundary = children.length > 0 || groupOf(line) !== groupOf(next?.line ?? '');
      return [...line.split('\n'), ...children.map((child) => ` ${child}`), ...(isBoundary ? ['!'] : [])];
    });
  }

  /** Behind the last line that begins with the same word; else before the closing `line` sections. */
  #placeFor(line: string): number {
    const word = firstWord(line);
    const like = this.#entries.findLastIndex((entry) => firstWord(entry.line) === word);
    if (like !== -1) return like + 1;
    const closing = this.#entries.findIndex((entry) => firstWord(entry.line) === 'line');
    return closing === -1 ? this.#entries.length : closing;
  }
}

function firstWord(line: string): string {
  return line.split(' ', 1)[0] ?? '';
}

/** Lines of one group stand together: `service x` and `no service y`, `boot-start-marker` and `boot-end-marker`. */
function groupOf(line: string): string {
  return line.replace(/^no /, '').split(/[ -]/, 1)[0] ?? '';
}

function startsWithWords(line: string, words: string): boolean {
  return line === words || line.startsWith(`${words} `);
}
