import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Screen } from '../../src/device/screen.js';

const BS = '\b';

function read(...pieces: string[]): { lines: string[]; line: string } {
  const screen = new Screen();
  for (const piece of pieces) screen.feed(Buffer.from(piece));
  return { lines: [...screen.lines], line: screen.line };
}

const cases: [title: string, bytes: string, lines: string[], line: string][] = [
  ['CR LF ends a line', 'a\r\nb\r\n', ['a', 'b'], ''],
  ['CR CR LF ends one line', 'a\r\r\nb', ['a'], 'b'],
  ['LF CR ends one line', 'a\n\rb', ['a'], 'b'],
  ['CR goes back and text overwrites', 'abc\rX', [], 'Xbc'],
  ['BS SP BS takes a character away', `abc${BS} ${BS}`, [], 'ab '],
  ['NUL and BEL are nothing', 'a\0b\x07c', [], 'abc'],
  ['ESC[K clears to the end', 'abc\r\x1b[Kx', [], 'x'],
  ['colours are dropped', '\x1b[1;32mok\x1b[0m', [], 'ok'],
  ['an OSC title is dropped', '\x1b]0;user@host\x07$ ', [], '$ '],
  ['bracketed paste is dropped', '\x1b[?2004huser@host:~$ ', [], 'user@host:~$ '],
  ['a space with ESC[1D behind it is none', 'dis \x1b[1Dplay', [], 'display'],
  ['ESC E ends a line', 'a\x1bEb', ['a'], 'b'],
  ['a cursor move to a column is followed', '\x1b[24;1HR1#', [], 'R1#'],
  ['bytes that are not UTF-8 are replaced', 'x', [], 'x'],
];

for (const [title, bytes, lines, line] of cases) {
  test(`on the screen, ${title}`, () => {
    assert.deepEqual(read(bytes), { lines, line });
    assert.deepEqual(read(...bytes), { lines, line }, 'one byte at a time');
  });
}

test('a byte that is no UTF-8 becomes a replacement character, and a split one is joined', () => {
  const screen = new Screen();
  const euro = Buffer.from('€');
  screen.feed(euro.subarray(0, 1));
  screen.feed(euro.subarray(1));
  screen.feed(Buffer.from([0xff, 0x0a]));
  assert.deepEqual(screen.lines, ['€\ufffd']);
});

const erasers: [title: string, marker: string, eraser: string][] = [
  ['9 BS, 8 spaces, 9 BS', '--More-- ', `${BS.repeat(9)}${' '.repeat(8)}${BS.repeat(9)}`],
  ['BS SP BS repeated', '--More--', `${BS} ${BS}`.repeat(8)],
  ['CR, spaces, CR', '--More-- ', `\r${' '.repeat(9)}\r`],
  ['CR and ESC[K', '--More-- ', '\r\x1b[K'],
  ['ESC[42D, spaces, ESC[42D', '---- More ----', `\x1b[42D${' '.repeat(42)}\x1b[42D`],
  ['a space, ESC[73D, ESC[K', '--More--', ' \x1b[73D\x1b[K'],
  ['nothing', '--More--', ''],
];

for (const [title, marker, eraser] of erasers) {
  test(`a pager's marker erased by ${title} leaves nothing behind`, () => {
    for (const next of ['gw 10.0.0.1\r\n', 'a longer line than any marker ever was\r\n', '\r\n']) {
      const screen = new Screen();
      screen.feed(Buffer.from(`one\r\n${marker}`));
      screen.dropMarker(marker, eraser !== '');
      screen.feed(Buffer.from(`${eraser}${next}R1#`));
      assert.deepEqual(screen.lines, ['one', next.trimEnd()]);
      assert.equal(screen.line, 'R1#');
      assert.equal(screen.leftMarker, undefined);
    }
  });
}

const left: [title: string, next: string, lines: string[]][] = [
  ['text goes on', 'is what a pager shows\r\n', ['description --More-- is what a pager shows']],
  ['the line ends', '\r\n', ['description --More-- ']],
  ['the line ends, and a log message comes', '\r\nlog\r\n', ['description --More-- ', 'log']],
];
for (const [title, next, lines] of left) {
  test(`a marker that the device should have erased stays where ${title}, and is told of`, () => {
    const screen = new Screen(511, (line) => line === 'log');
    screen.feed(Buffer.from('one\r\ndescription --More-- '));
    screen.dropMarker('--More-- ', true);
    screen.feed(Buffer.from(`${next}R1#`));
    screen.settleLines();
    assert.deepEqual(screen.lines, ['one', ...lines]);
    assert.equal(screen.leftMarker, '--More--');
    screen.forget(screen.lines.length);
    assert.equal(screen.leftMarker, undefined);
  });
}

test('a marker in the middle of a line takes away exactly its own columns, and the space before it stays', () => {
  const screen = new Screen();
  screen.feed(Buffer.from('ip route 10.0.0.0 255.255.255.0 --More-- '));
  screen.dropMarker('--More-- ', true);
  screen.feed(Buffer.from(`${BS.repeat(9)}${' '.repeat(9)}${BS.repeat(9)}gw 10.0.0.1\r\n`));
  assert.deepEqual(screen.lines, ['ip route 10.0.0.0 255.255.255.0 gw 10.0.0.1']);
});

test('the pieces in which bytes arrive make no difference', () => {
  const token = fc.constantFrom(
    'text',
    ' ',
    '\r\n',
    '\r',
    '\b',
    '\x1b[K',
    '\x1b[2D',
    '\x1b[31m',
    'ü',
    '\t',
    '\x1b]0;t\x07',
    '€',
    '\0',
  );
  fc.assert(
    fc.property(
      fc.array(token, { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (tokens, sizes) => {
        const bytes = Buffer.from(tokens.join(''));
        const whole = new Screen();
        whole.feed(bytes);
        const cut = new Screen();
        for (let from = 0, n = 0; from < bytes.length; n++) {
          const size = sizes[n % sizes.length] as number;
          cut.feed(bytes.subarray(from, from + size));
          from += size;
        }
        assert.deepEqual([cut.lines, cut.line], [whole.lines, whole.line]);
      },
    ),
  );
});

test('a line of 20 MB costs no more per byte than a short one: its head is put aside', () => {
  const screen = new Screen();
  const piece = Buffer.alloc(32_768, 'x');
  for (let n = 0; n < 640; n++) {
    screen.feed(piece);
    assert.ok(screen.line.length <= 98_304);
  }
  screen.feed(Buffer.from('\r\n'));
  assert.equal(screen.lines[0]?.length, 640 * 32_768);
});
