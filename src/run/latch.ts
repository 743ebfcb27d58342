/**
 * A door that opens once: what waits for it is told in the order in which it came. Leaving costs as little as coming,
 * so that ten thousand may wait for the same one (an AbortSignal searches all its listeners each time).
 */
export class Latch {
  #isOpen = false;
  #waiting = new Set<() => void>();

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Opens it for good; a second time does nothing. */
  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const told = this.#waiting;
    this.#waiting = new Set();
    for (const tell of told) tell();
  }

  /** Calls back when it opens, at once if it is open. @returns what takes the wish back */
  onOpen(tell: () => void): () => void {
    if (this.#isOpen) {
      tell();
      return () => {};
    }
    const own = () => tell();
    this.#waiting.add(own);
    return () => this.#waiting.delete(own);
  }
}

/** Waits until one of two is open. */
export function firstOf(one: Latch, other: Latch): Promise<void> {
  if (one.isOpen || other.isOpen) return Promise.resolve();
  return new Promise((resolve) => {
    const leave = [one, other].map((latch, index) =>
      latch.onOpen(() => {
        leave[1 - index]?.();
        resolve();
      }),
    );
  });
}

/** Waits for all of them, or until `until` opens. @returns whether all of them are open */
export async function allOf(latches: readonly Latch[], until: Latch): Promise<boolean> {
  for (const latch of latches) {
    if (!latch.isOpen) await firstOf(latch, until);
    if (!latch.isOpen) return false;
  }
  return true;
}
