import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyEvent,
  countSettled,
  type FleetState,
  startFleetState,
  tellCounted,
} from '../../../src/run/views/fleet-state.js';
import type { RunEvent } from '../../../src/task/event.js';
import { EventMaker } from './fleet-events.js';

function stateAfter(events: RunEvent[]): FleetState {
  const state = startFleetState();
  for (const event of events) applyEvent(state, event);
  return state;
}

test('running hosts stand in the order in which they began, with their last step', () => {
  const make = new EventMaker(['R1', 'R2', 'R3']);
  const state = stateAfter([
    make.started(),
    make.step('R2', 'connecting', 0),
    make.step('R1', 'connecting', 10),
    make.running('R2', 20),
    make.step('R2', 'sh clock', 30),
    make.settled('R3', 40, { state: 'cancelled' }),
  ]);
  assert.deepEqual(
    [...state.running.values()].map(({ host, step, task, sinceMs }) => [host, step, task, sinceMs - make.startMs]),
    [
      ['R2', 'sh clock', 'clock', 0],
      ['R1', 'connecting', null, 10],
    ],
  );
  assert.equal(countSettled(state), 1);
});

test('a host whose futures have all settled is gone, whatever it still does', () => {
  const make = new EventMaker(['R1']);
  const state = stateAfter([
    make.started(),
    make.running('R1', 0),
    make.settled('R1', 5),
    make.step('R1', 'logging out', 6),
  ]);
  assert.equal(state.running.size, 0);
});

test('a host that waits for a retry is not running', () => {
  const make = new EventMaker(['R1']);
  const state = stateAfter([make.started(), make.running('R1', 0), make.retrying('R1', 5, 2000)]);
  assert.equal(state.running.size, 0);
  applyEvent(state, make.running('R1', 2005));
  assert.equal(state.running.get('R1')?.sinceMs, make.startMs + 2005);
});

test('failures are news once; notices are news five times and then counted', () => {
  const make = new EventMaker(['R1', 'R2']);
  const notices = Array.from({ length: 8 }, (_, index) => make.notice('R1', index, `key ${index}`));
  const state = stateAfter([make.started(), ...notices, make.raised('R2', 9)]);
  assert.deepEqual(
    state.news.map(({ kind }) => kind),
    ['notice', 'notice', 'notice', 'notice', 'notice', 'failure'],
  );
  assert.equal(state.untoldNotices, 3);
});

test('what hosts tell alike is counted, in words that fit the number', () => {
  const make = new EventMaker(['R1', 'R2', 'R3']);
  const pinned = (host: string, file: string) => ({
    ...make.notice(host, 1, `host key pinned in ${file}`),
    group: { noun: 'host key', what: `pinned in ${file}` },
  });
  const state = stateAfter([make.started(), pinned('R1', 'a'), pinned('R2', 'b'), pinned('R3', 'b')]);
  assert.deepEqual(tellCounted(state), ['• 1 host key pinned in a', '• 2 host keys pinned in b']);
});

test('the rate is that of the last ten seconds, and unknown in the first', () => {
  const make = new EventMaker(['R1']);
  const state = stateAfter([make.started()]);
  for (let ms = 0; ms < 20_000; ms += 100) applyEvent(state, make.settled('R1', ms));
  const { startMs } = make;
  assert.equal(Math.round(state.rate.perSecond(startMs + 20_000) ?? 0), 10);
  assert.equal(state.rate.perSecond(startMs + 60_000), 0);
  const young = stateAfter([make.started(), make.settled('R1', 100)]);
  assert.equal(young.rate.perSecond(startMs + 500), null);
});
