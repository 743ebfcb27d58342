import assert from 'node:assert/strict';
import test from 'node:test';
import { KnownSecrets } from '../../src/error/known-secrets.js';

test('what becomes known later is masked from then on, and what was known still is', () => {
  const secrets = new KnownSecrets();
  const { mask } = secrets;
  assert.equal(mask('Hut!7abc and Rad?9xyz'), 'Hut!7abc and Rad?9xyz');
  secrets.hide(['Hut!7abc']);
  assert.equal(mask('Hut!7abc and Rad?9xyz'), '**** and Rad?9xyz');
  secrets.hide(['Rad?9xyz', 'Hut!7abc']);
  assert.equal(mask('Hut!7abc and Rad?9xyz'), '**** and ****');
});
