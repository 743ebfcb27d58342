import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutToWidth, padToWidth, textWidth, wrapToWidth } from '../../src/error/text-width.js';

for (const [text, width] of [
  ['', 0],
  ['R1', 2],
  ['é', 1],
  ['e\u0301', 1],
  ['東京', 4],
  ['한국', 4],
  ['ｆｌｏｗ', 8],
  ['🚀', 2],
  ['…━─✔✖', 5],
  ['a\u200bb', 2],
] as const) {
  test(`${JSON.stringify(text)} takes ${width} columns`, () => assert.equal(textWidth(text), width));
}

for (const [text, columns, cut] of [
  ['router', 6, 'router'],
  ['router', 5, 'rout…'],
  ['東京都', 5, '東京…'],
  ['東京都', 4, '東…'],
  ['東京都', 6, '東京都'],
  ['router', 1, '…'],
  ['router', 0, ''],
] as const) {
  test(`${text} cut to ${columns} columns is "${cut}"`, () => assert.equal(cutToWidth(text, columns), cut));
}

test('a cut text is never too wide, and a text that fits is not cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, columns) => {
      const cut = cutToWidth(text, columns);
      assert.ok(textWidth(cut) <= columns);
      if (textWidth(text) <= columns) assert.equal(cut, text);
    }),
  );
});

test('padding fills up by columns, not by characters', () => {
  assert.equal(padToWidth('東', 4), '東  ');
  assert.equal(padToWidth('longer', 3), 'longer');
});

test('wrapping breaks between words, and within one that is too long', () => {
  assert.deepEqual(wrapToWidth('the device did not accept', 14, { indent: 2 }), ['the device did', '  not accept']);
  assert.deepEqual(wrapToWidth('a 0123456789', 6, { indent: 0 }), ['a', '012345', '6789']);
  assert.deepEqual(wrapToWidth('', 5), ['']);
});

test('a wrapped text loses nothing but blanks, and no line is too wide', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '  ', '東', '🚀', 'wordword') });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 40 }), fc.nat(6), (words, columns, indent) => {
      const lines = wrapToWidth(words, columns, { indent });
      for (const line of lines) assert.ok(textWidth(line) <= columns, JSON.stringify(line));
      assert.equal(lines.join('').replace(/ /g, ''), words.replace(/ /g, ''));
    }),
  );
});
