import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawFleet } from '../../../src/run/views/fleet-draw.js';
import { applyEvent, startFleetState } from '../../../src/run/views/fleet-state.js';
import { makePaint } from '../../../src/run/views/paint.js';
import { EventMaker } from './fleet-events.js';

/** Counts what is done with it: each entry that is looked up, changed or walked over. */
class CountingMap<Key, Value> extends Map<Key, Value> {
  static work = 0;

  override get(key: Key): Value | undefined {
    CountingMap.work++;
    return super.get(key);
  }

  override has(key: Key): boolean {
    CountingMap.work++;
    return super.has(key);
  }

  override set(key: Key, value: Value): this {
    CountingMap.work++;
    return super.set(key, value);
  }

  override delete(key: Key): boolean {
    CountingMap.work++;
    return super.delete(key);
  }

  override *values(): MapIterator<Value> {
    for (const value of super.values()) {
      CountingMap.work++;
      yield value;
    }
  }

  override *keys(): MapIterator<Key> {
    for (const key of super.keys()) {
      CountingMap.work++;
      yield key;
    }
  }

  override *entries(): MapIterator<[Key, Value]> {
    for (const entry of super.entries()) {
      CountingMap.work++;
      yield entry;
    }
  }

  override [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries();
  }

  override forEach(act: (value: Value, key: Key, map: Map<Key, Value>) => void): void {
    for (const [key, value] of this.entries()) act(value, key, this);
  }
}

/** Entries touched for each event, and for a frame, while every host of a fleet is spoken to. */
function countWork(hostCount: number): { perEvent: number[]; perFrame: number } {
  const hosts = Array.from({ length: hostCount }, (_, index) => `R${index + 1}`);
  const make = new EventMaker(hosts);
  const state = {
    ...startFleetState(),
    running: new CountingMap<string, never>(),
    open: new CountingMap<string, number>(),
  };
  applyEvent(state, make.started());
  for (const [index, host] of hosts.entries()) applyEvent(state, make.running(host, index));
  const count = (work: () => void): number => {
    CountingMap.work = 0;
    work();
    return CountingMap.work;
  };
  const last = hosts.at(-1) as string;
  const events = [
    make.step(last, 'sh clock', hostCount),
    make.settled(last, hostCount + 1),
    make.step(last, 'logging out', hostCount + 2),
    make.raised('R1', hostCount + 3),
  ];
  const perEvent = events.map((event) => count(() => applyEvent(state, event)));
  const canvas = { columns: 79, rows: 24, nowMs: make.startMs + 1_000, paint: makePaint(false) };
  return { perEvent, perFrame: count(() => drawFleet(state, canvas)) };
}

test('an event and a frame are the same work for a hundred hosts and for ten thousand', () => {
  const small = countWork(100);
  assert.deepEqual(countWork(10_000), small);
  assert.ok(small.perFrame > 0 && small.perFrame <= 11, `${small.perFrame} entries for a frame of ten hosts`);
  assert.ok(
    small.perEvent.every((work) => work > 0 && work <= 6),
    `${small.perEvent} entries for an event`,
  );
});
