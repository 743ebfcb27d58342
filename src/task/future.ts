import type { Node } from './graph.js';
import type { FutureState, Result } from './result.js';
import { isMet } from './unmet-need.js';

/**
 * The result to come of one task on one host: pending, then perhaps running, then settled exactly once.
 *
 * What it does not do: it tells nobody. The ledger of the run emits the events and opens what waits for it.
 */
export class Future {
  readonly node: Node;
  #state: FutureState = 'pending';
  #result: Result | undefined;

  constructor(node: Node) {
    this.node = node;
  }

  get state(): FutureState {
    return this.#state;
  }

  get isSettled(): boolean {
    return this.#result !== undefined;
  }

  /** @throws {Error} while there is none: a bug of the caller */
  get result(): Result {
    if (!this.#result) throw new Error(`${this.#name} has no result yet`);
    return this.#result;
  }

  /** Whether it is settled so that what depends on it may go on. */
  get isMet(): boolean {
    return this.#result !== undefined && isMet(this.node.task, this.#result);
  }

  /** Leaves `pending`. @returns false when it had left already, as on a second attempt */
  begin(): boolean {
    if (this.#state !== 'pending') return false;
    this.#state = 'running';
    return true;
  }

  /** Takes its one result. @throws {Error} when it has one: a bug of the caller */
  settle(result: Result): void {
    if (this.#result) throw new Error(`${this.#name} was ${this.#state} and cannot become ${result.state}`);
    this.#state = result.state;
    this.#result = result;
  }

  get #name(): string {
    return `the future ${this.node.host}/${this.node.task.name}`;
  }
}
