import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FORMATS } from '../../src/playbook/output-format.js';
import { renderReport, reportPieces } from '../../src/report/render.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeLargeRecord } from './large-record.js';
import { AUTH, makeClockRecord, makeRecord, makeResult } from './sample-record.js';

test('all formats of one run agree in what came of it', () => {
  const record = makeLargeRecord(120);
  const { hosts, finished, raised, cancelled } = record.run.counts;
  const render = (format: (typeof FORMATS)[number]) => renderReport(record, { format });
  assert.deepEqual(JSON.parse(render('json')).run.counts, { hosts, finished, raised, cancelled, skipped: 0 });

  const lines = render('jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(countBy(lines.map(({ state }) => state)), { finished, raised, cancelled });
  assert.equal(new Set(lines.map(({ host }) => host.name)).size, hosts);

  const summary = `${hosts} hosts, ${record.results.length} tasks: ${finished} finished, ${raised} raised, ${cancelled} cancelled`;
  for (const format of ['md', 'txt', 'html'] as const) assert.ok(render(format).includes(summary), format);

  const page = JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(render('html'))?.[1] ?? '');
  assert.deepEqual(countBy(page.results.map(({ state }: { state: string }) => state)), { finished, raised, cancelled });
  assert.equal(page.hosts.length, hosts);

  const csv = render('csv');
  const states = [...csv.matchAll(/,(finished|raised|cancelled),(?:,,|[a-z_]+,[^,]+,)1,/g)].map(
    ([, state]) => state ?? '',
  );
  assert.deepEqual(countBy(states), { finished, raised, cancelled });

  const junit = render('junit');
  const head = new RegExp(
    `<testsuites [^>]*tests="${record.results.length}" failures="0" errors="${raised}" skipped="${cancelled}"`,
  );
  assert.match(junit, head);
  assert.equal(junit.match(/<testcase /g)?.length, record.results.length);
  assert.equal(junit.match(/<testsuite /g)?.length, hosts);
  assert.equal(junit.match(/<error /g)?.length, raised);
  assert.equal(junit.match(/<skipped /g)?.length, cancelled);
});

test('a report made in pieces is the same as one made at once', () => {
  const record = makeLargeRecord(300);
  for (const format of FORMATS)
    assert.equal([...reportPieces(record, { format })].join(''), renderReport(record, { format }), format);
});

test('no format lets a control character of a device through', () => {
  const nasty = 'a\u001b[2Jb\u0007\u202e\u009b\0';
  const record = makeRecord([
    makeResult(1, { output: nasty, parsed: { [nasty]: nasty }, diff: nasty }),
    makeResult(2, { state: 'raised', error: { ...AUTH, message: nasty, hint: nasty, last: nasty } }),
  ]);
  for (const format of FORMATS) {
    const text = renderReport(record, { format });
    assert.doesNotMatch(text, /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/, format);
  }
});

test('a report without times is written in every format', () => {
  const record = makeClockRecord();
  const timeless: RunRecord = {
    ...record,
    run: { ...record.run, id: null, started: null, finished: null, duration_ms: null },
  };
  for (const format of FORMATS) {
    const text = renderReport(timeless, { format });
    assert.doesNotMatch(text, /\bnull ms|NaN|Invalid|timestamp="null"|>null</, format);
  }
});

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
