import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findCycle } from '../../src/task/find-cycle.js';

const graphs = fc.integer({ min: 1, max: 8 }).chain((count) => {
  const edge = fc.tuple(fc.nat(count - 1), fc.nat(count - 1));
  return fc.array(edge, { maxLength: 12 }).map((edges) => {
    return Array.from({ length: count }, (_, node) => edges.filter(([from]) => from === node).map(([, to]) => to));
  });
});

test('a ring is found exactly when there is one, and its members wait for each other', () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const ring = findCycle(edges.length, (node) => edges[node] ?? []);
      assert.equal(ring !== undefined, hasRing(edges));
      if (!ring) return;
      assert.equal(new Set(ring).size, ring.length);
      assert.equal(ring[0], Math.min(...ring));
      for (const [index, node] of ring.entries()) {
        assert.ok(edges[node]?.includes(ring[(index + 1) % ring.length] as number));
      }
    }),
    { numRuns: 500 },
  );
});

test('a chain of 200,000 nodes needs no recursion, and each edge is looked at once', () => {
  let asked = 0;
  const count = 200_000;
  const ring = findCycle(count, (node) => {
    asked++;
    return node + 1 < count ? [node + 1] : [];
  });
  assert.equal(ring, undefined);
  assert.ok(asked <= 2 * count);
});

/** By taking away, again and again, what waits for nothing. */
function hasRing(edges: number[][]): boolean {
  const open = new Set(edges.keys());
  for (;;) {
    const free = [...open].filter((node) => !edges[node]?.some((target) => open.has(target)));
    if (free.length === 0) return open.size > 0;
    for (const node of free) open.delete(node);
  }
}
