import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeView } from '../../../src/run/views/make-view.js';
import type { RunEvent } from '../../../src/task/event.js';
import { addressOf, EventMaker, FakeStream } from './fleet-events.js';

function show(make: EventMaker, events: RunEvent[], kind: 'plain' | 'quiet' = 'plain'): FakeStream {
  const stream = new FakeStream();
  const view = makeView(kind, { stream, color: false, now: () => make.startMs, addressOf });
  view.start();
  for (const event of [make.started(), ...events]) view.onEvent(event);
  view.end();
  return stream;
}

test('a small fleet has a line for each future, failures with code, message and hint, and a summary', () => {
  const make = new EventMaker(['R1', 'R2', 'core-3']);
  const stream = show(make, [
    make.notice('R1', 1, 'host key pinned'),
    make.running('R1', 5),
    make.step('R1', 'sh clock', 5),
    make.settled('R1', 400, { duration_ms: 395 }),
    make.raised('R2', 500),
    make.retrying('core-3', 600, 2000),
    { type: 'stopping', at: make.startMs + 700, reason: 'failure' },
    make.settled('core-3', 700, {
      state: 'cancelled',
      error: { code: 'cancelled', phase: null, message: 'not begun: stopped by a failure', hint: null, last: null },
    }),
    make.finished(1234, { finished: 1, raised: 1, cancelled: 1 }),
  ]);
  assert.equal(
    stream.text,
    `• R1  host key pinned
R1      finished   clock  0.4 s
R2      raised     192.168.100.2  clock  auth: the device did not accept the password
    check \`username\`, \`password\`, \`key\` and \`secret\`
↻ core-3  again in 2.0 s  refused: port 22 is closed
■ stopping after a failure: no further host is begun
core-3  cancelled  clock  not begun: stopped by a failure
✖ Clock on every router: 3 hosts: 1 finished, 1 raised, 1 cancelled in 1.2 s
`,
  );
});

test('a large fleet tells every tenth and every failure, the same hint once', () => {
  const hosts = Array.from({ length: 1000 }, (_, index) => `R${index}`);
  const make = new EventMaker(hosts);
  const events = hosts.map((host, index) =>
    index === 120 || index === 140 ? make.raised(host, index * 10) : make.settled(host, index * 10),
  );
  const lines = show(make, [...events, make.finished(10_000, { finished: 998, raised: 2 })]).text.split('\n');
  assert.equal(lines[0], '10%  100 of 1,000  after 1.0 s');
  assert.deepEqual(lines.slice(1, 5), [
    'R120  raised     192.168.100.120  clock  auth: the device did not accept the password',
    '    check `username`, `password`, `key` and `secret`',
    'R140  raised     192.168.100.140  clock  auth: the device did not accept the password',
    '20%  200 of 1,000, 2 raised  after 2.0 s',
  ]);
  assert.equal(lines.length, 10 + 3 + 1 + 1);
});

test('quiet tells nothing but failures, at the end', () => {
  const make = new EventMaker(['R1', 'R2']);
  assert.equal(show(make, [make.settled('R1', 1), make.finished(2, { finished: 2 })], 'quiet').text, '');
  const stream = show(
    make,
    [make.raised('R2', 1), make.settled('R1', 2), make.finished(3, { finished: 1, raised: 1 })],
    'quiet',
  );
  assert.deepEqual(stream.writes, [
    '✖ R2  192.168.100.2  auth: the device did not accept the password\n  check `username`, `password`, `key` and `secret`\n',
  ]);
});

test('hostile text is one line without control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const kind of ['plain', 'quiet'] as const) {
        const make = new EventMaker([text], ['clock', text], { playbook: text });
        const stream = show(
          make,
          [
            make.notice(text, 1, text),
            make.settled(text, 2, { task: text }),
            make.raised(text, 3, { message: text, hint: text }),
          ],
          kind,
        );
        assert.doesNotMatch(stream.text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
        assert.ok(stream.text.split('\n').length <= 6);
      }
    }),
  );
});

test('each batch has a line, with the names of hosts made printable', () => {
  const make = new EventMaker(['R1', 'R\n2']);
  const stream = show(make, [make.batch(1, 2, ['R1']), make.settled('R1', 5), make.batch(2, 2, ['R\n2'], 6)]);
  assert.match(stream.text, /^batch 1 of 2: R1\nR1 .*\nbatch 2 of 2: R⏎2\n/);
});
