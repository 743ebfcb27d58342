import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pauseMs } from '../../src/run/pace.js';

test('the pause between two logins is what the pace asks for, and jitter makes it longer only', () => {
  assert.equal(
    pauseMs({ loginsPerSecond: 10, jitter: 0 }, () => 0.9),
    100,
  );
  assert.equal(
    pauseMs({ loginsPerSecond: 3, jitter: 0 }, () => 0),
    334,
  );
  assert.equal(
    pauseMs({ loginsPerSecond: 0.5, jitter: 0.5 }, () => 0.5),
    2500,
  );
});

test('whatever the jitter, no second has more logins than asked for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 200, maxLength: 200 }),
      (loginsPerSecond, jitter, randoms) => {
        let at = 0;
        const begun = randoms.map((random) => {
          at += pauseMs({ loginsPerSecond, jitter }, () => random);
          return at;
        });
        for (const [index, first] of begun.entries()) {
          const next = begun[index + loginsPerSecond];
          assert.ok(next === undefined || next - first >= 1000);
        }
      },
    ),
  );
});
