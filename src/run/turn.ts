import type { Host } from '../inventory/host.js';
import type { LoginVerdict } from '../task/event.js';
import type { Breaker } from './breaker.js';
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
  /** By credential that nobody has accepted yet. */
  trials: Map<string, Pool>;
}

/** One login's turn: what it may use, and what it holds until it leaves. */
export class Turn {
  readonly host: Host;
  readonly jumps: Host[];
  readonly #holdings: TurnHoldings;

  constructor({ host, jumps }: Usable, holdings: TurnHoldings) {
    this.host = host;
    this.jumps = jumps;
    this.#holdings = holdings;
  }

  /** Takes in what a device said of a credential. */
  hear({ hop, credential, accepted }: LoginVerdict): void {
    const { slots, breaker, trials } = this.#holdings;
    breaker.note(credential, accepted);
    const trial = trials.get(credential);
    // A refusal has used its trial up: it is never given back.
    trials.delete(credential);
    if (trial && accepted) slots.unlimit(trial);
    if (accepted && hop === this.host.name) this.#endHandshake();
  }

  /** The login is over, or was never begun. A second call does nothing. */
  leave(): void {
    const { slots, release, trials } = this.#holdings;
    this.#endHandshake();
    for (const trial of trials.values()) slots.giveBack(trial);
    trials.clear();
    release();
  }

  #endHandshake(): void {
    for (const pool of this.#holdings.handshakes.splice(0)) this.#holdings.slots.giveBack(pool);
  }
}
