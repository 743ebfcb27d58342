import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isRunId, makeRunId } from '../../src/journal/run-id.js';

const AT = new Date('2026-01-02T15:04:05.123Z');

test('an id tells when its run began', () => {
  assert.match(makeRunId(AT), /^20260102T150405-07b[\da-f]{5}$/);
  assert.match(makeRunId(AT, '20260102T150405-07afffff'), /^20260102T150405-07b/);
});

test('ids sort by the order in which runs began, also when the clock was set back', () => {
  assert.match(makeRunId(AT, '20260102T150405-07b00000'), /^20260102T150405-07c/);
  assert.match(makeRunId(AT, '20271231T235959-3e7fffff'), /^20280101T000000-000/);
  const anyTime = fc.date({ min: new Date('1990-01-01'), max: new Date('2999-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.array(anyTime, { minLength: 2, maxLength: 8 }), (times) => {
      const ids: string[] = [];
      for (const time of times) ids.push(makeRunId(time, ids.at(-1)));
      assert.deepEqual([...ids].sort(), ids);
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(ids.every(isRunId));
    }),
    { seed: 1 },
  );
});
