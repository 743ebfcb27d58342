import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { textWidth } from '../../../src/error/text-width.js';
import { drawFleet } from '../../../src/run/views/fleet-draw.js';
import { applyEvent, startFleetState } from '../../../src/run/views/fleet-state.js';
import { makePaint } from '../../../src/run/views/paint.js';
import type { RunEvent } from '../../../src/task/event.js';
import { EventMaker } from './fleet-events.js';

function draw(events: RunEvent[], canvas: { columns: number; rows: number; nowMs: number; color?: boolean }): string[] {
  const state = startFleetState();
  for (const event of events) applyEvent(state, event);
  return drawFleet(state, { ...canvas, paint: makePaint(canvas.color ?? false) });
}

test('header, running hosts with their step and seconds, and a bar with the counts', () => {
  const hosts = Array.from({ length: 20 }, (_, index) => `R${index + 1}`);
  const make = new EventMaker(hosts);
  const events = [
    make.started(),
    ...Array.from({ length: 9 }, (_, index) => make.settled(`R${index + 1}`, 1000 + index)),
    make.raised('R10', 1500),
    make.step('R11', 'connecting', 2000),
    make.running('R12', 2500),
    make.step('R12', 'sh clock', 2600),
  ];
  assert.deepEqual(draw(events, { columns: 79, rows: 24, nowMs: make.startMs + 4000 }), [
    'Clock on every router  4.0 s',
    '  R11    2.0 s  connecting',
    '  R12    1.5 s  sh clock',
    '━━━━━━━━━━──────────  10 of 20  1 raised  2 running  3.3/s  3.0 s left',
  ]);
});

test('what does not fit is counted, and the bar stays to the last', () => {
  const hosts = Array.from({ length: 100 }, (_, index) => `R${index + 1}`);
  const make = new EventMaker(hosts);
  const events = [make.started(), ...hosts.map((host, index) => make.running(host, index))];
  const size = (rows: number) => draw(events, { columns: 79, rows, nowMs: make.startMs + 900 });
  assert.equal(size(24).length, 12);
  assert.equal(size(24).at(-2), '  … and 91 more');
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((rows) => size(rows).length),
    [0, 0, 1, 2, 3, 4],
  );
  assert.match(size(2)[0] ?? '', /^─+ {2}0 of 100 {2}100 running$/);
  assert.deepEqual(draw(events, { columns: 12, rows: 2, nowMs: make.startMs }), ['0 of 100']);
});

test('with more than one task the name of the task stands before its step', () => {
  const make = new EventMaker(['R1'], ['version', 'clock']);
  const events = [make.started(), make.running('R1', 0, 'version'), make.step('R1', 'sh ver', 1)];
  assert.match(
    draw(events, { columns: 79, rows: 24, nowMs: make.startMs })[1] ?? '',
    /^ {2}R1 {4}0\.0 s {2}version: sh ver$/,
  );
});

test('the header names the batch under way, and keeps to its width', () => {
  const make = new EventMaker(['R1', 'R2']);
  const events = [make.started(), make.batch(1, 2, ['R1']), make.settled('R1', 10), make.batch(2, 2, ['R2'], 20)];
  const header = (columns: number) => draw(events, { columns, rows: 24, nowMs: make.startMs + 4000 })[0];
  assert.equal(header(79), 'Clock on every router  batch 2 of 2  4.0 s');
  assert.equal(textWidth(header(30) ?? ''), 30);
  assert.match(header(30) ?? '', / {2}batch 2 of 2 {2}4\.0 s$/);
});

/** Names and steps as the worst device and inventory would have them. */
const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'R1',
    '東',
    '🚀',
    '👩‍🚀',
    'e\u0301',
    '\u001b[2J',
    '\u0007',
    '\n',
    '\r',
    '\t',
    '\u009b',
    '\u202e',
    ' ',
    '🇩🇪',
    '❤️',
  ),
  maxLength: 40,
});

test('a frame is never taller or wider than its canvas and has no control characters but colours', () => {
  const host = fc.nat(30).chain((number) => text.map((name) => ({ number, name })));
  const step = fc.record({
    host: fc.nat(40),
    kind: fc.constantFrom('step', 'running', 'settled', 'raised', 'retrying', 'notice', 'stop', 'batch'),
    text,
    ms: fc.nat(20_000),
  });
  const canvas = fc.record({ columns: fc.nat(120), rows: fc.nat(40), color: fc.boolean(), ms: fc.nat(1_000_000) });
  fc.assert(
    fc.property(
      fc.array(host, { maxLength: 40 }),
      fc.array(step, { maxLength: 60 }),
      text,
      canvas,
      (hosts, steps, playbook, { ms, ...size }) => {
        const names = hosts.map(({ number, name }) => `${number}${name}`);
        const make = new EventMaker(names, ['clock', 'version'], { playbook });
        const events = steps.map(({ host: index, kind, text: words, ms: at }): RunEvent => {
          const name = names[index] ?? 'R1';
          switch (kind) {
            case 'running':
              return make.running(name, at, words);
            case 'settled':
              return make.settled(name, at, { task: words });
            case 'raised':
              return make.raised(name, at, { message: words });
            case 'retrying':
              return make.retrying(name, at, 1000);
            case 'notice':
              return make.notice(name, at, words);
            case 'batch':
              return make.batch(index + 1, 41, [words], at);
            case 'stop':
              return { type: 'stopping', at: make.startMs + at, reason: 'interrupt' };
            default:
              return make.step(name, words, at);
          }
        });
        const lines = draw([make.started(), ...events], { ...size, nowMs: make.startMs + ms });
        assert.ok(lines.length <= Math.max(0, size.rows - 1));
        for (const line of lines) {
          const bare = size.color ? line.replace(/\u001b\[\d+m/g, '') : line;
          assert.doesNotMatch(bare, /[\u0000-\u001f\u007f-\u009f\u202e]/);
          assert.ok(textWidth(stripVTControlCharacters(bare)) <= size.columns, JSON.stringify(bare));
        }
      },
    ),
    { numRuns: 300 },
  );
});
