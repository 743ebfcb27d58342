import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderResults } from '../../src/report/order-results.js';

const results = [
  { name: 'late', finished: '2017-08-28T06:02:15.900Z' },
  { name: 'never', finished: null },
  { name: 'first', finished: '2017-08-28T06:02:14.100Z' },
  { name: 'same', finished: '2017-08-28T06:02:14.100Z' },
];

test('completed: by the time each was settled, equal ones as given, those without a time last', () => {
  assert.deepEqual(
    orderResults(results, 'completed').map(({ name }) => name),
    ['first', 'same', 'late', 'never'],
  );
});

test('inventory: as given, in a list of its own', () => {
  const ordered = orderResults(results, 'inventory');
  assert.deepEqual(ordered, results);
  assert.notEqual(ordered, results);
});
