import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compilePlaybook } from '../../src/playbook/compile.js';
import type { TaskGraph } from '../../src/task/graph.js';
import { hostsNamed, loadText, messageOf } from './load-text.js';

function compile(tasks: string, hosts: string[], groups: [string, string[]][] = []): TaskGraph {
  const playbook = loadText(`name: t\ninventory: x.yaml\ntasks:\n${tasks}`);
  return compilePlaybook(playbook, { hosts: hostsNamed(hosts), groups: new Map(groups) });
}

/** `R1/0: a b` for each login. */
function logins(graph: TaskGraph): string[] {
  return graph.jobs.map(
    ({ host, stage, nodes }) => `${host}/${stage}: ${nodes.map((id) => graph.nodes[id]?.task.name).join(' ')}`,
  );
}

test('tasks without needs are one login in the order written', () => {
  const graph = compile('  - {name: b, command: x}\n  - {name: a, command: x}\n', ['R1', 'R2']);
  assert.deepEqual(logins(graph), ['R1/0: b a', 'R2/0: b a']);
  assert.deepEqual(
    graph.jobs.map(({ waitsFor, barriers }) => [waitsFor, barriers]),
    [
      [[], []],
      [[], []],
    ],
  );
  assert.equal(graph.stages, 1);
});

test('a need goes before, and the others keep the order written', () => {
  const graph = compile(
    '  - {name: a, command: x, needs: d}\n  - {name: b, command: x}\n  - {name: c, command: x}\n  - {name: d, command: x}\n',
    ['R1'],
  );
  assert.deepEqual(logins(graph), ['R1/0: b c d a']);
});

test('what needs a saved output is another login with all that come after it, and clean-up is not', () => {
  const graph = compile(
    `  - {name: backup, command: x, save: 'b/{{host.name}}'}
  - {name: other, command: x}
  - {name: look, command: x, needs: [backup], always: true}
  - {name: push, command: x, needs: [backup]}
  - {name: check, command: x}
  - {name: more, command: x, needs: [backup]}
  - {name: far, command: x, needs: [backup@all]}
`,
    ['R1', 'R2'],
  );
  const own = ['backup other look', 'push check more', 'far'];
  assert.deepEqual(
    logins(graph),
    ['R1', 'R2'].flatMap((host) => own.map((names, login) => `${host}/${login < 2 ? 0 : 1}: ${names}`)),
  );
  assert.deepEqual(
    graph.jobs.map(({ part }) => part),
    [0, 1, 0, 0, 1, 0],
  );
  const alone = compile(
    "  - {name: backup, command: x, save: 'b/{{host.name}}'}\n  - {name: push, command: x, needs: [backup@all]}\n",
    ['R1'],
  );
  assert.deepEqual(logins(alone), ['R1/0: backup', 'R1/0: push']);
});

test('waiting for other hosts is another login, held together by one barrier', () => {
  const graph = compile(
    '  - {name: a, command: x}\n  - {name: b, command: x, needs: a@all}\n  - {name: c, command: x}\n',
    ['R1', 'R2'],
  );
  assert.deepEqual(logins(graph), ['R1/0: a c', 'R1/1: b', 'R2/0: a c', 'R2/1: b']);
  assert.deepEqual(graph.barriers, [{ id: 0, task: 'a', on: 'all', members: [0, 3] }]);
  assert.deepEqual(
    graph.jobs.map(({ barriers }) => barriers),
    [[], [0], [], [0]],
  );
});

test('the only host of a fleet waits for nobody else, so it does not log out', () => {
  assert.deepEqual(logins(compile('  - {name: a, command: x}\n  - {name: b, command: x, needs: a@all}\n', ['R1'])), [
    'R1/0: a b',
  ]);
});

test('a need on one host is its own order there, and another login elsewhere', () => {
  const graph = compile('  - {name: a, command: x}\n  - {name: b, command: x, needs: a@R1}\n', ['R1', 'R2']);
  assert.deepEqual(logins(graph), ['R1/0: a b', 'R2/0: a', 'R2/1: b']);
  assert.deepEqual(graph.jobs[2]?.waitsFor, [0]);
});

test('a need on a group waits for its hosts that take part', () => {
  const graph = compile(
    '  - {name: a, command: x}\n  - {name: b, command: x, needs: a@core}\n',
    ['R1', 'R2', 'R3'],
    [['core', ['R2', 'R3', 'R9']]],
  );
  assert.deepEqual(graph.barriers[0]?.members, [2, 4]);
  assert.deepEqual(logins(graph), ['R1/0: a', 'R1/1: b', 'R2/0: a', 'R2/1: b', 'R3/0: a', 'R3/1: b']);
});

test('a need on a host that does not take part is an error with its place', () => {
  const text = '  - {name: a, command: x}\n  - {name: b, command: x, needs: [a@cora1]}\n';
  assert.equal(
    messageOf(() => compile(text, ['core1', 'core2'])),
    [
      't.yaml:5:35: needs a@cora1: no host and no group "cora1" takes part in this run',
      '  5 |   - {name: b, command: x, needs: [a@cora1]}',
      '    |                                   ^^^^^^^',
      '  did you mean "core1"?',
    ].join('\n'),
  );
  assert.match(
    messageOf(() => compile(text, ['R1'], [['cora1', ['R7']]])),
    /t\.yaml:5:35: needs a@cora1: no host of the group "cora1" takes part in this run/,
  );
});

