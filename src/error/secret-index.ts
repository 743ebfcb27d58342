/** Whether the match at a place is to be replaced. */
type Accept = (text: string, at: number, length: number) => boolean;

/** Characters by which a secret is looked for first; no secret is shorter. */
const HEAD = 3;
const FEW = 8;

/**
 * Finds any of many secrets in one pass. Most places of a text are passed over by one look into a table of the secrets' first
 * three characters; at the others the longest secret that stands there is looked up whole.
 */
export class SecretIndex {
  readonly #secrets: ReadonlySet<string>;
  /** Beginning → lengths of the secrets that begin so, the longest first. */
  readonly #lengths = new Map<string, number[]>();
  /** 1 where a beginning of that hash exists; larger for more secrets, so that few places are looked at in vain. */
  readonly #heads: Uint8Array;
  /** All of them where they are so few that looking for each is faster. */
  readonly #few: string[] | undefined;

  /** @param secrets  each of three characters at least */
  constructor(secrets: Iterable<string>) {
    this.#secrets = new Set(secrets);
    this.#few = this.#secrets.size <= FEW ? [...this.#secrets] : undefined;
    this.#heads = new Uint8Array(this.#secrets.size > 64 ? 2 ** 17 : 2 ** 12);
    for (const secret of this.#secrets) {
      const head = secret.slice(0, HEAD);
      const lengths = this.#lengths.get(head) ?? [];
      if (!lengths.includes(secret.length)) lengths.push(secret.length);
      this.#lengths.set(head, lengths);
      const slot = hash(secret.charCodeAt(0), secret.charCodeAt(1), secret.charCodeAt(2)) & (this.#heads.length - 1);
      this.#heads[slot] = 1;
    }
    for (const lengths of this.#lengths.values()) lengths.sort((a, b) => b - a);
  }

  /** Puts `stars` in the place of each secret; the text itself when there is none. */
  replace(text: string, stars: string, accept?: Accept): string {
    let replaced = '';
    let from = 0;
    for (const { start, end } of this.find(text, accept)) {
      replaced += text.slice(from, start) + stars;
      from = end;
    }
    return from === 0 ? text : replaced + text.slice(from);
  }

  /** Where secrets stand in a text, in order and apart from each other: offsets, `end` exclusive. */
  find(text: string, accept?: Accept): { start: number; end: number }[] {
    const found: { start: number; end: number }[] = [];
    if (this.#few && !this.#few.some((secret) => text.includes(secret))) return found;
    const heads = this.#heads;
    const size = heads.length - 1;
    let from = 0;
    let first = text.charCodeAt(0);
    let second = text.charCodeAt(1);
    for (let at = 0; at <= text.length - HEAD; at++) {
      const third = text.charCodeAt(at + 2);
      const isHead = heads[hash(first, second, third) & size] === 1;
      first = second;
      second = third;
      // Behind a secret that has been replaced: nothing begins within it.
      if (!isHead || at < from) continue;
      const length = this.#longestAt(text, at, accept);
      if (length === 0) continue;
      from = at + length;
      found.push({ start: at, end: from });
    }
    return found;
  }

  #longestAt(text: string, at: number, accept: Accept | undefined): number {
    const lengths = this.#lengths.get(text.slice(at, at + HEAD)) ?? [];
    for (const length of lengths) {
      if (!this.#secrets.has(text.slice(at, at + length))) continue;
      if (at + length <= text.length && (!accept || accept(text, at, length))) return length;
    }
    return 0;
  }
}

function hash(first: number, second: number, third: number): number {
  return Math.imul(first, 0x9e3b) ^ Math.imul(second, 0x01f7) ^ third;
}
