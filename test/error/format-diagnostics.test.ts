import assert from 'node:assert/strict';
import test from 'node:test';
import type { Diagnostic } from '../../src/error/diagnostic.js';
import { formatDiagnostics } from '../../src/error/format-diagnostics.js';

const say = (message: string): Diagnostic => ({ file: 'a.csv', message, severity: 'error' });
const withoutPlatform = (count: number) =>
  Array.from({ length: count }, (_, index) => say(`r${index}: no platform is given`));

test('of mistakes that say the same 20 are told, and the rest is counted', () => {
  const texts = formatDiagnostics([...withoutPlatform(140_000), say('r7.port: expected a port, got 70000')]);
  assert.equal(texts.length, 22);
  assert.equal(texts[19], 'a.csv: r19: no platform is given');
  assert.equal(texts[20], 'and 139,980 more like these');
  assert.equal(texts[21], 'a.csv: r7.port: expected a port, got 70000');
});

test('as many as are told are all told', () => {
  assert.deepEqual(
    formatDiagnostics(withoutPlatform(20)),
    withoutPlatform(20).map(({ file, message }) => `${file}: ${message}`),
  );
});

test('names and numbers do not make another mistake', () => {
  const unknown = Array.from({ length: 30 }, (_, index) => say(`hosts["a b"].g[${index}]: unknown group "g ${index}"`));
  assert.equal(formatDiagnostics(unknown).at(-1), 'and 10 more like these');
});

test('mistakes without end, each another, are told up to a thousand', () => {
  const word = (index: number) => [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const texts = formatDiagnostics(Array.from({ length: 5000 }, (_, index) => say(`is wrong by ${word(index)}`)));
  assert.equal(texts.length, 1001);
  assert.equal(texts.at(-1), 'and 4,000 more');
});
