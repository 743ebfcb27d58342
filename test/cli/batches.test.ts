import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolder } from '../support/lab.js';
import { runFlow } from '../support/run-flow.js';

const PLAYBOOK = `name: Waves
inventory:
  lab: { cisco_ios: 4 }
  hosts: { R1: { password: not-the-password } }
batches: [1, 2]
command: show clock
`;

test('a canary that fails ends the run with status 3, and says so; nobody else is logged in to', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'waves.yaml'), PLAYBOOK);
  const { exitCode, stdout, stderr } = await runFlow(['run', 'waves.yaml', '--format', 'json'], { cwd: folder });
  assert.equal(exitCode, 3, stderr);
  const { run, results } = JSON.parse(stdout);
  assert.equal(run.status, 'stopped');
  assert.deepEqual(run.counts, { hosts: 4, finished: 0, raised: 1, cancelled: 3, skipped: 0 });
  assert.equal(results[1].error.message, 'not run: every host of the batch before it failed');
  assert.match(stderr, /^batch 1 of 3: R1\n/m);
  assert.match(stderr, /^■ stopping: every host of the batch failed, and no further batch is begun\n/m);
  assert.doesNotMatch(stderr, /batch 2 of 3/);
});

test('plan and graph show the batches', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'waves.yaml'), PLAYBOOK);
  const batches = 'batch 1 of 3: R1\nbatch 2 of 3: R2, R3\nbatch 3 of 3: R4\n';
  for (const words of [['plan'], ['run', '--dry-run'], ['graph']]) {
    const { exitCode, stdout, stderr } = await runFlow([...words, 'waves.yaml'], { cwd: folder });
    assert.equal(exitCode, 0, stderr);
    assert.ok(stdout.includes(`\n\n${batches}\n`), stdout);
  }
  const graph = await runFlow(['graph', 'waves.yaml', '--format', 'json'], { cwd: folder });
  assert.deepEqual(JSON.parse(graph.stdout).batches, [['R1'], ['R2', 'R3'], ['R4']]);
  const mermaid = await runFlow(['graph', 'waves.yaml', '--format', 'mermaid'], { cwd: folder });
  assert.match(mermaid.stdout, /^---\ntitle: 3 batches of 1, 2 and 1 host\n---\nflowchart LR\n/);
  const dot = await runFlow(['graph', 'waves.yaml', '--format', 'dot'], { cwd: folder });
  assert.match(dot.stdout, /^ {2}label="3 batches of 1, 2 and 1 host";$/m);
});
