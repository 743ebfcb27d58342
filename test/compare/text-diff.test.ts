import assert from 'node:assert/strict';
import test from 'node:test';
import { unifiedDiff } from '../../src/compare/text-diff.js';

test('a change is shown with three lines around it and its place', () => {
  const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  const after = lines.map((line) => (line === 'e' ? 'E' : line));
  assert.equal(
    unifiedDiff(lines.join('\n'), after.join('\n'), 10),
    '@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n',
  );
});

test('the same text, with or without an end of its last line, is no change', () => {
  assert.equal(unifiedDiff('a\nb', 'a\nb\n', 10), '');
});

test('a line that is added behind the last one leaves the last one alone', () => {
  assert.equal(unifiedDiff('a', 'a\nb', 10), '@@ -1,1 +1,2 @@\n a\n+b\n');
});

test('texts that have too little in common are not compared', () => {
  assert.equal(unifiedDiff('a\nb\nc', 'd\ne\nf', 5), undefined);
});
