import assert from 'node:assert/strict';
import test from 'node:test';
import { judgeExpectations } from '../../src/device/judge-expectations.js';
import type { Expectation } from '../../src/task/task.js';

const rule = (source: string, rest: { name?: string; message?: string } = {}): Expectation => ({
  that: { source },
  ...(rest.name !== undefined && { name: rest.name }),
  ...(rest.message !== undefined && { message: { text: rest.message } }),
});
const answer = { host: { name: 'R1' }, vars: {}, results: {}, output: '12:00 CET', parsed: null };
const judge = (...expect: Expectation[]) => judgeExpectations({ expect }, answer);

test('every rule is judged, also after one that does not hold', () => {
  const { checks } = judge(
    rule('output.contains("UTC")'),
    rule('output.contains("12:00")', { name: 'it is noon' }),
    rule('host.name == "R2"', { name: 'its name' }),
  );
  assert.deepEqual(checks, [
    { rule: 'output.contains("UTC")', outcome: 'fail', message: 'expected output.contains("UTC")' },
    { rule: 'it is noon', outcome: 'pass', message: null },
    { rule: 'its name', outcome: 'fail', message: 'its name: expected host.name == "R2"' },
  ]);
});

test('the error tells all that does not hold, and how many rules there are', () => {
  const [wrong, right] = [rule('output == "a"'), rule('output != "a"')];
  assert.equal(judge(right).error, null);
  assert.equal(judge(right, wrong).error?.message, 'expected output == "a"');
  const two = judge(wrong, right, rule('output == "b"')).error;
  assert.equal(two?.message, '2 of 3 rules do not hold: expected output == "a"; expected output == "b"');
  assert.equal(two?.code, 'expect');
  const many = judge(...['1', '2', '3', '4', '5'].map((text) => rule(`output == "${text}"`))).error;
  assert.match(many?.message ?? '', /^5 of 5 .*"3"; and 2 more$/);
});

test('a message is a template over what the rule speaks of', () => {
  const { checks, error } = judge(rule('output.contains("UTC")', { message: '{{host.name}} says {{output}}' }));
  assert.equal(checks[0]?.message, 'R1 says 12:00 CET');
  assert.equal(error?.message, 'R1 says 12:00 CET');
});

test('a message that cannot be rendered does not hide what failed', () => {
  const { checks } = judge(rule('output == ""', { message: '{{results.version.output}}' }));
  assert.match(checks[0]?.message ?? '', /^expected output == "" \(its message cannot be rendered: .+\)$/);
});

test('a rule that cannot be evaluated fails, and says why', () => {
  const { checks } = judge(rule('parsed.version == "15"'));
  assert.equal(checks[0]?.outcome, 'fail');
  assert.match(checks[0]?.message ?? '', /^expected parsed\.version == "15", which cannot be evaluated: /);
});

test('a message with a whole output in it is cut', () => {
  const { checks } = judgeExpectations(
    { expect: [rule('output == ""', { message: '{{output}}' })] },
    { ...answer, output: 'x'.repeat(5_000_000) },
  );
  assert.equal(checks[0]?.message?.length, 1_001);
});

test('a rule sees what the run before gave, and is not applicable where there was none', () => {
  const expect = [rule('output == previous.output'), rule('previous == null || output != previous.output')];
  const outcomes = (
    previous: { output: string; parsed: null; state: 'finished' } | null,
    mask?: (text: string) => string,
  ) =>
    judgeExpectations({ expect }, { ...answer, previous, ...(mask && { mask }) }).checks.map(({ outcome }) => outcome);
  assert.deepEqual(outcomes(null), ['not applicable', 'pass']);
  assert.deepEqual(outcomes({ output: '12:00 CET', parsed: null, state: 'finished' }), ['pass', 'fail']);
  assert.deepEqual(outcomes({ output: '13:00 CET', parsed: null, state: 'finished' }), ['fail', 'pass']);
  // The journal has masked it, and the answer that it is compared with has not been.
  const mask = (text: string) => text.replace('CET', '****');
  assert.deepEqual(outcomes({ output: '12:00 ****', parsed: null, state: 'finished' }, mask), ['pass', 'fail']);
});