test('a ring that only the names of hosts make prints its members with their lines', () => {
  const text = '  - {name: a, command: x, needs: b@R2}\n  - {name: b, command: x, needs: [a@R1]}\n';
  assert.equal(
    messageOf(() => compile(text, ['R1', 'R2'])),
    [
      't.yaml:4:34: a ring of needs, none of which could begin: a on R1 (line 4) needs b on R2 (line 5), which needs a on R1',
      '  4 |   - {name: a, command: x, needs: b@R2}',
      '    |                                  ^^^^',
    ].join('\n'),
  );
});

test('a text that reads a result of a later login is an error', () => {
  const text = [
    '  - {name: a, command: x}',
    '  - {name: b, command: x, needs: a@all}',
    '  - {name: c, command: x, when: results.b.output == ""}',
  ].join('\n');
  assert.equal(
    messageOf(() => compile(text, ['R1', 'R2'])),
    [
      't.yaml:6:33: "b" waits for other hosts and comes after "c"',
      '  6 |   - {name: c, command: x, when: results.b.output == ""}',
      '    |                                 ^^^^^^^^^^^^^^^^^^^^^^',
      '  add b to the needs of c',
    ].join('\n'),
  );
  assert.doesNotThrow(() => compile(text, ['R1']));
});

test('a text that reads a result of a host that does not take part is an error', () => {
  const text = `  - {name: a, command: x}\n  - {name: b, command: 'x {{results.[a@R7].output}}', needs: a@all}\n`;
  assert.match(
    messageOf(() => compile(text, ['R1', 'R2'])),
    /t\.yaml:5:24: results\["a@R7"\]: no host "R7" takes part in this run/,
  );
});

test('ten thousand hosts that all wait for all are a graph that grows with the futures', () => {
  const tasks = ['a', 'b', 'c', 'd', 'e'].map((name, index, all) => {
    return `  - {name: ${name}, command: x${index === 0 ? '' : `, needs: ${all[index - 1]}@all`}}`;
  });
  const hosts = Array.from({ length: 10_000 }, (_, index) => `r${index}`);
  const graph = compile(tasks.join('\n'), hosts);
  assert.equal(graph.nodes.length, 50_000);
  assert.equal(graph.jobs.length, 50_000);
  const held = graph.nodes.reduce((sum, { needs, barriers }) => sum + needs.length + barriers.length, 0);
  const members = graph.barriers.reduce((sum, barrier) => sum + barrier.members.length, 0);
  assert.equal(held + members, 80_000);
  assert.equal(graph.stages, 5);
});

const HOSTS = ['R1', 'R2', 'R3'];
const needArbitrary = fc.record({ task: fc.nat(5), on: fc.constantFrom('', '@all', '@R1', '@R2', '@pair', '@one') });
const playbooks = fc.array(fc.array(needArbitrary, { maxLength: 3 }), { minLength: 1, maxLength: 6 });

test('of any playbook: the order respects every need, the stages are right, and a ring is refused', () => {
  let compiled = 0;
  fc.assert(
    fc.property(playbooks, (tasks) => {
      const text = tasks.map((needs, index) => {
        const list = needs.map(({ task, on }) => `t${task % tasks.length}${on}`);
        return `  - {name: t${index}, command: x, needs: [${list.join(', ')}]}`.replace(', needs: []', '');
      });
      let graph: TaskGraph;
      try {
        graph = compile(text.join('\n'), HOSTS, [
          ['pair', ['R2', 'R3']],
          ['one', ['R3']],
        ]);
      } catch (error) {
        assert.match(String((error as Error).message), /a ring of needs|needs itself/);
        return;
      }
      compiled++;
      checkGraph(graph);
    }),
    { numRuns: 300 },
  );
  assert.ok(compiled > 30, `only ${compiled} graphs had no ring`);
});

function checkGraph(graph: TaskGraph): void {
  const place = new Map<number, [number, number]>();
  for (const job of graph.jobs) for (const [index, id] of job.nodes.entries()) place.set(id, [job.stage, index]);
  assert.equal(place.size, graph.nodes.length);
  for (const node of graph.nodes) {
    const all = [...node.needs, ...node.barriers.flatMap((index) => graph.barriers[index]?.members ?? [])].map(
      (id) => graph.nodes[id],
    );
    const expected = Math.max(
      0,
      ...all.map((need) => (need?.host === node.host ? need.stage : (need?.stage ?? 0) + 1)),
    );
    assert.equal(node.stage, expected);
    for (const need of all) {
      if (!need) continue;
      const [stage, index] = place.get(need.id) ?? [0, 0];
      const [ownStage, ownIndex] = place.get(node.id) ?? [0, 0];
      if (need.host === node.host) assert.ok(stage < ownStage || (stage === ownStage && index < ownIndex));
      else assert.ok(stage < ownStage);
    }
  }
  for (const job of graph.jobs) {
    const free = job.nodes.filter(
      (id) => graph.nodes[id]?.needs.length === 0 && graph.nodes[id]?.barriers.length === 0,
    );
    assert.deepEqual(
      free,
      [...free].sort((a, b) => a - b),
    );
  }
}
