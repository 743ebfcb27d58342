/**
 * Carries things one way to somebody who is far: each arrives the same time after it was sent, and in the order of sending.
 * One timer per thing that is under way, however large it is.
 */
export class DelayLine<T> {
  readonly #latencyMs: number;
  readonly #deliver: (thing: T) => void;
  readonly #underWay: { thing: T; timer: NodeJS.Timeout }[] = [];

  constructor(latencyMs: number, deliver: (thing: T) => void) {
    this.#latencyMs = latencyMs;
    this.#deliver = deliver;
  }

  carry(thing: T): void {
    const timer = setTimeout(() => {
      const first = this.#underWay.shift();
      if (first) this.#deliver(first.thing);
    }, this.#latencyMs);
    this.#underWay.push({ thing, timer });
  }

  /** Loses what is under way. */
  clear(): void {
    for (const { timer } of this.#underWay.splice(0)) clearTimeout(timer);
  }
}
