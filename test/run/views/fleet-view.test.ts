import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { FleetView } from '../../../src/run/views/fleet-view.js';
import { FakeScreen } from './fake-screen.js';
import { addressOf, EventMaker, FakeStream } from './fleet-events.js';

/** A view on a screen, and a clock moved by hand. */
function openView(t: TestContext, size: { columns: number; rows: number }, color = false) {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'], now: new EventMaker([]).startMs });
  const screen = new FakeScreen(size.columns, size.rows);
  const stream = new FakeStream(size.columns, size.rows);
  const write = (text: string) => {
    stream.write(text);
    screen.write(text);
  };
  const view = new FleetView({ stream: { ...size, write }, color, now: Date.now, addressOf });
  view.start();
  const tick = (ms: number) => {
    for (let left = ms; left > 0; left -= 10) t.mock.timers.tick(Math.min(10, left));
  };
  return { view, screen, stream, tick };
}

test('failures stay above the block, the block is redrawn in place, and in the end one line is left', (t) => {
  const { view, screen, tick } = openView(t, { columns: 80, rows: 24 });
  const make = new EventMaker(['R1', 'R2', 'R3']);
  view.onEvent(make.started());
  view.onEvent(make.running('R1', 0));
  view.onEvent(make.running('R2', 0));
  tick(100);
  assert.equal(screen.lines.length, 4);
  assert.ok(screen.isCursorHidden);
  view.onEvent(make.raised('R2', 150));
  view.onEvent(make.settled('R1', 160));
  view.onEvent(make.running('R3', 170));
  tick(100);
  assert.deepEqual(screen.lines.slice(0, 2), [
    '✖ R2  192.168.100.2  auth: the device did not accept the password',
    '  check `username`, `password`, `key` and `secret`',
  ]);
  assert.equal(screen.lines.length, 5);
  view.onEvent(make.settled('R3', 200));
  view.onEvent(make.finished(210, { finished: 2, raised: 1 }));
  view.end();
  assert.deepEqual(screen.lines, [
    '✖ R2  192.168.100.2  auth: the device did not accept the password',
    '  check `username`, `password`, `key` and `secret`',
    '✖ Clock on every router: 3 hosts: 2 finished, 1 raised in 0.2 s',
  ]);
  assert.ok(!screen.isCursorHidden);
  assert.deepEqual(screen.history, []);
});

test('a storm of 10,000 hosts costs at most twelve frames a second, none larger than a screen and its news', (t) => {
  const { view, screen, stream, tick } = openView(t, { columns: 80, rows: 24 });
  const hosts = Array.from({ length: 10_000 }, (_, index) => `R${index}`);
  const make = new EventMaker(hosts);
  view.onEvent(make.started());
  for (const [index, host] of hosts.entries()) {
    view.onEvent(make.step(host, 'connecting', index / 10));
    view.onEvent(make.running(host, index / 10));
    view.onEvent(index % 1000 === 7 ? make.raised(host, index / 10) : make.settled(host, index / 10));
    if (index % 100 === 99) tick(10);
  }
  assert.ok(stream.writes.length <= 13, `${stream.writes.length} frames in one second`);
  for (const frame of stream.writes) assert.ok(frame.length < 80 * 24);
  view.onEvent(make.finished(1000, { finished: 9990, raised: 10 }));
  view.end();
  assert.equal(screen.lines.filter((line) => line.startsWith('✖ R')).length, 10);
  assert.equal(screen.lines.at(-1), '✖ Clock on every router: 10,000 hosts: 9,990 finished, 10 raised in 1.0 s');
});

test('where nothing happens only the seconds are redrawn', (t) => {
  const { view, stream, tick } = openView(t, { columns: 80, rows: 24 });
  view.onEvent(new EventMaker(['R1']).started());
  tick(100);
  const before = stream.writes.length;
  tick(10_000);
  const frames = stream.writes.length - before;
  assert.ok(frames >= 8 && frames <= 10, `${frames} frames in ten seconds`);
  view.end();
});

test('what others print to the screen stands above the block, in the order printed', (t) => {
  const { view, screen, tick } = openView(t, { columns: 80, rows: 24 });
  const make = new EventMaker(['R1', 'R2']);
  view.onEvent(make.started());
  view.onEvent(make.running('R1', 0));
  tick(100);
  view.printBeside(() => screen.write('R1 noon\n'));
  view.printBeside(() => screen.write('R2 noon\n'));
  assert.equal(screen.lines.length, 3);
  tick(100);
  assert.deepEqual(screen.lines.slice(0, 2), ['R1 noon', 'R2 noon']);
  assert.equal(screen.lines.length, 5);
  view.printBeside(() => screen.write('late\n'));
  view.end();
  assert.deepEqual(screen.lines.slice(0, 3), ['R1 noon', 'R2 noon', 'late']);
  assert.equal(screen.lines.length, 4);
});

test('ending twice, or without a beginning, writes nothing more', (t) => {
  const { view, stream } = openView(t, { columns: 80, rows: 24 });
  view.end();
  const writes = stream.writes.length;
  view.end();
  assert.equal(stream.writes.length, writes);
  new FleetView({ stream, color: false, now: Date.now, addressOf }).end();
  assert.equal(stream.writes.length, writes);
});

test('a narrower screen has broken the lines drawn before: the cursor goes up by as many rows as they take now', (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'], now: new EventMaker([]).startMs });
  const stream = new FakeStream(80, 24);
  const view = new FleetView({ stream, color: true, now: Date.now, addressOf });
  view.start();
  const make = new EventMaker(['R1']);
  view.onEvent(make.started());
  view.onEvent(make.running('R1', 0));
  t.mock.timers.tick(100);
  stream.columns = 19; // the header (28 columns) and the line of the host (20) take two rows now, the bar (41) three
  t.mock.timers.tick(100);
  assert.match(stream.writes.at(-1) ?? '', /\u001b\[7A/);
  view.end();
});

test('whatever devices and inventories are called, the screen gets no sequence that is not the view’s own', (t) => {
  const unit = fc.constantFrom(
    'a',
    ' ',
    '東',
    '🚀',
    '\u001b[2J',
    '\u001b]0;x\u0007',
    '\u009b',
    '\n',
    '\r',
    '\u0008',
    '\t',
    '\u007f',
  );
  const words = fc.string({ unit, maxLength: 60 });
  fc.assert(
    fc.property(
      words,
      words,
      fc.integer({ min: 20, max: 100 }),
      fc.integer({ min: 2, max: 30 }),
      fc.boolean(),
      (name, message, columns, rows, color) => {
        t.mock.timers.reset();
        const { view, screen, tick } = openView(t, { columns, rows }, color);
        const make = new EventMaker([name, 'R2'], ['clock', name], { playbook: message });
        view.onEvent(make.started());
        view.onEvent(make.step(name, message, 0));
        tick(100);
        view.onEvent(make.notice(name, 100, message));
        view.onEvent(make.raised(name, 150, { message, hint: message }));
        tick(100);
        view.onEvent(make.retrying('R2', 200, 100));
        view.end();
        assert.ok(!screen.isCursorHidden);
      },
    ),
    { numRuns: 200, verbose: 1 },
  );
});
