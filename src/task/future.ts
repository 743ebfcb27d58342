import { Future as PlainFuture } from '../futures/future.js';
import type { Node } from './graph.js';
import type { FutureState, Result } from './result.js';
import { isMet } from './unmet-need.js';

/**
 * The result to come of one task on one host: a future that is settled exactly once, and never raises: what a device failed with
 * is in its result.
 *
 * What it does not do: it tells nobody but who asked. The ledger of the run emits the events and opens what waits for it.
 */
export class Future {
  readonly node: Node;
  /** The future itself, for who waits for it. */
  readonly future = new PlainFuture<Result>();

  constructor(node: Node) {
    this.node = node;
  }

  get state(): FutureState {
    const { outcome } = this.future;
    if (outcome?.kind === 'returned') return outcome.value.state;
    return this.future.running() ? 'running' : 'pending';
  }

  get isSettled(): boolean {
    return this.future.done();
  }

  /** @throws {Error} while there is none: a bug of the caller */
  get result(): Result {
    const { outcome } = this.future;
    if (outcome?.kind !== 'returned') throw new Error(`${this.#name} has no result yet`);
    return outcome.value;
  }

  /** Whether it is settled so that what depends on it may go on. */
  get isMet(): boolean {
    return this.isSettled && isMet(this.node.task, this.result);
  }

  /** Leaves `pending`. @returns false when it had left already, as on a second attempt */
  begin(): boolean {
    if (this.state !== 'pending') return false;
    return this.future.setRunningOrNotifyCancel();
  }

  /** Takes its one result. @throws {Error} when it has one: a bug of the caller */
  settle(result: Result): void {
    if (this.isSettled) throw new Error(`${this.#name} was ${this.state} and cannot become ${result.state}`);
    this.future.setResult(result);
  }

  get #name(): string {
    return `the future ${this.node.host}/${this.node.task.name}`;
  }
}
