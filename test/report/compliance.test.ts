import assert from 'node:assert/strict';
import test from 'node:test';
import { complianceOf } from '../../src/report/compliance.js';
import { renderReport } from '../../src/report/render.js';
import type { Check } from '../../src/task/result.js';
import { makeRecord, makeResult } from './sample-record.js';

const pass = (rule: string): Check => ({ rule, outcome: 'pass', message: null });
const fail = (rule: string, message: string): Check => ({ rule, outcome: 'fail', message });
const none = (rule: string): Check => ({ rule, outcome: 'not applicable', message: null });

const results = [
  makeResult(1, { checks: [pass('UTC'), fail('noon | <b>', 'it is\nnot')] }),
  makeResult(2, { checks: [none('UTC'), none('noon | <b>')], state: 'skipped' }),
  makeResult(3, { state: 'cancelled' }), // of a run that was lost: nothing is known of its rules
];

test('every rule has every host of its task, also one that was never judged', () => {
  const rules = complianceOf(results);
  assert.deepEqual(
    rules.map(({ rule, pass, fail, not_applicable }) => [rule, pass, fail, not_applicable]),
    [
      ['UTC', 1, 0, 2],
      ['noon | <b>', 0, 1, 2],
    ],
  );
  assert.deepEqual(rules[0]?.hosts[2], { host: 'R3', outcome: 'not applicable', message: null });
});

test('the Markdown report has a line for each host, which no rule can break', () => {
  const report = renderReport(makeRecord(results), { format: 'md' });
  assert.match(report, /\n## Compliance\n\n2 rules on 3 hosts: 1 pass, 1 fail, 4 not applicable\.\n/);
  assert.ok(
    report.includes('\n| Host | UTC | noon \\| &lt;b&gt; |\n|---|---|---|\n| R1 | pass | **fail** |\n'),
    report,
  );
  assert.ok(report.includes('\n| R3 | not applicable | not applicable |\n'), report);
});

test('the report for a terminal names the hosts on which a rule fails', () => {
  const report = renderReport(makeRecord(results), { format: 'txt' });
  assert.ok(report.includes('clock  0 pass, 1 fail, 2 not applicable  noon | <b> (fails on R1)'), report);
});

test('a run without rules has no word on compliance', () => {
  assert.doesNotMatch(renderReport(makeRecord([makeResult(1)]), { format: 'md' }), /ompliance/);
});

test('templates see the rules as data', () => {
  const text = '{{#each compliance}}{{rule}}:{{#each hosts}} {{host}}={{outcome}}{{/each}};{{/each}}';
  const report = renderReport(makeRecord(results.slice(0, 1)), { format: 'txt', template: { text } });
  assert.equal(report, 'UTC: R1=pass;noon | <b>: R1=fail;\n');
});
