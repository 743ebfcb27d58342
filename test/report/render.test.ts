import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutputText } from '../../src/playbook/playbook.js';
import { renderEach, renderReport } from '../../src/report/render.js';
import { ReportError } from '../../src/report/report-error.js';
import { AUTH, makeClockRecord, makeRecord, makeResult } from './sample-record.js';

const TABLE = `# {{playbook.name}}

| Router | Clock |
|---|---|
{{#each results}}
| {{host.name}} | {{output}} |
{{/each}}
`;

test('the template of the design gives one row for each result, an empty cell where there is no output', () => {
  assert.equal(
    renderReport(makeClockRecord(), { format: 'md', template: { text: TABLE } }),
    `# Clock on every router

| Router | Clock |
|---|---|
| R1 | *06:02:11.983 UTC Mon Aug 28 2017 |
| R2 |  |
| R3 | *06:02:13.983 UTC Mon Aug 28 2017 |
`,
  );
});

test('an output of several lines, or with a bar, stays in its cell though no helper was written', () => {
  const record = makeRecord([makeResult(1, { output: 'a | b\nc \\| d\n' })]);
  const text = renderReport(record, { format: 'md', template: { text: TABLE } });
  assert.ok(text.endsWith('| R1 | a \\| b<br>c \\| d |\n'), text);
});

test('outside of rows, and in the text format, values are written as they are', () => {
  const record = makeRecord([makeResult(1, { output: 'a | b\nc' })]);
  const template = { text: '{{#each results}}{{output}} | {{#if error}}no{{else}}yes{{/if}}\n{{/each}}' };
  assert.equal(renderReport(record, { format: 'md', template }), 'a | b\nc | yes\n');
  assert.equal(
    renderReport(record, { format: 'txt', template: { text: '| {{results.0.output}} |' } }),
    '| a | b\nc |\n',
  );
});

test('a template sees the counts, the failures, and the results by host and by task', () => {
  const template = {
    text: `{{summary}}; {{counts.futures}} futures, {{counts.raised}} raised
{{#each failures}}{{host.name}} {{error.code}}: {{error.message}}
{{/each}}{{#each hosts}}{{name}} {{state}} {{tasks.clock.output}}
{{/each}}{{#each tasks}}{{name}}: {{length results}}
{{/each}}{{playbook.description}}{{run.status}}`,
  };
  assert.equal(
    renderReport(makeClockRecord(), { format: 'txt', template }),
    `3 hosts: 2 finished, 1 raised in 1.2 s; 3 futures, 1 raised
R2 auth: the device did not accept the password of "lab"
R1 finished *06:02:11.983 UTC Mon Aug 28 2017
R2 raised${' '}
R3 finished *06:02:13.983 UTC Mon Aug 28 2017
clock: 3
failed
`,
  );
});

test('a misspelt name is told with its place in the playbook', () => {
  const lines = ['output: |', '  # Report', '  | {{run.id}} | {{run.statis}} |'];
  const template: OutputText = {
    text: '# Report\n| {{run.id}} | {{run.statis}} |\n',
    diagnose(offset, length, message, proposal) {
      const before = this.text.slice(0, offset).split('\n');
      const line = before.length + 1;
      const column = (before.at(-1) ?? '').length + 3;
      const position = { file: 'clock.yaml', line, column, length };
      const sourceLine = lines[line - 1] ?? '';
      return {
        position,
        file: 'clock.yaml',
        message,
        sourceLine,
        ...(proposal ? { proposal } : {}),
        severity: 'error',
      };
    },
  };
  assert.throws(
    () => renderReport(makeClockRecord(), { format: 'md', template }),
    (error) => {
      assert.ok(error instanceof ReportError);
      assert.equal(error.code, 'template');
      assert.equal(
        error.message,
        `clock.yaml:3:20: output.template: "run" has no "statis"
  3 |   | {{run.id}} | {{run.statis}} |
    |                    ^^^^^^^^^^
  did you mean "status"?`,
      );
      return true;
    },
  );
});

test('where only the place of the whole template is known the line is told in words', () => {
  const template = { text: 'a\n{{nope}}', position: { file: 'clock.yaml', line: 7, column: 9, length: 1 } };
  assert.throws(() => renderReport(makeClockRecord(), { format: 'md', template }), {
    message: /^clock\.yaml:7:9: output\.template: line 2 of the template: unknown name "nope"/,
  });
});

test('a name that is empty here is an error with its reason, and {{#if}} asks first', () => {
  const render = (text: string) => renderReport(makeClockRecord(), { format: 'txt', template: { text } });
  assert.throws(() => render('{{#each results}}{{error.code}}{{/each}}'), /"error" has no "code": "error" is empty/);
  assert.equal(render('{{#each results}}{{#if error}}{{error.code}}{{else}}-{{/if}}{{/each}}'), '-auth-\n');
});

test('each result can be rendered by itself as it comes', () => {
  const playbook = { name: 'Clock', file: 'clock.yaml' };
  const template = {
    text: '{{playbook.name}}: {{host.name}} {{task}} {{state}} {{output}}{{result.output}} {{vars.a}}',
  };
  const raised = makeResult(2, { state: 'raised', output: null, error: AUTH });
  assert.equal(
    renderEach(makeResult(1, { output: 'x\u001b' }), template, { playbook, vars: { a: 1 } }),
    'Clock: R1 clock finished x␛x␛ 1\n',
  );
  assert.equal(renderEach(raised, template, { playbook, vars: { a: 1 } }), 'Clock: R2 clock raised  1\n');
  assert.equal(renderEach(raised, { text: '{{#if (eq state "finished")}}{{output}}{{/if}}' }, { playbook }), '');
});

test('text of a device is never taken for a template', () => {
  const record = makeRecord([makeResult(1, { output: '{{run.id}} {{#each' })]);
  const text = renderReport(record, { format: 'txt', template: { text: '{{#each results}}{{output}}{{/each}}' } });
  assert.equal(text, '{{run.id}} {{#each\n');
});

test('in HTML and XML a template gets every value escaped, and so does each', () => {
  const output = '<img src=x onerror="a()">&\u001b';
  const record = makeRecord([makeResult(1, { output })]);
  const template = { text: '<p title="{{results.0.output}}">{{#each results}}{{output}}{{/each}}</p>' };
  const written = '&lt;img src&#x3D;x onerror&#x3D;&quot;a()&quot;&gt;&amp;␛';
  for (const format of ['html', 'junit'] as const) {
    assert.equal(renderReport(record, { format, template }), `<p title="${written}">${written}</p>\n`);
    const playbook = { name: 'Clock', file: 'clock.yaml' };
    const [result] = record.results;
    assert.ok(result);
    assert.equal(renderEach(result, { text: '{{output}}' }, { playbook, format }), `${written}\n`);
  }
  assert.throws(
    () => renderReport(record, { format: 'html', template: { text: '{{{summary}}}' } }),
    /could become markup/,
  );
});
