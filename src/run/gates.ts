import type { Future } from '../task/future.js';
import type { JobNode, Node, TaskGraph } from '../task/graph.js';
import { Latch } from './latch.js';

/**
 * Who waits for whom: a latch per future or barrier that some login waits for, opened when it has settled.
 * A barrier is counted down once however many wait for it.
 */
export class Gates {
  readonly #graph: TaskGraph;
  readonly #futures: readonly Future[];
  readonly #single = new Map<number, Latch>();
  readonly #barriers: BarrierGate[];
  /** Node → barriers (and parts of barriers) that count it. */
  readonly #counters = new Map<number, Counter[]>();

  constructor(graph: TaskGraph, futures: readonly Future[]) {
    this.#graph = graph;
    this.#futures = futures;
    this.#barriers = graph.barriers.map(({ members }) => ({
      members: new Set(members),
      whole: this.#count(members),
      unmet: undefined,
    }));
  }

  /** What must be open before this login is begun. */
  latchesOf(job: JobNode): Latch[] {
    const single = job.waitsFor.map((id) => this.#latchOf(id));
    const barriers = job.barriers.map((index) => {
      const { members, whole } = this.#barriers[index] as BarrierGate;
      const own = job.nodes.filter((id) => members.has(id));
      if (own.length === 0) return whole.latch;
      // The login holds a member itself and would wait for its own end.
      return this.#count([...members].filter((id) => !own.includes(id))).latch;
    });
    return [...single, ...barriers];
  }

  /** Opens what waited for this node only. Called once per node, when its future has settled. */
  onSettled(id: number): void {
    this.#single.get(id)?.open();
    for (const counter of this.#counters.get(id) ?? []) {
      counter.open--;
      if (counter.open === 0) counter.latch.open();
    }
    this.#counters.delete(id);
  }

  /** The first settled need of a node that is not met; undefined when nothing settled so far forbids it to run. */
  unmetNeed(node: Node): Future | undefined {
    for (const id of node.needs) {
      if (this.#isUnmet(id)) return this.#futures[id];
    }
    for (const index of node.barriers) {
      const unmet = this.#unmetOf(index);
      if (unmet !== null) return this.#futures[unmet];
    }
    return undefined;
  }

  /** Nodes among `others` that this node needs, singly or as part of a barrier. */
  neededAmong(node: Node, others: readonly number[]): number[] {
    return others.filter(
      (id) =>
        id !== node.id &&
        (node.needs.includes(id) || node.barriers.some((index) => this.#barriers[index]?.members.has(id))),
    );
  }

  #latchOf(id: number): Latch {
    let latch = this.#single.get(id);
    if (!latch) {
      latch = new Latch();
      if (this.#futures[id]?.isSettled) latch.open();
      this.#single.set(id, latch);
    }
    return latch;
  }

  #count(ids: readonly number[]): Counter {
    const counter: Counter = { open: 0, latch: new Latch() };
    for (const id of ids) {
      if (this.#futures[id]?.isSettled) continue;
      counter.open++;
      const counters = this.#counters.get(id);
      if (counters) counters.push(counter);
      else this.#counters.set(id, [counter]);
    }
    if (counter.open === 0) counter.latch.open();
    return counter;
  }

  /** Looked for once per barrier when all of it has settled; null when every member is met. */
  #unmetOf(index: number): number | null {
    const gate = this.#barriers[index] as BarrierGate;
    if (gate.unmet !== undefined) return gate.unmet;
    const members = this.#graph.barriers[index]?.members ?? [];
    const unmet = members.find((id) => this.#isUnmet(id)) ?? null;
    if (gate.whole.latch.isOpen) gate.unmet = unmet;
    return unmet;
  }

  #isUnmet(id: number): boolean {
    const future = this.#futures[id];
    return future?.isSettled === true && !future.isMet;
  }
}

interface Counter {
  /** How many have not settled. */
  open: number;
  latch: Latch;
}

interface BarrierGate {
  members: Set<number>;
  whole: Counter;
  /** A member that is not met, null for none, undefined while not known. */
  unmet: number | null | undefined;
}
