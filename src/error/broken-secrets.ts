import { isPlainWord } from './plain-secret.js';
import { SecretIndex } from './secret-index.js';

/** Of a longer secret, no part is looked for at the edges of a text. */
const LONGEST_CUT = 100;

/**
 * Finds secrets that a text does not hold in one piece: broken by the end of a line, as a terminal or a table wraps it, or cut
 * off where the text begins or ends. Of a secret that is a plain word nothing is found: its parts are met by chance.
 */
export class BrokenSecrets {
  readonly #unspaced: SecretIndex;
  readonly #beginnings = new Set<string>();
  readonly #ends = new Set<string>();
  #longest = 0;

  constructor(secrets: readonly string[]) {
    const unspaced = secrets.map((secret) => secret.replace(/\s+/g, '')).filter((secret) => !isPlainWord(secret));
    this.#unspaced = new SecretIndex(unspaced);
    for (const secret of secrets) {
      if (secret.length > LONGEST_CUT) continue;
      this.#longest = Math.max(this.#longest, secret.length);
      addParts(secret, (length) => secret.slice(0, length), this.#beginnings);
      addParts(secret, (length) => secret.slice(-length), this.#ends);
    }
  }

  /** Puts `stars` in the place of each; the text itself when there is none. */
  replace(text: string, stars: string): string {
    const whole = this.#replaceWrapped(text, stars);
    const end = this.#findCut(this.#beginnings, (length) => whole.slice(-length), whole.length);
    const rest = end === 0 ? whole : whole.slice(0, -end) + stars;
    const start = this.#findCut(this.#ends, (length) => rest.slice(0, length), rest.length);
    return start === 0 ? rest : stars + rest.slice(start);
  }

  #replaceWrapped(text: string, stars: string): string {
    if (!/[\r\n]/.test(text)) return text;
    const found = this.#unspaced.find(text.replace(/\s+/g, ''));
    if (found.length === 0) return text;
    const offsets = [...text.matchAll(/\S/g)].map(({ index }) => index);
    let replaced = '';
    let from = 0;
    for (const span of found) {
      const start = offsets[span.start] ?? 0;
      const end = (offsets[span.end - 1] ?? 0) + 1;
      if (!/[\r\n]/.test(text.slice(start, end))) continue;
      replaced += text.slice(from, start) + stars;
      from = end;
    }
    return replaced + text.slice(from);
  }

  /** @returns the length of the longest part at an edge; 0 for none */
  #findCut(parts: ReadonlySet<string>, edge: (length: number) => string, size: number): number {
    if (parts.size === 0) return 0;
    for (let length = Math.min(this.#longest - 1, size); length > 0; length--)
      if (parts.has(edge(length))) return length;
    return 0;
  }
}

/** Adds the parts of a secret that are more than a plain word; where one is not, no shorter one is. */
function addParts(secret: string, part: (length: number) => string, into: Set<string>): void {
  for (let length = secret.length - 1; length > 0 && !isPlainWord(part(length)); length--) into.add(part(length));
}
