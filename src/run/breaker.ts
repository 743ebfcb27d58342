import type { Leave } from '../inventory/leave.js';
import { Latch } from './latch.js';

/** What a run has learned of one credential. */
interface Standing {
  /** Refusals since it was last accepted. */
  refusals: number;
  /** It has been accepted at least once. */
  isProven: boolean;
  /** Logins that may show it and have not told what came of it. */
  trials: number;
  /** Opens when it has been refused too often. */
  locked: Latch;
  /** Who waits for leave to show it, first come first. Each looks for itself whether there is room now. */
  waiting: Set<() => void>;
}

/**
 * Keeps a wrong password from locking an account. As long as nobody has accepted a credential, only as many logins may show it as
 * may still fail; one that has been refused so often in a row is locked, and stays so for the rest of the run. So a wrong password
 * that a fleet shares is shown three times, not once per slot.
 */
export class Breaker {
  /** Refusals in a row that lock a credential. */
  readonly limit: number;
  readonly #standings = new Map<string, Standing>();

  constructor(limit: number) {
    this.limit = limit;
  }

  isLocked(credential: string): boolean {
    return this.#standings.get(credential)?.locked.isOpen === true;
  }

  /** Opens when it has been refused too often. */
  lockOf(credential: string): Latch {
    return this.#of(credential).locked;
  }

  /**
   * Waits until a credential may be shown, or never again. What is given for a trial is to be followed by {@link note} or
   * {@link giveBack}.
   *
   * @param until  when it opens, the wait ends
   */
  ask(credential: string, until: Latch): Leave | Promise<Leave> {
    const standing = this.#of(credential);
    return (
      this.#answer(standing, until) ??
      new Promise((resolve) => {
        const look = () => {
          const leave = this.#answer(standing, until);
          if (!leave) return;
          standing.waiting.delete(look);
          for (const forget of undo) forget();
          resolve(leave);
        };
        standing.waiting.add(look);
        const undo = [until.onOpen(look), standing.locked.onOpen(look)];
      })
    );
  }

  /** Takes in what a device said of a credential. @param wasTrial  it had been given for a trial */
  note(credential: string, isAccepted: boolean, wasTrial: boolean): void {
    const standing = this.#of(credential);
    if (wasTrial) standing.trials--;
    if (isAccepted) {
      standing.refusals = 0;
      standing.isProven = true;
      wake(standing);
      return;
    }
    standing.refusals++;
    if (standing.refusals >= this.limit) standing.locked.open();
  }

  /** A trial that came to nothing: the credential was not judged. */
  giveBack(credential: string): void {
    const standing = this.#of(credential);
    standing.trials--;
    wake(standing);
  }

  #answer(standing: Standing, until: Latch): Leave | undefined {
    if (until.isOpen) return { kind: 'gone' };
    if (standing.locked.isOpen) return { kind: 'locked', refusals: this.limit };
    if (standing.isProven) return { kind: 'given', isProven: true };
    if (standing.refusals + standing.trials >= this.limit) return undefined;
    standing.trials++;
    return { kind: 'given', isProven: false };
  }

  #of(credential: string): Standing {
    let standing = this.#standings.get(credential);
    if (!standing) {
      standing = { refusals: 0, isProven: false, trials: 0, locked: new Latch(), waiting: new Set() };
      this.#standings.set(credential, standing);
    }
    return standing;
  }
}

function wake({ waiting }: Standing): void {
  for (const look of [...waiting]) look();
}
