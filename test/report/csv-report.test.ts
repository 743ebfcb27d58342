import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { printable } from '../../src/error/printable.js';
import { renderReport } from '../../src/report/render.js';
import { makeRecord, makeResult } from './sample-record.js';

function rowsOf(results: ReturnType<typeof makeResult>[]): Record<string, string>[] {
  return parse(renderReport(makeRecord(results), { format: 'csv' }), { columns: true });
}

test('a result is a row below a header, and lines end in CR LF', () => {
  const text = renderReport(makeRecord([makeResult(1)]), { format: 'csv' });
  assert.equal(
    text,
    'run,host,address,platform,task,command,state,code,message,attempts,started,finished,duration_ms,output,diff\r\n' +
      '20170828-060214-abcd,R1,192.168.100.1,cisco_ios,clock,sh clock,finished,,,1,2017-08-28T06:02:14.000Z,2017-08-28T06:02:14.100Z,100,*06:02:11.983 UTC Mon Aug 28 2017,\r\n',
  );
});

test('what any CSV reader gets is what the device said, but for the apostrophe before a formula', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '=', '+', '-', '@', '\t', ' ', '1', ';') }),
      (output) => {
        const [row] = rowsOf([makeResult(1, { output })]);
        const said = printable(output);
        assert.ok(row?.output === said || row?.output === `'${said}`, JSON.stringify(row?.output));
        assert.ok(!/^\s*[=@+]/.test(row.output) || /^\+\d+$/.test(row.output), JSON.stringify(row.output));
      },
    ),
    { seed: 5, numRuns: 500 },
  );
});

for (const [output, written] of [
  ['=HYPERLINK("http://x")', `'=HYPERLINK("http://x")`],
  ['+1+cmd|x', "'+1+cmd|x"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-x', "'-x"],
  ['-40', '-40'],
  ['+3.5', '+3.5'],
] as const) {
  test(`a spreadsheet takes ${output} for text`, () => {
    assert.equal(rowsOf([makeResult(1, { output })])[0]?.output, written);
  });
}

test('what was parsed to one record has columns of its own, and all else is JSON', () => {
  const rows = rowsOf([
    makeResult(1, { parsed: [{ version: '15.2', uptime: 3 }] }),
    makeResult(2, { parsed: { version: '16.1' } }),
    makeResult(3, { parsed: [{ port: 1 }, { port: 2 }] }),
  ]);
  assert.deepEqual(
    rows.map((row) => [row['parsed.version'], row['parsed.uptime'], row.parsed]),
    [
      ['15.2', '3', ''],
      ['16.1', '', ''],
      ['', '', '[{"port":1},{"port":2}]'],
    ],
  );
});
