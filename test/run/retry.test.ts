import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mayRetry, retryDelayMs } from '../../src/run/retry.js';
import type { RetryPolicy } from '../../src/task/task.js';

const policy: RetryPolicy = { attempts: 3, delayMs: 1000, backoff: 2, jitter: 0.5, on: ['refused'] };

test('another attempt is made while some are left, for an error on the list, unless a change had begun', () => {
  assert.equal(mayRetry(policy, { attempts: 2, code: 'refused', begun: false }), true);
  assert.equal(mayRetry(policy, { attempts: 3, code: 'refused', begun: false }), false);
  assert.equal(mayRetry(policy, { attempts: 1, code: 'auth', begun: false }), false);
  assert.equal(mayRetry(policy, { attempts: 1, code: 'refused', begun: true }), false);
});

test('the delay grows by the backoff, and jitter moves it either way', () => {
  assert.deepEqual(
    [1, 2, 3].map((attempts) => retryDelayMs(policy, attempts, () => 0.5)),
    [1000, 2000, 4000],
  );
  assert.equal(
    retryDelayMs(policy, 1, () => 0),
    500,
  );
  assert.equal(
    retryDelayMs(policy, 1, () => 1),
    1500,
  );
});

test('the delay never leaves the jitter on either side', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempts, random) => {
        const plain = retryDelayMs({ ...policy, jitter: 0 }, attempts, () => random);
        const delayMs = retryDelayMs(policy, attempts, () => random);
        assert.ok(delayMs >= plain * 0.5 - 1 && delayMs <= plain * 1.5 + 1);
      },
    ),
  );
});
