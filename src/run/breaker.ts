import { Latch } from './latch.js';

/** What a run has learned of one credential. */
export interface Standing {
  /** Refusals since it was last accepted. */
  refusals: number;
  /** It has been accepted at least once. */
  isProven: boolean;
  /** Opens when it has been refused too often. */
  locked: Latch;
}

/**
 * Keeps a wrong password from locking an account: a credential that has been refused so often in a row is locked, and stays so
 * for the rest of the run. What it does not do: it stops nobody. Who is about to log in asks.
 */
export class Breaker {
  /** Refusals in a row that lock a credential. */
  readonly limit: number;
  readonly #standings = new Map<string, Standing>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** @param credential  its identity */
  of(credential: string): Standing {
    let standing = this.#standings.get(credential);
    if (!standing) {
      standing = { refusals: 0, isProven: false, locked: new Latch() };
      this.#standings.set(credential, standing);
    }
    return standing;
  }

  /** Takes in what a device said of a credential. */
  note(credential: string, isAccepted: boolean): void {
    const standing = this.of(credential);
    if (isAccepted) {
      standing.refusals = 0;
      standing.isProven = true;
      return;
    }
    standing.refusals++;
    if (standing.refusals >= this.limit) standing.locked.open();
  }

  isLocked(credential: string): boolean {
    return this.#standings.get(credential)?.locked.isOpen === true;
  }
}
