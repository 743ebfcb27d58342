import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderReport } from '../../src/report/render.js';
import { AUTH, makeClockRecord, makeRecord, makeResult } from './sample-record.js';

test('the built-in text report has the parts of the Markdown one in aligned columns', () => {
  assert.equal(
    renderReport(makeClockRecord(), { format: 'txt' }),
    `Clock on every router
3 hosts: 2 finished, 1 raised in 1.2 s

auth: the device did not accept the credentials
  check \`username\`, \`password\`, \`key\` and \`secret\`
  R2  192.168.100.2  clock  the device did not accept the password of "lab"

clock
> sh clock
  R1  *06:02:11.983 UTC Mon Aug 28 2017
  R2  raised: auth
  R3  *06:02:13.983 UTC Mon Aug 28 2017
`,
  );
});

test('names of wide characters keep the columns, long outputs stand indented, control characters are visible', () => {
  const host = { ...makeResult(1).host, name: '東京-1' };
  const record = makeRecord([
    makeResult(1, { host, output: 'a\u001b[2Jb' }),
    makeResult(2, { output: 'one\ntwo\n' }),
    makeResult(3, {
      state: 'raised',
      error: { ...AUTH, code: 'device', message: 'rejected' },
      output: '% Invalid input',
    }),
  ]);
  const text = renderReport(record, { format: 'txt' });
  assert.equal(
    text.slice(text.indexOf('clock\n>')),
    'clock\n> sh clock\n  東京-1  a␛[2Jb\n  R3      raised: device: % Invalid input\n\n  R2\n    one\n    two\n',
  );
});
