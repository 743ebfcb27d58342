import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findRings } from '../../src/inventory/find-ring.js';

test('a ring is found when and only when there is one, and what is sorted comes after what it leads to', () => {
  const graphs = fc.array(fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(graphs, (edges) => {
      const next = (name: string) => (edges[Number(name)] ?? []).map(String);
      const { rings, sorted } = findRings([...edges.keys()].map(String), next);
      for (const ring of rings)
        for (const [index, name] of ring.entries())
          assert.ok(next(name).includes(ring[(index + 1) % ring.length] ?? ''));
      const place = new Map(sorted.map((name, index) => [name, index]));
      const isSorted = sorted.every((name) =>
        next(name).every((other) => (place.get(other) ?? 0) < (place.get(name) ?? 0)),
      );
      assert.equal(rings.length === 0, isSorted);
    }),
    { seed: 11 },
  );
});
