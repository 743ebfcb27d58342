/** How long one turn of the event loop may be busy with what is let through. */
const MOST_MS = 8;

/**
 * Lets expensive steps through a few per turn of the event loop: a hundred logins that come to their key exchange together would
 * otherwise keep everything else waiting until the last of them has computed its secret.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  readonly #now: () => number;
  #spentMs = 0;
  #isTurning = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes a step now or, when this turn is used up, in one of the next; first come, first served. */
  pass(step: () => void): void {
    if (!this.#isTurning) {
      this.#isTurning = true;
      setImmediate(this.#turn);
    }
    if (this.#waiting.length > 0 || this.#spentMs >= MOST_MS) this.#waiting.push(step);
    else this.#take(step);
  }

  #take(step: () => void): void {
    const begun = this.#now();
    step();
    this.#spentMs += this.#now() - begun;
  }

  readonly #turn = () => {
    this.#spentMs = 0;
    this.#isTurning = this.#waiting.length > 0;
    if (this.#isTurning) setImmediate(this.#turn);
    while (this.#spentMs < MOST_MS) {
      const step = this.#waiting.shift();
      if (!step) return;
      this.#take(step);
    }
  };
}
