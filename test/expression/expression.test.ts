import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkExpression } from '../../src/expression/cel.js';
import { compileExpression, compileList, type ExpressionKind } from '../../src/expression/expression.js';
import { ExpressionError } from '../../src/expression/expression-error.js';

const CONTEXT = {
  host: {
    name: 'R1',
    address: '192.0.2.1',
    platform: 'cisco_ios',
    port: 22,
    groups: ['core'],
    vars: { rack: 3, load: 2.5, site: 'hq', none: null },
  },
  vars: { ntp: '192.0.2.123', 'max-age': 2 },
  results: {
    version: {
      output: '15.2',
      parsed: [{ version: '15.2(4)' }],
      attempts: 2,
      state: 'finished',
      complete: true,
      duration_ms: 12.4,
      error: null,
    },
    'show-ip': { output: null, state: 'raised', error: { code: 'timeout' } },
  },
  output: '06:02 UTC',
  parsed: [{ v: 1 }],
};

test('numbers, lists and maps of a playbook compare as people expect', () => {
  const cases: [string, boolean][] = [
    ['host.vars.rack == 3', true],
    ['host.vars.rack + 1 == 4 && host.vars.rack % 2 == 1', true],
    ['host.vars.rack > 2.5', true],
    ['host.vars.load > 2', true],
    ['host.vars.rack in [1, 2, 3]', true],
    ['host.vars.site in ["hq", "dc"]', true],
    ['host.port == 22', true],
    ['"core" in host.groups', true],
    ['vars["max-age"] == 2', true],
    ['has(host.vars.rack) && !has(host.vars.shelf)', true],
    ['host.vars.none == null', true],
    ['results.version.attempts > 1', true],
    ['results.version.duration_ms == 12', true],
    ['results.version.parsed[0].version.startsWith("15.")', true],
    ['results["show-ip"].output == "" && results["show-ip"].error.code == "timeout"', true],
    ['results.version.error == null', true],
    ['"version" in results', true],
    ['results.all(name, results[name].state == "finished")', false],
    ['output.contains("UTC") && output.matches("^\\\\d+:\\\\d+")', true],
    ['parsed[0].v == 1 && size(parsed) == 1', true],
  ];
  for (const [source, expected] of cases) assert.equal(compileExpression(source, 'expect')(CONTEXT), expected, source);
});

test('a key that a device calls constructor or __proto__ is a key like any other', () => {
  const parsed = JSON.parse('{"constructor": "x", "__proto__": {"a": 1}, "b": {"constructor": {"c": 2}}}');
  const isMet = (source: string) => compileExpression(source, 'expect')({ ...CONTEXT, parsed });
  for (const source of [
    'parsed.constructor == "x"',
    'parsed.b.constructor.c == 2',
    'parsed["__proto__"].a == 1',
    'parsed.size() == 3 && parsed.exists(key, key == "constructor")',
    '!("toString" in parsed) && "constructor" in parsed',
  ])
    assert.equal(isMet(source), true, source);
});

test('a mistake says what is wrong, where, and what to write instead', () => {
  const cases: [string, ExpressionKind, string, [number, number], string?][] = [
    ['hosts.name == "R1"', 'select', 'unknown name "hosts"; known here: host', [0, 5], 'did you mean "host"?'],
    ['output == ""', 'when', 'unknown name "output"; known here: host, vars, results', [0, 6]],
    [
      'item == 1',
      'when',
      'unknown name "item"; known here: host, vars, results',
      [0, 4],
      'only a task with foreach has items',
    ],
    ['host.name', 'foreach', 'expected a list, but this is a text', [0, 9]],
    [
      'results.a.parsed',
      'foreach',
      'the items are decided before anything is sent, so they cannot depend on results',
      [0, 7],
    ],
    ['host.nme == "R1"', 'select', '"host" has no "nme"', [5, 3], 'did you mean "name"?'],
    ['host.password == ""', 'when', '"host" has no "password"', [5, 8]],
    ['results.version.outptu == ""', 'when', '"results.version" has no "outptu"', [16, 6], 'did you mean "output"?'],
    ['output.contain("UTC")', 'expect', 'a text has no function "contain"', [0, 21], 'did you mean "contains"?'],
    [
      'output.contains(3)',
      'expect',
      'contains() cannot be used this way: got a whole number between the brackets',
      [0, 18],
    ],
    ['sizes(output) > 1', 'expect', 'unknown function "sizes"', [0, 13], 'did you mean "size"?'],
    ['host.name == 3', 'select', 'cannot compare a text with a whole number (==)', [0, 14]],
    ['output.contains("UTC"', 'expect', 'the expression ends where ")" is missing', [20, 1]],
    ['host.name ==', 'select', 'the expression ends too early', [11, 1]],
    ['output == "UTC', 'expect', 'the closing quote is missing', [10, 4]],
    ['host.name = "R1"', 'select', 'unexpected "="', [10, 1], 'write == to compare'],
    ['true and false', 'select', 'unexpected "and"', [5, 3], 'write && for "and"'],
    ['true or false', 'select', 'unexpected "or"', [5, 2], 'write || for "or"'],
    ['output', 'expect', 'expected an expression that is true or false, but this is a text', [0, 6]],
    ['size(output)', 'expect', 'expected an expression that is true or false, but this is a whole number', [0, 12]],
    ['output.matches("(")', 'expect', 'not a regular expression: /(/: Unterminated group', [15, 3]],
    [
      'results.show-ip.output == ""',
      'when',
      'unknown name "ip"; known here: host, vars, results',
      [13, 2],
      'write results["show-ip"]: a dash outside of quotes is a minus',
    ],
  ];
  for (const [source, kind, message, [offset, length], proposal] of cases) {
    assert.throws(
      () => compileExpression(source, kind),
      (error) => {
        assert.ok(error instanceof ExpressionError, `${source}: ${error}`);
        assert.deepEqual(
          { message: error.message, offset: error.offset, length: error.length, proposal: error.proposal },
          { message, offset, length, proposal },
        );
        return true;
      },
    );
  }
});

