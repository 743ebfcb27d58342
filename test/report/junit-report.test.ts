import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderReport } from '../../src/report/render.js';
import { AUTH, makeRecord, makeResult } from './sample-record.js';

const render = (results: ReturnType<typeof makeResult>[]) => renderReport(makeRecord(results), { format: 'junit' });

/** What stands before the result of a host with one case. */
const beginningOf = (host: number, errors: number) =>
  `  <testsuite name="R${host}" tests="1" failures="0" errors="${errors}" skipped="0" time="0.${host}00" timestamp="2017-08-28T06:02:14.000Z">
    <properties>
      <property name="run" value="20170828-060214-abcd"/>
      <property name="playbook" value="playbooks/clock.yaml"/>
      <property name="address" value="192.168.100.${host}"/>
      <property name="platform" value="cisco_ios"/>
    </properties>
    <testcase name="clock" classname="R${host}" time="0.${host}00">`;

test('each host is a suite, each task a case; what was raised is an error with its code', () => {
  assert.equal(
    render([
      makeResult(1),
      makeResult(2, { state: 'raised', command: null, output: null, error: { ...AUTH, hint: 'look', last: 'bad' } }),
    ]),
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Clock on every router" tests="2" failures="0" errors="1" skipped="0" time="1.234" timestamp="2017-08-28T06:02:14.000Z">
${beginningOf(1, 0)}
      <system-out>&gt; sh clock
*06:02:11.983 UTC Mon Aug 28 2017</system-out>
    </testcase>
  </testsuite>
${beginningOf(2, 1)}
      <error message="the device did not accept the password of &quot;lab&quot;" type="auth">auth (auth): the device did not accept the password of "lab"
Hint: look
Last received: bad</error>
    </testcase>
  </testsuite>
</testsuites>
`,
  );
});

test('an expectation that does not hold is a failure, and each rule is a case of its own', () => {
  const text = render([
    makeResult(1, {
      state: 'raised',
      error: { ...AUTH, code: 'expect', message: 'no UTC' },
      checks: [
        { rule: 'utc', outcome: 'fail', message: 'got CET' },
        { rule: 'year', outcome: 'pass', message: null },
      ],
    }),
    makeResult(2, {
      state: 'skipped',
      output: null,
      checks: [{ rule: 'utc', outcome: 'not applicable', message: null }],
    }),
  ]);
  assert.match(text, /<testsuites [^>]*tests="5" failures="2" errors="0" skipped="2"/);
  assert.match(text, /<failure message="no UTC" type="expect">/);
  assert.match(
    text,
    /<testcase name="clock: utc" classname="R1" time="0.000">\n {6}<failure message="got CET" type="expect">/,
  );
  assert.match(text, /<testcase name="clock: year" classname="R1" time="0.000"\/>/);
});

test('what XML cannot hold is made visible, and no text ends an element', () => {
  const text = render([makeResult(1, { output: 'a]]>b</system-out><x/>&\u0000\ufffe\u001b[m"\n' })]);
  assert.match(text, /a\]\]&gt;b&lt;\/system-out&gt;&lt;x\/&gt;&amp;␀�␛\[m"\n<\/system-out>/);
});
