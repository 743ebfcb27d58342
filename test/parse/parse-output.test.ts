import assert from 'node:assert/strict';
import test from 'node:test';
import { parseOutput as parseWith } from '../../src/parse/parse-output.js';
import type { CaptureType, ParseSpec } from '../../src/parse/parse-spec.js';
import { timeFor } from '../../src/parse/within-time.js';

function parseOutput(output: string, spec: ParseSpec) {
  return parseWith(output, spec, { platforms: [], command: '', templateDirs: [] });
}

function regex(pattern: string, flags = '', types: Record<string, CaptureType> = {}): ParseSpec {
  return { kind: 'regex', pattern, flags, types };
}

function json(...path: string[]): ParseSpec {
  return { kind: 'json', path };
}

test('a regular expression without g gives the groups of its first match', () => {
  assert.deepEqual(
    parseOutput('up 3 weeks\nup 4 days', regex('up (?<count>\\d+) (?<unit>\\w+)', '', { count: 'int' })),
    {
      kind: 'parsed',
      value: { count: 3, unit: 'weeks' },
    },
  );
  assert.deepEqual(parseOutput('down', regex('up (?<count>\\d+)')), { kind: 'empty', value: null });
});

test('with g it gives a list of every match, and a group that took no part is null', () => {
  const spec = regex('^(?<vlan>\\d+)(?: (?<name>\\S+))?$', 'gm', { vlan: 'int' });
  assert.deepEqual(parseOutput('1 default\n20', spec), {
    kind: 'parsed',
    value: [
      { vlan: 1, name: 'default' },
      { vlan: 20, name: null },
    ],
  });
  assert.deepEqual(parseOutput('', spec), { kind: 'empty', value: [] });
});

test('a captured text that is no number of its type fails, with its name', () => {
  const typed = (type: CaptureType, text: string) => parseOutput(text, regex('(?<n>.+)', '', { n: type }));
  const cases: [CaptureType, string, unknown][] = [
    ['int', '1,234,567', 1_234_567],
    ['int', '-7', -7],
    ['float', '99.5', 99.5],
    ['float', '1e3', 1000],
    ['text', '007', '007'],
  ];
  for (const [type, text, value] of cases) assert.deepEqual(typed(type, text), { kind: 'parsed', value: { n: value } });
  for (const text of ['1.5', '1,23', '12a', '0x10', '9007199254740993', 'n/a']) {
    const message = `n: expected a whole number that can be exact, got ${JSON.stringify(text)}`;
    assert.deepEqual(typed('int', text), { kind: 'failed', message });
  }
  assert.equal(typed('float', 'Infinity').kind, 'failed');
});

test('a group called __proto__ is a group like any other', () => {
  const outcome = parseOutput('x', regex('(?<__proto__>x)'));
  assert.equal(JSON.stringify(outcome), '{"kind":"parsed","value":{"__proto__":"x"}}');
});

test('JSON is followed along a path, and counters that cannot be exact stay text', () => {
  const output =
    '{"interfaces": {"Et1": {"octets": 18446744073709551615, "text": "x 18446744073709551615", "speed": 1e9}}}\n';
  assert.deepEqual(parseOutput(output, json('interfaces', 'Et1')), {
    kind: 'parsed',
    value: { octets: '18446744073709551615', text: 'x 18446744073709551615', speed: 1e9 },
  });
  assert.deepEqual(parseOutput('[{"a": 1}]', json('0', 'a')), { kind: 'parsed', value: 1 });
});

test('nothing in JSON is empty, what is not there fails', () => {
  for (const [output, value] of [
    ['{}', {}],
    ['[]', []],
    ['null', null],
  ] as const)
    assert.deepEqual(parseOutput(output, json()), { kind: 'empty', value });
  assert.deepEqual(parseOutput('0', json()), { kind: 'parsed', value: 0 });
  const failures: [string, ParseSpec, string][] = [
    ['{"interfaces": {}}', json('interface'), 'the output has no "interface": did you mean "interfaces"?'],
    ['{"a": [1]}', json('a', 'length'), '"a" has no "length"'],
    ['{"a": 1}', json('a', 'toString'), '"a" has no "toString"'],
    ['', json(), 'the output is not JSON: it is empty'],
    ['{"a": 1', json(), 'the output is not JSON: line 1, column 8 is not'],
    ['{\n"a": 1,}', json(), 'the output is not JSON: line 2, column 8 is not'],
    ['% Invalid input', json(), 'the output is not JSON: "%" was not expected'],
  ];
  for (const [output, spec, message] of failures)
    assert.deepEqual(parseOutput(output, spec), { kind: 'failed', message });
});

test('a pattern that would run for ever is stopped, and what comes next is parsed as before', () => {
  const message = 'a pattern does not come to an end in time on this output: write it with less repetition';
  assert.deepEqual(parseOutput(`${'a'.repeat(50)}!`, regex('^(?<x>(a+)+)$')), { kind: 'failed', message });
  assert.equal(parseOutput('aaa', regex('^(?<x>(a+)+)$')).kind, 'parsed');
});

test('JSON that is nested without end is refused before anything walks through it', () => {
  const nested = (levels: number) => parseOutput('['.repeat(levels) + ']'.repeat(levels), json());
  assert.equal(nested(200).kind, 'parsed');
  for (const levels of [202, 100_000]) {
    assert.deepEqual(nested(levels), {
      kind: 'failed',
      message: 'the JSON has more than 200 levels of lists and maps',
    });
  }
});

test('a longer output gets more time, and never so much that other hosts are no longer heard', () => {
  assert.ok(timeFor('') >= 1_000);
  assert.ok(timeFor('x'.repeat(1_000_000)) > timeFor(''));
  assert.ok(timeFor('x'.repeat(50_000_000)) <= 10_000);
});
