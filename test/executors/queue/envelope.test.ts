import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { EnvelopeError, isStrongKey, Sealer } from '../../../src/executors/queue/envelope.js';

const KEY = 'xQ3v9mF2kL8pR5tY7wZ1aC4eG6iK0oS=';

test('what was sealed opens with the same key in the same context, as it was', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withMap: true, withDate: true }), fc.string(), (message, context) => {
      const envelope = new Sealer(KEY).seal([message], context);
      assert.deepEqual(new Sealer(KEY).open(envelope, context), structuredClone([message]));
    }),
    { seed: 8, numRuns: 200 },
  );
});

test('an envelope of which any bit is turned does not open', () => {
  const sealer = new Sealer(KEY);
  const envelope = sealer.seal({ command: 'show clock' }, 'a');
  fc.assert(
    fc.property(fc.nat(envelope.length * 8 - 1), (bit) => {
      const changed = Buffer.from(envelope);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      assert.throws(() => sealer.open(changed, 'a'), EnvelopeError);
    }),
    { seed: 8, numRuns: 500 },
  );
});

test('an envelope that was cut anywhere does not open', () => {
  const sealer = new Sealer(KEY);
  const envelope = sealer.seal('x', 'a');
  for (let length = 0; length < envelope.length; length++)
    assert.throws(() => sealer.open(envelope.subarray(0, length), 'a'), EnvelopeError);
});

test('neither another key nor another context opens an envelope', () => {
  const envelope = new Sealer(KEY).seal('x', 'from run to hq-1');
  assert.throws(() => new Sealer(`${KEY}!`).open(envelope, 'from run to hq-1'), /another key/);
  assert.throws(() => new Sealer(KEY).open(envelope, 'from run to hq-2'), /another purpose/);
});

test('the same message never looks the same twice, and nothing of it can be read', () => {
  const sealer = new Sealer(KEY);
  const [one, other] = [sealer.seal('hunter2-hunter2', 'a'), sealer.seal('hunter2-hunter2', 'a')];
  assert.notDeepEqual(one, other);
  assert.equal(one.includes('hunter2'), false);
});

test('a key is at least 32 characters of at least 8 kinds', () => {
  assert.equal(isStrongKey(KEY), true);
  assert.equal(isStrongKey(KEY.slice(1)), false);
  assert.equal(isStrongKey('a'.repeat(64)), false);
});
