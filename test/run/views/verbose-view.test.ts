import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeView } from '../../../src/run/views/make-view.js';
import type { RunEvent } from '../../../src/task/event.js';
import { addressOf, EventMaker, FakeStream } from './fleet-events.js';

function show(make: EventMaker, events: RunEvent[]): FakeStream {
  const stream = new FakeStream();
  const view = makeView('verbose', { stream, color: false, now: () => make.startMs, addressOf });
  view.start();
  for (const event of [make.started(), ...events]) view.onEvent(event);
  view.end();
  return stream;
}

test('all futures as pending in one write, then each transition once, with local time', () => {
  const make = new EventMaker(['R1', 'R2', 'R3']);
  const stream = show(make, [
    make.running('R1', 582),
    make.step('R1', 'sh clock', 583),
    make.running('R2', 583),
    make.settled('R1', 901, { duration_ms: 319 }),
    make.raised('R2', 950),
    make.settled('R3', 951, { state: 'skipped' }),
    make.finished(1000, { finished: 1, raised: 1, skipped: 1 }),
  ]);
  assert.equal(
    stream.writes[0],
    '<Future R1/clock state=pending>\n<Future R2/clock state=pending>\n<Future R3/clock state=pending>\n',
  );
  assert.equal(
    stream.writes.slice(1).join(''),
    `06:02:14.582 ===> R1 192.168.100.1 running
06:02:14.583 ===> R2 192.168.100.2 running
06:02:14.901 <=== R1 192.168.100.1 finished in 0.319 s
06:02:14.950 <=== R2 192.168.100.2 raised auth: the device did not accept the password
06:02:14.951 <=== R3 192.168.100.3 skipped
✖ Clock on every router: 3 hosts: 1 finished, 1 raised, 1 skipped in 1.0 s
`,
  );
});

test('with more than one task its name follows the address; retries and notices have their lines', () => {
  const make = new EventMaker(['R1'], ['version', 'clock']);
  const stream = show(make, [
    make.notice('R1', 0, 'host key pinned'),
    make.running('R1', 1, 'version'),
    make.retrying('R1', 2, 1500),
    { type: 'stopping', at: make.startMs + 3, reason: 'interrupt' },
  ]);
  assert.equal(
    stream.text,
    `<Future R1/version state=pending>
<Future R1/clock state=pending>
06:02:14.000 ---- R1 192.168.100.1 host key pinned
06:02:14.001 ===> R1 192.168.100.1 version running
06:02:14.002 <--- R1 192.168.100.1 clock retrying in 1.5 s, refused: port 22 is closed
06:02:14.003 ---- stopping: interrupt
■ Clock on every router: ended early, 1 host: nothing done in 0 ms
`,
  );
});

test('each batch is told as it begins, and why no further one does', () => {
  const make = new EventMaker(['R1', 'R2']);
  const stream = show(make, [
    make.batch(1, 2, ['R1']),
    make.raised('R1', 1),
    { type: 'stopping', at: make.startMs + 2, reason: 'batch' },
  ]);
  const [, , first, , last] = stream.text.split('\n');
  assert.equal(first, '06:02:14.000 ---- batch 1 of 2: R1');
  assert.equal(last, '06:02:14.002 ---- stopping: every host of the batch failed');
});
