import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { embedJson } from '../../../src/report/html/embed-data.js';
import { html, preformatted } from '../../../src/report/html/markup.js';
import { TextPool } from '../../../src/report/html/text-pool.js';

test('text is escaped, markup is not, and nothing is nothing', () => {
  const item = (name: string) => html`<li title="${name}">${name}</li>`;
  assert.equal(
    html`<ul>${['a', '"<b>\'&'].map(item)}</ul>${null}${undefined}${false}${0}`.source,
    '<ul><li title="a">a</li><li title="&quot;&lt;b&gt;&#39;&amp;">&quot;&lt;b&gt;&#39;&amp;</li></ul>0',
  );
  assert.equal(preformatted('\n<', html` id="x"`).source, '<pre id="x">\n\n&lt;</pre>');
});

test('whatever a text is, it neither ends the script that it stands in nor is it changed by it', () => {
  const parts = fc.constantFrom(
    '</script>',
    '<!--',
    '<script',
    '-->',
    '&amp;',
    '\u2028',
    '\u0000',
    '\ud800',
    '"',
    '\\',
    'a',
  );
  fc.assert(
    fc.property(fc.string({ unit: parts }), (text) => {
      const json = embedJson({ text });
      assert.doesNotMatch(json, /[<>&\u2028\0]/);
      assert.equal(JSON.parse(json).text, text);
    }),
    { seed: 7 },
  );
});

test('a text is kept once; one that is in the page is not said again, and one that does not fit is told by its length', () => {
  const pool = new TextPool(5);
  assert.equal(pool.keep('abc'), 0);
  assert.equal(pool.show('abc'), 'text-0');
  assert.equal(pool.show('abc'), undefined);
  assert.equal(pool.keep('defg'), 1);
  assert.deepEqual(pool.texts, [null, 4]);
  assert.equal(pool.leftOut, 1);
});
