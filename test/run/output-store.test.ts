import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { renderReport } from '../../src/report/render.js';
import { OutputStore } from '../../src/run/output-store.js';
import { hasLazyOutput } from '../../src/task/lazy-output.js';
import type { Result } from '../../src/task/result.js';
import { makeClockRecord } from '../report/sample-record.js';
import { HeldExecutor } from './support/held-executor.js';
import { makeTask } from './support/make-graph.js';
import { settleDown, startRun } from './support/start-run.js';

const LONG = 'interface Vlan10\n'.repeat(500);

function makeStore(t: TestContext): { store: OutputStore; folder: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'flow-store-'));
  const store = new OutputStore(folder);
  t.after(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  return { store, folder };
}

test('long outputs are not kept in memory, and read back to the letter', (t) => {
  const { store } = makeStore(t);
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\udc00\ud800'));
  const kept: [Result, string][] = [];
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 300 }), (part, times) => {
      const output = `${part}${'line\n'.repeat(times * 5)}${part}`;
      const result = store.keep(resultWith(output));
      assert.equal(hasLazyOutput(result), output.length >= 4_096);
      kept.push([result, output]);
    }),
  );
  for (const [result, output] of kept) assert.equal(result.output, output);
});

test('a result whose output is in the file is a result like any other', (t) => {
  const { store } = makeStore(t);
  const result = resultWith(LONG);
  const kept = store.keep(result);
  assert.equal(JSON.stringify(kept), JSON.stringify(result));
  assert.deepEqual(structuredClone(kept), result);
  assert.deepEqual({ ...kept }, result);
});

test('the file has no name that anybody could find, or that could be left behind', (t) => {
  const { store, folder } = makeStore(t);
  assert.ok(hasLazyOutput(store.keep(resultWith(LONG))));
  assert.deepEqual(readdirSync(folder), []);
});

test('where there is no room for a file outputs stay in memory', (t) => {
  const { folder } = makeStore(t);
  const store = new OutputStore(path.join(folder, 'missing'));
  const kept = store.keep(resultWith(LONG));
  assert.equal(hasLazyOutput(kept), false);
  assert.equal(kept.output, LONG);
});

test('after the store is closed nothing wrong is read', (t) => {
  const { store } = makeStore(t);
  const kept = store.keep(resultWith(LONG));
  store.close();
  assert.throws(() => kept.output, /after its store was closed/);
});

test('a report reads the outputs it shows, and shows the same as if they had been in memory', (t) => {
  const { store } = makeStore(t);
  const record = makeClockRecord();
  const long = { ...record, results: record.results.map((result) => ({ ...result, output: `${LONG}\u001b[2J` })) };
  const stored = { ...long, results: long.results.map((result) => store.keep(result)) };
  const template = {
    text: '{{#each results}}{{output}}{{json this}}{{#each ../hosts}}{{tasks.clock.output}}{{/each}}{{/each}}',
  };
  for (const format of ['md', 'txt', 'json'] as const) {
    assert.equal(renderReport(stored, { format }), renderReport(long, { format }));
    assert.equal(renderReport(stored, { format, template }), renderReport(long, { format, template }));
  }
  store.close();
  const names = { text: '{{#each results}}{{host.name}}{{#if error}}!{{/if}} {{/each}}' };
  assert.equal(
    renderReport(stored, { format: 'md', template: names }),
    renderReport(long, { format: 'md', template: names }),
  );
});

test('a run keeps its long outputs in the store, masked; a later login is given what the device has said', async (t) => {
  const { store } = makeStore(t);
  const said = `${LONG}snmp-server community public RO`;
  const executor = new HeldExecutor();
  const tasks = [
    makeTask('config'),
    makeTask('check', { retry: { attempts: 2, delayMs: 0, backoff: 1, jitter: 0, on: ['timeout'] } }),
  ];
  const run = startRun({ hosts: ['R1'], tasks, executor, options: { outputs: store } });
  await settleDown();
  executor.of('R1').settle('finished', null, said).fail('timeout');
  const login = await executor.next();
  assert.equal(login.job.results.config?.output, said);
  login.finish();
  const [result] = (await run.record).results;
  assert.ok(result && hasLazyOutput(result));
  assert.equal(result.output, `${LONG}snmp-server community **** RO`);
});

function resultWith(output: string): Result {
  const [sample] = makeClockRecord().results;
  assert.ok(sample);
  return { ...sample, output };
}
