import assert from 'node:assert/strict';
import test from 'node:test';
import { Sealer } from '../../../src/executors/queue/envelope.js';
import { Opener } from '../../../src/executors/queue/mailbox.js';

const sealer = new Sealer('xQ3v9mF2kL8pR5tY7wZ1aC4eG6iK0oS=');

/** What a reader hears of batches with these numbers. */
function hear(numbers: readonly number[]): string[] {
  const heard: string[] = [];
  const opener = new Opener(sealer, {
    contextOf: (sender) => `from ${sender}`,
    onMessages: (sender, messages) => heard.push(`${sender}: ${messages}`),
    onGap: (sender) => heard.push(`${sender}: gap`),
    onForeign: (sender, reason) => heard.push(`${sender}: ${reason}`),
  });
  for (const number of numbers) opener.open('hq-1', sealer.seal({ number, messages: [number] }, 'from hq-1'));
  return heard;
}

test('batches that follow one another are heard in their order', () => {
  assert.deepEqual(hear([1, 2, 3]), ['hq-1: 1', 'hq-1: 2', 'hq-1: 3']);
});

test('a batch that comes again, or after later ones, is refused', () => {
  assert.deepEqual(hear([1, 2, 2, 1]), [
    ...['hq-1: 1', 'hq-1: 2'],
    ...['hq-1: it has been read before', 'hq-1: it has been read before'],
  ]);
});

test('that a batch is missing is said before the next is heard, also of the very first', () => {
  assert.deepEqual(hear([2, 3, 5]), ['hq-1: gap', 'hq-1: 2', 'hq-1: 3', 'hq-1: gap', 'hq-1: 5']);
});
