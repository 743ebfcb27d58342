import { Heap } from '../task/heap.js';
import type { Latch } from './latch.js';

/** Gives the slot back; a second call does nothing. */
export type Release = () => void;

export interface SlotLimits {
  /** Most slots taken at once. */
  hosts: number;
  /** Attribute → most slots taken at once per value of it. */
  per: Record<string, number>;
}

/** So many of something at once beside the slots: logins that are paced, handshakes with one address. Made by {@link Slots.makePool}. */
export interface Pool {
  readonly id: number;
  /** How many may still be taken. */
  free: number;
  readonly parked: Heap<Line>;
}

/**
 * The right to speak to a device, limited in all and per value of attributes ("at most 4 per site"). First come, first served
 * among those that can go; a slot given back goes to the next waiter in the same breath, so no latecomer can take it.
 *
 * Those who wait are held in line by the combination of their values and pools. A line whose first cannot go is parked at
 * the one that is full, and looked at again only when that has room: ten thousand waiters cost ten thousand steps.
 *
 * @see go-task/task concurrency.go for giving a slot back while waiting for others
 */
export class Slots {
  readonly #limits: SlotLimits;
  readonly #values = new Map<string, Pool>();
  readonly #lines = new Map<string, Line>();
  readonly #ready = new Heap<Line>(isEarlier);
  #free: number;
  #arrivals = 0;
  #pools = 0;

  constructor(limits: SlotLimits) {
    this.#limits = limits;
    this.#free = limits.hosts;
  }

  /** Makes something else that one may have to wait for, of which so many can be had at once. */
  makePool(size: number): Pool {
    return { id: this.#pools++, free: size, parked: new Heap<Line>(isEarlier) };
  }

  /** Puts one back that was taken with a slot. */
  giveBack(pool: Pool): void {
    pool.free++;
    this.#unpark(pool);
    this.#handOut();
  }

  /**
   * Waits for a slot, and for one of each pool: all are taken in the same breath, so that who waits holds nothing.
   *
   * @param attributes  the host's value of each limited attribute; one it does not have is not limited
   * @param until       when it opens, the wait ends without a slot
   * @param pools       what is taken of them stays taken until {@link giveBack}, whatever becomes of the slot
   * @returns undefined when `until` was first
   */
  acquire(attributes: Record<string, string>, until: Latch, pools: readonly Pool[] = []): Promise<Release | undefined> {
    if (until.isOpen) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const line = this.#lineOf(attributes, pools);
      const waiter: Waiter = { arrival: this.#arrivals++, isGone: false, grant: () => {} };
      const leave = until.onOpen(() => {
        waiter.isGone = true;
        resolve(undefined);
      });
      waiter.grant = (release) => {
        leave();
        resolve(release);
      };
      line.waiters.push(waiter);
      this.#enter(line);
      this.#handOut();
    });
  }

  #lineOf(attributes: Record<string, string>, pools: readonly Pool[]): Line {
    const pairs = Object.keys(this.#limits.per).map((name) => [name, attributes[name]]);
    const key = JSON.stringify([pairs, pools.map(({ id }) => id)]);
    let line = this.#lines.get(key);
    if (!line) {
      const values = pairs.flatMap(([name, value]) =>
        value === undefined ? [] : [this.#valueOf(name as string, value)],
      );
      line = { values, all: [...values, ...pools], waiters: [], first: 0, place: 'none' };
      this.#lines.set(key, line);
    }
    return line;
  }

  #valueOf(name: string, text: string): Pool {
    const key = JSON.stringify([name, text]);
    let value = this.#values.get(key);
    if (!value) {
      value = this.makePool(this.#limits.per[name] as number);
      this.#values.set(key, value);
    }
    return value;
  }

  /** Puts a line where it is considered, unless it is somewhere already. */
  #enter(line: Line): void {
    if (line.place !== 'none') return;
    line.place = 'ready';
    this.#ready.push(line);
  }

  /** Grants all that can be granted now. The first parked line of each value with room is always among the ready ones. */
  #handOut(): void {
    while (this.#free > 0) {
      const line = this.#ready.pop();
      if (!line) return;
      line.place = 'none';
      const arrival = firstOfLine(line)?.arrival;
      dropGone(line);
      const waiter = firstOfLine(line);
      if (waiter && waiter.arrival !== arrival) {
        this.#enter(line);
        continue;
      }
      if (waiter) this.#serveOrPark(line, waiter);
      for (const pool of line.all) this.#unpark(pool);
    }
  }

  #serveOrPark(line: Line, waiter: Waiter): void {
    const full = line.all.find((pool) => pool.free === 0);
    if (full) {
      line.place = 'parked';
      full.parked.push(line);
      return;
    }
    line.first++;
    this.#free--;
    for (const pool of line.all) pool.free--;
    if (firstOfLine(line)) this.#enter(line);
    else empty(line);
    waiter.grant(this.#releaseOf(line));
  }

  #unpark(pool: Pool): void {
    if (pool.free === 0) return;
    const line = pool.parked.pop();
    if (!line) return;
    line.place = 'none';
    this.#enter(line);
  }

  #releaseOf(line: Line): Release {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#free++;
      for (const value of line.values) {
        value.free++;
        this.#unpark(value);
      }
      this.#handOut();
    };
  }
}

interface Waiter {
  arrival: number;
  isGone: boolean;
  grant: (release: Release) => void;
}

/** Those with the same values of all limited attributes and the same pools, in order of arrival. */
interface Line {
  /** Given back with the slot. */
  values: Pool[];
  /** Those, and what is given back by itself. */
  all: Pool[];
  waiters: Waiter[];
  /** Index of the first one still waiting: taking from the front of an array would move all the others. */
  first: number;
  place: 'none' | 'ready' | 'parked';
}

function firstOfLine(line: Line): Waiter | undefined {
  return line.waiters[line.first];
}

function isEarlier(a: Line, b: Line): boolean {
  return (firstOfLine(a)?.arrival ?? 0) < (firstOfLine(b)?.arrival ?? 0);
}

function dropGone(line: Line): void {
  while (firstOfLine(line)?.isGone) line.first++;
  if (!firstOfLine(line)) empty(line);
}

function empty(line: Line): void {
  line.waiters = [];
  line.first = 0;
}
