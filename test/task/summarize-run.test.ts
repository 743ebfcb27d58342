import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCount } from '../../src/error/format-count.js';
import { formatDuration } from '../../src/error/format-duration.js';
import { summarizeRun } from '../../src/task/summarize-run.js';

const none = { hosts: 0, finished: 0, raised: 0, cancelled: 0, skipped: 0 };

for (const [counts, durationMs, text] of [
  [{ ...none, hosts: 3, finished: 2, raised: 1 }, 1234, '3 hosts: 2 finished, 1 raised in 1.2 s'],
  [{ ...none, hosts: 1, finished: 1 }, 40, '1 host: 1 finished in 40 ms'],
  [
    { ...none, hosts: 3, finished: 12, raised: 1, skipped: 2 },
    61_000,
    '3 hosts, 15 tasks: 12 finished, 1 raised, 2 skipped in 1 min 01 s',
  ],
  [
    { ...none, hosts: 1000, finished: 1, cancelled: 998, unknown: 1 },
    400,
    '1,000 hosts: 1 finished, 1 unknown, 998 cancelled in 0.4 s',
  ],
  [none, 0, '0 hosts: nothing done in 0 ms'],
] as const) {
  test(`a run is summarised as "${text}"`, () => assert.equal(summarizeRun(counts, durationMs), text));
}

for (const [ms, text] of [
  [-5, '0 ms'],
  [99, '99 ms'],
  [100, '0.1 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_600, '1 min 00 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 05 min'],
] as const) {
  test(`${ms} milliseconds are "${text}"`, () => assert.equal(formatDuration(ms), text));
}

test('large counts have their digits in groups', () => {
  assert.deepEqual(
    [999, 1000, 1234567].map((count) => formatCount(count)),
    ['999', '1,000', '1,234,567'],
  );
});
