import assert from 'node:assert/strict';
import test from 'node:test';
import type { Collected, CollectedEnd, CollectedHost } from '../../src/executors/collected.js';
import { futureKey } from '../../src/task/future-key.js';
import type { JobOutcome } from '../../src/task/host-job.js';
import type { Result } from '../../src/task/result.js';
import { describeLate, placeLate } from '../../src/workflow/late-results.js';
import { makeResult } from '../report/sample-record.js';
import { makeGraph, makeTask } from '../run/support/make-graph.js';

const TASKS = ['first', 'second', 'third'];
const graph = makeGraph(
  ['R1'],
  TASKS.map((name) => makeTask(name)),
);

const finished = (task: string, output = 'said') => makeResult(1, { task, output });
const unknown = (task: string) => makeResult(1, { task, state: 'unknown', output: null });

function ended(
  change: Partial<Extract<JobOutcome, { kind: 'failed' }>>,
  login = 1,
  begun = ['first', 'second'],
): CollectedEnd {
  const error = { code: 'disconnected', phase: 'config', message: 'gone', hint: null, last: null } as const;
  const outcome = { kind: 'failed', task: 'second', error, lost: true, begun: true, partial: {}, ...change } as const;
  return { login, attempts: {}, begun, outcome };
}

/** What is made of a change on R1 whose first login was under way, `first` finished, when its run was lost. */
function place(news: CollectedHost, { settled = ['first'], logins = 1 } = {}) {
  const open = TASKS.filter((task) => !settled.includes(task));
  const results: Result[] = TASKS.map((task) => (open.includes(task) ? unknown(task) : finished(task, 'journal')));
  const host = results[0]?.host.name ?? '';
  const collected: Collected = { hosts: new Map([[host, news]]), running: 0, heard: 1, refused: 0 };
  const lost = {
    settled: new Set(settled.map((task) => futureKey({ host, task }))),
    begun: new Map([[host, open]]),
    logins: new Map([[host, logins]]),
  };
  const carried = new Map(results.map((result, id) => [id, result]));
  const earlier = { id: 'run', journal: '.flow', how: 'resume' as const, carried, warnings: [], lost };
  const placed = placeLate(earlier, { lost, collected, graph });
  const kept = [...placed.carried.values()].map(({ task, state, output }) => `${task} ${state} ${output}`);
  const late = placed.late.get(host);
  return {
    kept,
    heard: late?.results.map(({ task, output }) => `${task} ${output}`) ?? [],
    broken: late?.broken?.tasks ?? [],
    told: describeLate(placed, collected),
  };
}

const FIRST = 'first finished journal';
const SECOND = 'second unknown null';
const THIRD = 'third unknown null';

test('a result that nobody had heard takes the place of unknown, once, and what stands in the journal stays', () => {
  const news = { results: [finished('first', 'replayed'), finished('second'), finished('second', 'replayed')] };
  const { kept, heard, told } = place(news);
  assert.deepEqual(kept, [FIRST, THIRD]);
  assert.deepEqual(heard, ['second said']);
  assert.equal(told[0], 'workers have finished 1 task of the run run since it was lost');
  assert.match(told[1] ?? '', /^a change on 1 host \(R1\) may have begun/);
});

test('a login that broke off raises the change that it was at; what had not begun is raised with it when the device was lost', () => {
  const lost = place({ results: [], end: ended({}) });
  assert.deepEqual([lost.kept, lost.broken], [[FIRST], ['second', 'third']]);
  const kept = place({ results: [], end: ended({ lost: false }) });
  assert.deepEqual([kept.kept, kept.broken], [[FIRST], ['second']]);
});

test('a change of which the worker says that it had not begun is open again', () => {
  const { kept, broken } = place({ results: [], end: ended({ begun: false }) });
  assert.deepEqual([kept, broken], [[FIRST], []]);
});