test('what can only be known when it runs is an error with its place then', () => {
  const cases: [string, string, number][] = [
    ['host.vars.shelf == 1', '"host.vars" has no "shelf"', 10],
    ['host.vars.site', 'expected true or false, got a text', 0],
    ['host.vars.rack', 'expected true or false, got the number 3', 0],
    ['parsed[3].v == 1', 'there is no such item: index 3 >= size 1', 0],
    ['host.vars.load * 2 > 4', 'cannot calculate a decimal number * a whole number', 0],
  ];
  for (const [source, message, offset] of cases) {
    const expression = compileExpression(source, 'expect');
    assert.throws(
      () => expression(CONTEXT),
      (error) => error instanceof ExpressionError && error.message === message && error.offset === offset,
      source,
    );
  }
});

test('a pattern that runs away on hostile text is stopped and not waited for', () => {
  const expression = compileExpression('output.matches("^(a+)+$")', 'expect');
  assert.throws(() => expression({ ...CONTEXT, output: `${'a'.repeat(50)}!` }), /took more than a second/);
  assert.equal(expression({ ...CONTEXT, output: 'aaa' }), true);
});

test('a list gives plain values, and nothing else', () => {
  const cases: [string, unknown][] = [
    ['[1, 2.5, "x", true, null]', [1, 2.5, 'x', true, null]],
    ['[host.vars.rack, host.name] + host.groups', [3, 'R1', 'core']],
    ['[{"id": 1, "of": [vars.ntp]}]', [{ id: 1, of: ['192.0.2.123'] }]],
    ['[1, 2, 3].filter(id, id > 1).map(id, id * 10)', [20, 30]],
    ['has(host.vars.uplinks) ? host.vars.uplinks : []', []],
  ];
  for (const [source, expected] of cases) assert.deepEqual(compileList(source)(CONTEXT), expected, source);
  for (const source of ['[b"x"]', '[host]', '[duration("1s")]', '[9007199254740993]', '[[[b"x"]]]', 'vars', 'vars.ntp'])
    assert.throws(() => compileList(source)(CONTEXT), ExpressionError, source);
});

test('an item is known where the task has items', () => {
  assert.equal(
    compileExpression('item.id == 10 && item.name == "x"', 'when-item')({ ...CONTEXT, item: { id: 10, name: 'x' } }),
    true,
  );
  assert.equal(compileExpression('output.contains(item)', 'expect-item')({ ...CONTEXT, item: 'UTC' }), true);
  // A name of one's own is no item.
  assert.equal(compileExpression('host.groups.exists(item, item == "core")', 'when')(CONTEXT), true);
});

test('credentials of a host cannot be read, even through an index that is computed', () => {
  const host = { ...CONTEXT.host, password: 'geheim', secret: 'geheim' };
  const expression = compileExpression('host["pass" + "word"] == "geheim"', 'select');
  assert.throws(() => expression({ host }), ExpressionError);
});

test('references name each result and variable that is read', () => {
  const { references } = checkExpression(
    'results.a.output == results["b c"].output && vars.x == 1 && has(vars.y) && vars.y == 2',
    'when',
  );
  assert.deepEqual(references.results, ['a', 'b c']);
  assert.deepEqual(
    references.vars.map(({ name }) => name),
    ['x'],
  );
  assert.equal(references.computed, false);
  assert.equal(checkExpression('results.exists(k, results[k].state == "raised")', 'when').references.computed, true);
});

test('any text is either an expression or an ExpressionError with a place inside of it', () => {
  const words = fc.constantFrom(
    'host',
    '.',
    'name',
    '==',
    '"a"',
    '(',
    ')',
    '&&',
    '!',
    '1',
    'results',
    '[',
    ']',
    ' ',
    '?',
    ':',
    'has',
    '\n',
    '@',
    'ä',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 12 }).map((parts) => parts.join('')),
      ),
      (source) => {
        try {
          checkExpression(source, 'expect');
        } catch (error) {
          assert.ok(error instanceof ExpressionError, String(error));
          assert.ok(error.offset >= 0 && error.offset <= source.length && error.length >= 1);
          assert.doesNotMatch(error.message, /undefined|\[object/);
        }
      },
    ),
    { numRuns: 500 },
  );
});
