import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Verdict } from '../../src/lab/console.js';
import { sitDown } from './screen.js';

const ERASER = `${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}`;
const LONG =
  'enable\nlab\nsh run\n  q show ip int brief\nconf t\nbanner motd #\nné\n#\nhostname ü-no\nhostname X\x1ash clock\r\nsh ?\x15\x1b[A\nclear counters\nnexit\n';

test('however the input is cut, the same bytes come out', () => {
  const whole = Buffer.from(LONG);
  const expected = play([whole]);
  assert.match(expected, /X#exit\r\n$/);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (sizes) => {
      assert.equal(play(cut(whole, sizes)), expected);
    }),
    { seed: 4 },
  );
});

test('a long answer is shown page by page', () => {
  const desk = sitDown({ screen: { columns: 80, rows: 10 } });
  desk.take();
  desk.type('show version\n');
  const page = desk.take().split('\r\n');
  assert.equal(page.at(-1), ' --More-- ');
  assert.equal(page.length, 1 + 9 + 1, 'the echo, nine lines, the marker');
  desk.type('\r');
  const line = desk.take();
  assert.ok(line.startsWith(ERASER) && line.endsWith('\r\n --More-- '), line);
  assert.equal(line.split('\r\n').length, 2);
  desk.type(' ');
  assert.equal(desk.take().split('\r\n').length, 10);
  desk.type('q');
  assert.equal(desk.take(), `${ERASER}R1>`);
});

test('terminal length 0 ends paging', () => {
  const desk = sitDown({ screen: { columns: 80, rows: 5 } });
  desk.type('terminal length 0\nshow version\n');
  assert.doesNotMatch(desk.take(), /More/);
});

test('keys typed ahead answer the pager, as on a real device', () => {
  const desk = sitDown({ screen: { columns: 80, rows: 10 } });
  desk.type('show version\n  show clock\n');
  assert.match(desk.take(), /R1>show clock\r\n\*06:02:19/);
});

test('a line that reaches the edge scrolls sideways behind a dollar sign', () => {
  const desk = sitDown({ screen: { columns: 20, rows: 24 } });
  desk.take();
  desk.type('show abcdefghijklmnopqrstuvwxyz');
  const shown = onScreen(desk.take(), 3);
  assert.ok(shown.length < 20, shown);
  assert.match(shown, /^ {3}\$\w*z$/);
  desk.type('\x15sh priv\n');
  assert.match(desk.take(), /Current privilege level is 1\r\nR1>$/);
});

test('input waits while a command is answered, and is echoed when the prompt is back', () => {
  const held: ((verdict: Verdict) => void)[] = [];
  const desk = sitDown({ gate: { admit: (_command, proceed) => void held.push(proceed) } });
  desk.take();
  desk.type('show clock\nsh priv');
  assert.equal(desk.take(), 'show clock\r\n');
  held.shift()?.({ kind: 'output', text: 'ten past six' });
  assert.equal(desk.take(), 'ten past six\r\nR1>sh priv');
});

test('an answer is one write', () => {
  const desk = sitDown();
  desk.type('enable\nlab\n');
  const before = desk.writes;
  desk.type('show running-config\n');
  assert.equal(desk.writes, before + 1);
});

test('a command can be rejected, or the connection dropped, whatever it was', () => {
  const verdicts: Verdict[] = [{ kind: 'reject' }, { kind: 'drop' }];
  const desk = sitDown({ gate: { admit: (_command, proceed) => proceed(verdicts.shift() ?? { kind: 'run' }) } });
  desk.take();
  desk.type('show clock\n');
  assert.equal(desk.take(), "show clock\r\n   ^\r\n% Invalid input detected at '^' marker.\r\n\r\nR1>");
  desk.type('show clock\nshow clock\n');
  assert.equal(desk.isDropped, true);
  assert.equal(desk.take(), 'show clock\r\n');
});

test('any keys at all leave the console alive', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (keys) => {
      for (const platform of ['cisco_ios', 'frr', 'linux']) {
        const desk = sitDown({ platform, screen: { columns: 20, rows: 5 } });
        desk.type(keys);
        desk.type('\x03\x03\x03 \n');
        if (!desk.hasEnded) assert.match(desk.take(), /[>#$]/);
      }
    }),
    { seed: 5 },
  );
});

function play(pieces: Buffer[]): string {
  const desk = sitDown({ screen: { columns: 60, rows: 12 } });
  for (const piece of pieces) desk.type(piece);
  return desk.take();
}

function cut(bytes: Buffer, sizes: number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let start = 0, index = 0; start < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    pieces.push(bytes.subarray(start, start + size));
    start += size;
  }
  return pieces;
}

/** What a terminal shows on one line, given where the cursor was. */
function onScreen(text: string, column: number): string {
  const cells = Array<string>(column).fill(' ');
  let cursor = column;
  for (const character of text) {
    if (character === '\b') cursor--;
    else cells[cursor++] = character;
  }
  return cells.join('').trimEnd();
}
