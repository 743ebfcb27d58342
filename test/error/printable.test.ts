import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { ERROR_CODES } from '../../src/error/codes.js';
import { printable, printableLine } from '../../src/error/printable.js';

test('control characters become visible ones, line breaks and tabs stay', () => {
  assert.equal(printable('a\x1b[2Jb\tc\nd\x7f\x9b\u202e'), 'a␛[2Jb\tc\nd␡��');
});

test('what nobody would see, or would see elsewhere than it stands, becomes visible', () => {
  const invisible = [
    '\u200b',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u061c',
    '\u2066',
    '\u202e',
    '\u180e',
    '\u3164',
    '\ud800',
  ];
  for (const character of invisible) assert.equal(printable(`a${character}b`), 'a�b');
  assert.equal(printable('a\u{e0041}b'), 'a��b');
  assert.equal(printable('é 時刻 😀 ü ✔️'), 'é 時刻 😀 ü ✔️');
});

test('a line has no line break and no tab left', () => {
  assert.equal(printableLine('a\r\nb\nc\td\re'), 'a⏎b⏎c d␍e');
});

test('printable text has as many characters as before, and none that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = printable(text);
      assert.equal(shown.length, text.length);
      assert.doesNotMatch(shown, /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Cf}/u);
    }),
  );
});

test('each error code has a meaning and a hint of one line', () => {
  for (const { meaning, hint } of Object.values(ERROR_CODES)) {
    assert.match(meaning, /^[a-z][^\n]+[^.]$/);
    assert.match(hint, /^[a-z][^\n]+[^.]$/);
  }
});
