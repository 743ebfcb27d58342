import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawGraph } from '../../src/task/draw-graph.js';
import type { Node, TaskGraph } from '../../src/task/graph.js';
import { makeJobs } from '../../src/task/make-jobs.js';
import { assignStages } from '../../src/task/stages.js';
import type { Task } from '../../src/task/task.js';

function makeTask(name: string, index: number, extra: Partial<Task> = {}): Task {
  return {
    name,
    index,
    action: { kind: 'command', command: { text: `show ${name}` } },
    needs: [],
    expect: [],
    answers: [],
    timeoutMs: 30_000,
    retry: { attempts: 1, delayMs: 0, backoff: 1, jitter: 0, on: [] },
    ignoreErrors: false,
    always: false,
    ...extra,
  };
}

/** `backup` everywhere, then `push` once all have it; `push` on R2 also waits for `push` on R1. */
function makeGraph(hosts: string[]): TaskGraph {
  const push = makeTask('push', 1, {
    action: { kind: 'config', lines: [{ text: 'a' }, { text: 'b' }], save: true, diff: false },
    when: { source: 'host.name != "x"' },
  });
  const tasks = [makeTask('backup', 0), push, makeTask('clean', 2, { always: true })];
  const nodes = hosts.flatMap((host, row) =>
    tasks.map((task): Node => {
      const needs = task.index === 2 ? [row * 3 + 1] : task.index === 1 && row === 1 ? [1] : [];
      return { id: row * 3 + task.index, host, task, needs, barriers: task.index === 1 ? [0] : [], stage: 0 };
    }),
  );
  const barriers = [{ id: 0, task: 'backup', on: 'all', members: hosts.map((_, row) => row * 3) }];
  const stages = assignStages(nodes, barriers);
  return { nodes, barriers, jobs: makeJobs(nodes, barriers, 3), tasks, hosts, batches: [hosts], stages };
}

test('text is a tree by login, with hosts that do the same in one branch', () => {
  const hosts = Array.from({ length: 1000 }, (_, index) => `R${index + 1}`);
  assert.equal(
    drawGraph(makeGraph(hosts), 'text'),
    `1,000 hosts, 3 tasks on each, 3,000 futures

first login
├─ R1, R3, R4 and 996 more hosts
│  └─ backup  show backup
└─ R2
   └─ backup  show backup

login 2: once what it needs on other hosts is there
└─ R1, R3, R4 and 996 more hosts
   ├─ push    configure 2 lines and save  (needs backup@all; when host.name != "x")
   └─ clean   show clean  (needs push; always)

login 3: once what it needs on other hosts is there
└─ R2
   ├─ push    configure 2 lines and save  (needs push@R1, backup@all; when host.name != "x")
   └─ clean   show clean  (needs push; always)
`,
  );
});

test('mermaid has a box per group of hosts and task, and arrows from what is needed', () => {
  assert.equal(
    drawGraph(makeGraph(['R1', 'R2']), 'mermaid'),
    `flowchart LR
  subgraph g0["R1"]
    g0t0["backup"]
    g0t1["push"]
    g0t2["clean"]
  end
  subgraph g1["R2"]
    g1t0["backup"]
    g1t1["push"]
    g1t2["clean"]
  end
  b0(["backup@all"])
  b0 --> g0t1
  g0t1 --> g0t2
  g0t1 --> g1t1
  b0 --> g1t1
  g1t1 --> g1t2
  g0t0 --> b0
  g1t0 --> b0
`,
  );
});

test('no name can end a label, be taken for markup, or move the cursor', () => {
  const graph = makeGraph(['a"]; <b>\u001b[2J\n']);
  assert.match(drawGraph(graph, 'mermaid'), /subgraph g0\["a#34;#93;#59; #60;b#62;#9243;#91;2J#9166;"\]/);
  assert.match(drawGraph(graph, 'dot'), /label="a\\"\]; <b>␛\[2J⏎";/);
  assert.match(drawGraph(graph, 'text'), /└─ a"\]; <b>␛\[2J⏎\n/);
});

test('dot is a graph with a cluster per group of hosts', () => {
  assert.match(
    drawGraph(makeGraph(['R1', 'R2']), 'dot'),
    /^digraph flow \{\n {2}rankdir=LR;[\s\S]* {2}b0 \[shape=diamond, label="backup@all"\];[\s\S]*\n\}\n$/,
  );
});

test('json lists every host once, with its logins', () => {
  const drawn = JSON.parse(drawGraph(makeGraph(['R1', 'R2', 'R3']), 'json'));
  assert.equal(drawn.schema, 'flow/graph@1');
  assert.deepEqual([drawn.hosts, drawn.futures, drawn.stages], [3, 9, 3]);
  assert.deepEqual(drawn.groups[0].hosts, ['R1', 'R3']);
  assert.deepEqual(drawn.groups[1].logins[1], {
    stage: 2,
    tasks: [
      { task: 'push', does: 'configure 2 lines and save', needs: ['push@R1', 'backup@all'] },
      { task: 'clean', does: 'show clean', needs: ['push'] },
    ],
  });
});

test('four hosts are named, since "1 more host" would be as long', () => {
  assert.match(drawGraph(makeGraph(['R1', 'X', 'R2', 'R3', 'R4']), 'text'), /─ R1, R2, R3, R4\n/);
});
