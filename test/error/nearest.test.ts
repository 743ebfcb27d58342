import assert from 'node:assert/strict';
import test from 'node:test';
import { nearestName, proposeName } from '../../src/error/nearest.js';

const KEYS = ['name', 'command', 'commands', 'concurrency', 'inventory', 'order', 'vars', 'when'];

const CASES: [word: string, nearest: string | undefined][] = [
  ['comand', 'command'],
  ['Commands', 'commands'],
  ['concurency', 'concurrency'],
  ['inventroy', 'inventory'],
  ['nmae', 'name'],
  ['var', 'vars'],
  ['x', undefined],
  ['banana', undefined],
  ['', undefined],
];

for (const [word, nearest] of CASES) {
  test(`"${word}" is ${nearest ? `taken for "${nearest}"` : 'near to nothing'}`, () =>
    assert.equal(nearestName(word, KEYS), nearest));
}

test('a proposal is a question', () => {
  assert.equal(proposeName('oder', KEYS), 'did you mean "order"?');
  assert.equal(proposeName('zzz', KEYS), undefined);
});
