import type { Host } from '../inventory/host.js';
import type { Leave } from '../inventory/leave.js';
import type { LoginVerdict } from '../task/event.js';
import type { Breaker } from './breaker.js';
import { Latch } from './latch.js';
import type { Pool, Slots } from './slots.js';

/** A host and its way, without credentials that are locked. */
export interface Usable {
  host: Host;
  jumps: Host[];
}

/** What a turn has taken, and where it is given back. */
export interface TurnHoldings {
  slots: Slots;
  breaker: Breaker;
  release(): void;
  handshakes: Pool[];
}

/** One login's turn: what it may use, and what it holds until it leaves. */
export class Turn {
  readonly host: Host;
  readonly jumps: Host[];
  readonly #holdings: TurnHoldings;
  /** Credentials that it may show and that nobody has accepted yet. */
  readonly #trials = new Set<string>();
  readonly #asked = new Map<string, Promise<Leave>>();
  readonly #left = new Latch();

  constructor({ host, jumps }: Usable, holdings: TurnHoldings) {
    this.host = host;
    this.jumps = jumps;
    this.#holdings = holdings;
  }

  /** Asks for leave to show a credential; as long as nobody has accepted it, only so many may as may still fail. */
  readonly mayShow = (credential: string): Leave | Promise<Leave> => {
    if (this.#trials.has(credential)) return { kind: 'given', isProven: false };
    const asked = this.#asked.get(credential);
    if (asked) return asked;
    const answer = this.#holdings.breaker.ask(credential, this.#left);
    if (!(answer instanceof Promise)) return this.#take(answer, credential);
    const taken = answer.then((leave) => {
      this.#asked.delete(credential);
      return this.#take(leave, credential);
    });
    this.#asked.set(credential, taken);
    return taken;
  };

  /** Takes in what a device said of a credential. */
  hear({ hop, credential, accepted }: LoginVerdict): void {
    this.#holdings.breaker.note(credential, accepted, this.#trials.delete(credential));
    if (accepted && hop === this.host.name) this.#endHandshake();
  }

  /** The login is over, or was never begun. A second call does nothing. */
  leave(): void {
    const { breaker, release } = this.#holdings;
    this.#left.open();
    this.#endHandshake();
    for (const credential of this.#trials) breaker.giveBack(credential);
    this.#trials.clear();
    release();
  }

  #take(leave: Leave, credential: string): Leave {
    if (leave.kind !== 'given' || leave.isProven) return leave;
    this.#trials.add(credential);
    if (!this.#left.isOpen) return leave;
    // It left between the moment leave was given and now.
    this.#trials.delete(credential);
    this.#holdings.breaker.giveBack(credential);
    return { kind: 'gone' };
  }

  #endHandshake(): void {
    for (const pool of this.#holdings.handshakes.splice(0)) this.#holdings.slots.giveBack(pool);
  }
}
