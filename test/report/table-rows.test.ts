import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderWithTableRows } from '../../src/report/table-rows.js';

test('what a device sends into a row is no markup: no tag, no image, no link', () => {
  const render = () =>
    renderWithTableRows({ text: '| {{output}} |' }, ({ text }) =>
      text.replace('{{output}}', '<img src=x> ![i](http://e) 10 < 20 [0]'),
    );
  assert.equal(render(), '| &lt;img src=x> !\\[i](http://e) 10 < 20 [0] |');
});
