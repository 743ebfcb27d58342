import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderReport } from '../../src/report/render.js';
import { makeClockRecord, makeRecord, makeResult } from './sample-record.js';

test('JSON has the published keys in the published order and ends its line', () => {
  const text = renderReport({ ...makeClockRecord(), vars: { token: 'not published' } }, { format: 'json' });
  assert.ok(text.endsWith('}\n'));
  assert.ok(text.startsWith('{\n  "schema": "flow/run@1",\n  "run": {\n    "id": '));
  const value = JSON.parse(text);
  assert.deepEqual(Object.keys(value), ['schema', 'run', 'playbook', 'results']);
  assert.deepEqual(Object.keys(value.run), ['id', 'status', 'started', 'finished', 'duration_ms', 'counts']);
  assert.deepEqual(value.run.counts, { hosts: 3, finished: 2, raised: 1, cancelled: 0, skipped: 0 });
  assert.deepEqual(value.playbook, { name: 'Clock on every router', file: 'playbooks/clock.yaml' });
  const keys =
    'host task command state attempts started finished duration_ms phases output parsed diff complete checks saved error';
  assert.deepEqual(Object.keys(value.results[1]), keys.split(' '));
  assert.deepEqual(Object.keys(value.results[1].host), ['name', 'address', 'platform', 'groups', 'vars']);
  assert.deepEqual(Object.keys(value.results[1].error), ['code', 'phase', 'message', 'hint', 'last']);
  assert.equal(value.results[1].output, null);
});

test('the counts of JSON tell of what is unknown, where anything is', () => {
  const record = makeClockRecord();
  const counts = { ...record.run.counts, finished: 1, unknown: 1 };
  const text = renderReport({ ...record, run: { ...record.run, counts } }, { format: 'json' });
  assert.deepEqual(JSON.parse(text).run.counts, counts);
});

test('whatever a device sends comes back from JSON unchanged, and no control character is in the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (output) => {
      const text = renderReport(makeRecord([makeResult(1, { output })]), { format: 'json' });
      assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
      assert.equal(JSON.parse(text).results[0].output, output);
    }),
  );
});
