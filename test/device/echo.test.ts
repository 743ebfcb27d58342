import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findEcho, findFirstEcho, mayBecomeEcho } from '../../src/device/echo.js';
import { loadPlatform } from '../../src/device/load-platform.js';
import { speechOf } from '../../src/device/speech.js';

const speech = speechOf(loadPlatform('cisco_ios'));
const long = `ip prefix-list LONG ${'seq 5 permit 10.0.0.0/8 '.repeat(20)}`.trim();

const found: [title: string, lines: string[], input: string, lines: number][] = [
  ['behind its prompt', ['R1#sh clock'], 'sh clock', 1],
  ['with a space behind the prompt', ['R1# sh clock '], 'sh clock', 1],
  ['with the double spaces taken out by the device', ['R1#sh clock'], 'sh  clock', 1],
  ['wrapped over two lines', [`R1#${long.slice(0, 77)}`, long.slice(77)], long, 2],
  ['scrolled sideways', [`R1#$${long.slice(-60)}`], long, 1],
  ['of an empty line', ['R1#'], '', 1],
];

for (const [title, lines, input, count] of found) {
  test(`an echo is found ${title}`, () => {
    assert.deepEqual(findEcho(lines, 0, input, 'R1#'), { lines: count, prompt: 'R1#' });
  });
}

const other: [title: string, line: string, input: string][] = [
  ['another command', 'R1#sh version', 'sh clock'],
  ['a prompt in the output', 'R1#', 'sh clock'],
  ['the command behind another name', 'R2#sh clock', 'sh clock'],
  ['an end that is not the one of the line', `R1#$${'x'.repeat(40)}`, long],
];

for (const [title, line, input] of other) {
  test(`${title} is no echo`, () => {
    assert.equal(findEcho([line], 0, input, 'R1#'), undefined);
  });
}

test('while the prompt is unknown, what stands in front of the echo is it', () => {
  assert.deepEqual(findFirstEcho('core-1.lab>terminal width 511', 'terminal width 511', speech), {
    lines: 1,
    prompt: 'core-1.lab>',
  });
  assert.equal(findFirstEcho('see also: terminal width 511', 'terminal width 511', speech), undefined);
});

test('a full line that begins like the echo may become one with the next', () => {
  assert.equal(mayBecomeEcho([`R1#${long.slice(0, 77)}`], 0, long, 'R1#'), true);
  assert.equal(mayBecomeEcho(['R1#ip prefix-list'], 0, long, 'R1#'), false, 'a short line was not wrapped');
  assert.equal(mayBecomeEcho([`R1#${'y'.repeat(90)}`], 0, long, 'R1#'), false);
});
