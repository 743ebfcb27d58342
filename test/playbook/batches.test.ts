import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitIntoBatches } from '../../src/playbook/batches.js';
import { compilePlaybook } from '../../src/playbook/compile.js';
import { hostsNamed, loadText, messageOf } from './load-text.js';

function compile(batches: string, tasks: string, hosts: string[], groups: [string, string[]][] = []) {
  const playbook = loadText(`name: t\ninventory: x.yaml\nbatches: ${batches}\n${tasks}`);
  return compilePlaybook(playbook, { hosts: hostsNamed(hosts), groups: new Map(groups) });
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `R${index + 1}`);
}

const SPLITS: [title: string, batches: string, hosts: number, sizes: number[]][] = [
  ['a canary, a tenth, and the rest', '[1, 10%, 100%]', 30, [1, 3, 26]],
  ['the last size repeats until every host has its turn', '[1, 4]', 10, [1, 4, 4, 1]],
  ['one size is a wave after the other', '[25%]', 8, [2, 2, 2, 2]],
  ['a share is rounded down', '[30%]', 5, [1, 1, 1, 1, 1]],
  ['a share is at least one host', '[1%, 100%]', 5, [1, 4]],
  ['sizes beyond the last host make no batch', '[1, 10, 10]', 3, [1, 2]],
  ['a batch may be larger than the fleet', '[100]', 3, [3]],
];

for (const [title, batches, hosts, sizes] of SPLITS) {
  test(`${title}: ${batches} of ${hosts} hosts`, () => {
    const graph = compile(batches, 'command: x', names(hosts));
    assert.deepEqual(
      graph.batches.map(({ length }) => length),
      sizes,
    );
    assert.deepEqual(graph.batches.flat(), graph.hosts);
  });
}

test('without batches there is one with every host', () => {
  const graph = compilePlaybook(loadText('name: t\ninventory: x\ncommand: x'), {
    hosts: hostsNamed(['R1', 'R2']),
    groups: new Map(),
  });
  assert.deepEqual(graph.batches, [['R1', 'R2']]);
});

test('whatever the sizes, every host is in one batch, in order, and no batch is empty', () => {
  const size = fc.oneof(
    fc.integer({ min: 1, max: 50 }).map((hosts) => ({ kind: 'hosts' as const, hosts })),
    fc.double({ min: 0.01, max: 100, noNaN: true }).map((percent) => ({ kind: 'percent' as const, percent })),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.array(size, { maxLength: 5 }), (count, sizes) => {
      const batches = splitIntoBatches(names(count), sizes);
      assert.deepEqual(batches.flat(), names(count));
      assert.ok(batches.every(({ length }) => length > 0));
    }),
  );
});

test('sizes that cannot be are told with their place', () => {
  const cases: [string, RegExp][] = [
    ['[0]', /^t\.yaml:3:11: batches\[0\]: expected a number of hosts or a share such as 10%, got 0\n/],
    ['[1, 0%]', /^t\.yaml:3:14: batches\[1\]: expected more than 0%: a batch has at least one host\n/],
    ['[1, 110%]', /^t\.yaml:3:14: batches\[1\]: expected a number of hosts or a share such as 10%, got "110%"\n/],
    ['[half]', /^t\.yaml:3:11: batches\[0\]: expected a number of hosts or a share such as 10%, got "half"\n/],
    ['[]', /^t\.yaml:3:10: batches: /],
    ['10', /^t\.yaml:3:10: batches: expected a list such as \[1, 10%, 100%\], got 10\n/],
  ];
  for (const [batches, expected] of cases) {
    const message = messageOf(() => loadText(`name: t\ninventory: x\nbatches: ${batches}\ncommand: x`));
    assert.match(message, expected);
    assert.equal(message.match(/^t\.yaml:/gm)?.length, 1, message);
  }
});

const TASKS = (needs: string) => `tasks:\n  - {name: a, command: x}\n  - {name: b, command: x, needs: ${needs}}\n`;

test('a need on every host is refused where there are several batches, with its place and two hosts', () => {
  assert.equal(
    messageOf(() => compile('[1, 100%]', TASKS('a@all'), names(3))),
    't.yaml:6:34: needs a@all: R1 is in batch 1 and would wait for R2 in batch 2, which begins when the batches before it are over\n' +
      '  6 |   - {name: b, command: x, needs: a@all}\n' +
      '    |                                  ^^^^^\n' +
      '  "all" is every host of the run, also of later batches: write b in a playbook of its own',
  );
});

test('a need on a host or a group of a later batch is refused, one of an earlier batch is not', () => {
  assert.match(
    messageOf(() => compile('[1, 1, 1]', TASKS('[a@R1, a@R3]'), names(3))),
    /^t\.yaml:6:41: needs a@R3: R1 is in batch 1 and would wait for R3 in batch 3/,
  );
  const core: [string, string[]][] = [['core', ['R1', 'R2']]];
  assert.match(
    messageOf(() => compile('[1, 1, 1]', TASKS('a@core'), names(3), core)),
    /^t\.yaml:6:34: needs a@core: R1 is in batch 1 and would wait for R2 in batch 2/,
  );
  assert.equal(compile('[2, 1]', TASKS('a@core'), names(3), core).batches.length, 2);
  assert.equal(compile('[1, 1, 1]', TASKS('[a, a@R1]'), names(3)).batches.length, 3);
});
