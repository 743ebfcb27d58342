const BUCKETS = 10;

/** Counts things per second over the last ten seconds, in constant memory and time. Times are milliseconds since the epoch. */
export class RateMeter {
  readonly #counts = new Array<number>(BUCKETS).fill(0);
  #second = 0;
  #firstMs: number | null = null;

  count(atMs: number): void {
    this.#firstMs ??= atMs;
    this.#advance(atMs);
    const bucket = this.#second % BUCKETS;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  /** Things per second; null while too little has been seen (nothing, or less than a second of it). */
  perSecond(nowMs: number): number | null {
    if (this.#firstMs === null) return null;
    const seenMs = nowMs - this.#firstMs;
    if (seenMs < 1000) return null;
    this.#advance(nowMs);
    const counted = this.#counts.reduce((sum, count) => sum + count, 0);
    // The bucket of the present second is not full yet.
    const windowMs = (BUCKETS - 1) * 1000 + (nowMs % 1000);
    return counted / (Math.min(seenMs, windowMs) / 1000);
  }

  /** Empties the buckets of the seconds that went by. A clock that goes backwards changes nothing. */
  #advance(atMs: number): void {
    const second = Math.floor(atMs / 1000);
    const passed = Math.min(BUCKETS, second - this.#second);
    for (let step = 1; step <= passed; step++) this.#counts[(second - passed + step) % BUCKETS] = 0;
    if (second > this.#second) this.#second = second;
  }
}
