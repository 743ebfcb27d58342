import type { FailurePolicy } from '../playbook/playbook.js';
import type { RunEvent } from '../task/event.js';
import { mustStop } from './failure-policy.js';
import type { Halt } from './halt.js';
import { Latch } from './latch.js';

export interface BatchesOptions {
  /** Hosts by batch: `TaskGraph.batches`. */
  batches: readonly (readonly string[])[];
  onFailure: FailurePolicy;
  halt: Pick<Halt, 'stop' | 'closing'>;
  now(): number;
  emit(event: RunEvent): void;
}

/**
 * Begins the batches of a run one after the other, each when every host of the one before is through, and judges each by
 * its failures: while it runs by `on_failure`, and at its end by whether any host came through it well. Within a batch nobody waits.
 */
export class Batches {
  readonly #options: BatchesOptions;
  readonly #batches: Batch[];
  readonly #batchOf: ReadonlyMap<string, Batch>;
  #failures = 0;

  constructor(options: BatchesOptions) {
    this.#options = options;
    this.#batches = options.batches.map((hosts, index) => {
      return { index, hosts: [...hosts], open: hosts.length, failed: new Set<string>(), begin: new Latch() };
    });
    this.#batchOf = new Map(
      this.#batches.flatMap((batch) => batch.hosts.map((host): [string, Batch] => [host, batch])),
    );
  }

  /** Failures so far, in all batches. */
  get failures(): number {
    return this.#failures;
  }

  /** Opens when the batch of a host begins. */
  gateOf(host: string): Latch {
    return this.#of(host).begin;
  }

  /** Begins the first batch. */
  begin(): void {
    this.#begin(0);
  }

  /** Takes in a failure of a host, and stops the run where `on_failure` says so. */
  fail(host: string): void {
    const { failed, hosts } = this.#of(host);
    this.#failures++;
    failed.add(host);
    const count = { failures: this.#failures, failedHosts: failed.size, hosts: hosts.length };
    if (mustStop(this.#options.onFailure, count)) this.#options.halt.stop('failure');
  }

  /**
   * A host is through: every future of it is settled. Called once per host.
   *
   * @param isFailed  beside the failures told: a change whose end is not known, or a failure of the run that this one goes on with
   */
  leave(host: string, { isFailed = false } = {}): void {
    const batch = this.#of(host);
    batch.open--;
    if (isFailed) batch.failed.add(host);
    const { halt } = this.#options;
    const isLast = batch.index === this.#batches.length - 1;
    if (batch.open > 0 || isLast || halt.closing.isOpen) return;
    if (batch.failed.size === batch.hosts.length) halt.stop('batch');
    else this.#begin(batch.index + 1);
  }

  #begin(index: number): void {
    const { now, emit } = this.#options;
    const { hosts, begin } = this.#batches[index] as Batch;
    const of = this.#batches.length;
    if (of > 1) emit({ type: 'batch-started', at: now(), number: index + 1, of, hosts });
    begin.open();
  }

  #of(host: string): Batch {
    const batch = this.#batchOf.get(host);
    if (!batch) throw new Error(`a host that is in no batch: ${host}`);
    return batch;
  }
}

interface Batch {
  index: number;
  hosts: string[];
  /** Hosts that are not through. */
  open: number;
  failed: Set<string>;
  begin: Latch;
}