test('a change that had begun stays unknown when what was told of its end is missing', () => {
  const end = ended({ task: 'third', begun: false }, 1, ['first', 'second', 'third']);
  const { kept, broken } = place({ results: [], end });
  assert.deepEqual([kept, broken], [[FIRST, SECOND], []]);
});

for (const [what, end, settled] of [
  ['was ended by its worker', ended({ error: { ...errorOf('cancelled') } }), ['first']],
  ['is not the last that the journal knows', ended({ begun: false }, 2), ['first']],
  ['the run had heard the end of', ended({ begun: false, task: 'first' }), ['first']],
] as const)
  test(`of a login that ${what}, nothing is believed`, () => {
    const { kept, broken } = place({ results: [], end }, { settled: [...settled] });
    assert.deepEqual([kept, broken], [[FIRST, SECOND, THIRD], []]);
  });

test('an end that was played again after another login had begun changes nothing', () => {
  const { kept } = place({ results: [], end: ended({ begun: false }) }, { logins: 2 });
  assert.deepEqual(kept, [FIRST, SECOND, THIRD]);
});

test('a task that was heard of sends no command made of stars, and is no reason to refuse', () => {
  const spoken = makeTask('second', {
    action: { kind: 'command', command: { text: 'show {{results.first.output}}' } },
  });
  const speaking = makeGraph(['R1'], [makeTask('first'), spoken]);
  const carried = new Map([[0, finished('first', '****')]]);
  const host = carried.get(0)?.host.name ?? '';
  const lost = { settled: new Set([futureKey({ host, task: 'first' })]), begun: new Map(), logins: new Map() };
  const earlier = { id: 'run', journal: '.flow', how: 'resume' as const, carried, warnings: [], lost };
  const placeWith = (results: Result[]) =>
    placeLate(earlier, {
      lost,
      collected: { hosts: new Map([[host, { results }]]), running: 0, heard: 1, refused: 0 },
      graph: speaking,
    });
  assert.throws(() => placeWith([]), /the journal has masked a secret/);
  assert.equal(placeWith([finished('second')]).late.size, 1);
});

test('with another key than that of the lost run nothing is gone on with, and its messages stay where they are', () => {
  const lost = { settled: new Set<string>(), begun: new Map(), logins: new Map() };
  const earlier = { id: 'run', journal: '.flow', how: 'resume' as const, carried: new Map(), warnings: [], lost };
  const placeWith = (heard: number) =>
    placeLate(earlier, { lost, collected: { hosts: new Map(), running: 0, heard, refused: 2 }, graph });
  assert.throws(() => placeWith(0), {
    name: 'UsageError',
    message:
      'nothing that workers have told of the run run can be opened: it had another FLOW_QUEUE_KEY\n  resume it with that one',
  });
  assert.equal(placeWith(1).late.size, 0);
});

test('while workers still have changes of the lost run it is not gone on with; once all of them are told it is', () => {
  const host = finished('first').host.name;
  const lost = { settled: new Set<string>(), begun: new Map([[host, ['second']]]), logins: new Map([[host, 1]]) };
  const carried = new Map([[1, unknown('second')]]);
  const earlier = { id: 'run', journal: '.flow', how: 'resume' as const, carried, warnings: [], lost };
  const placeWith = (results: Result[], running: number) =>
    placeLate(earlier, {
      lost,
      collected: { hosts: new Map([[host, { results }]]), running, heard: 1, refused: 0 },
      graph,
    });
  assert.throws(() => placeWith([], 2), {
    name: 'UsageError',
    message:
      'workers still have 2 logins of the run run, and may be making its changes\n' +
      '  resume it when they are through: `flow queue status` tells',
  });
  assert.equal(placeWith([], 0).carried.size, 1);
  assert.equal(placeWith([finished('second')], 2).carried.size, 0);
});

function errorOf(code: 'cancelled') {
  return { code, phase: null, message: 'cut off', hint: null, last: null };
}
