import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { compilePattern, type Pattern } from '../../src/parse/python-regex/pattern.js';
import { PatternError } from '../../src/parse/python-regex/tree.js';
import { LINE, REGEX } from './support/random-template.js';

test("a pattern translated to JavaScript matches what flow's own matcher matches", () => {
  let compared = 0;
  fc.assert(
    fc.property(REGEX, fc.array(LINE, { maxLength: 3 }), (regex, lines) => {
      const source = `(?P<all>${regex})`;
      let pattern: Pattern;
      try {
        pattern = compilePattern(source);
      } catch (error) {
        assert.ok(error instanceof PatternError);
        return;
      }
      const own = compilePattern(source, 'own');
      for (const line of lines)
        assert.deepEqual(pattern.match(line), own.match(line), `${source} on ${JSON.stringify(line)}`);
      compared++;
    }),
    { numRuns: 3_000, seed: 4_242 },
  );
  assert.ok(compared > 1_000);
});

test('groups mean what they mean in Python where JavaScript means something else', () => {
  const groups = (source: string, text: string) =>
    Object.fromEntries(compilePattern(source).match(text) ?? [['none', null]]);
  assert.deepEqual(groups('(?:(?P<a>a)|(?P<b>b))*', 'ab'), { a: 'a', b: 'b' });
  assert.deepEqual(groups('(?P<a>x*)?b', 'b'), { a: '' });
  assert.deepEqual(groups('(?P<a>a)?(?P=a)b', 'b'), { none: null });
  assert.deepEqual(groups('(?P<q>")?\\w+(?(q)"|!)', '"x"'), { q: '"' });
  assert.deepEqual(groups('(?P<a>\\w+)\\Z', 'é\u0301'), { none: null });
  assert.deepEqual(groups('(?P<a>a{,2})(?P<b>.*)$', 'aaa'), { a: 'aa', b: 'a' });
  assert.deepEqual(groups('(?P<a>\\d*+)\\d', '12'), { none: null });
});
