import assert from 'node:assert/strict';
import test from 'node:test';
import { type Document, parseDocument } from '../../src/document/document.js';
import { DocumentError } from '../../src/error/flow-error.js';

function parse(source: string): Document {
  return parseDocument('f.yaml', source);
}

/** What stands at a pointer, as `line:column text`. */
function shown(document: Document, pointer: string, target?: 'key' | 'value'): string {
  const { line, column, length } = document.position(pointer, target);
  const text = document.source.split(/\r\n|\n|\r/)[line - 1] ?? '';
  return `${line}:${column} ${text.slice(column - 1, column - 1 + length)}`;
}

function within(document: Document, pointer: string, part: string): string {
  const value = pointer
    .slice(1)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document.value);
  assert.ok(typeof value === 'string');
  const { line, column, length } = document.positionWithin(pointer, value.indexOf(part), part.length);
  return `${line}:${column} ${(document.source.split(/\r\n|\n|\r/)[line - 1] ?? '').slice(column - 1, column - 1 + length)}`;
}

test('values are those of YAML 1.2 core', () => {
  const source =
    'a: 0x10\nb: 1e3\nc: yes\nd: 2024-01-02\ne: 010\nf: ~\ng: 0o17\nh: .inf\ni: No\nj: true\nk: 1_000\nl: 1:30\n';
  assert.deepEqual(parse(source).value, {
    a: 16,
    b: 1000,
    c: 'yes',
    d: '2024-01-02',
    e: 10,
    f: null,
    g: 15,
    h: Infinity,
    i: 'No',
    j: true,
    k: '1_000',
    l: '1:30',
  });
});

test('JSON is YAML', () => {
  assert.deepEqual(parse('{"a": [1, null, "x\\n"],\n\t"b": {}}').value, { a: [1, null, 'x\n'], b: {} });
});

test('anchors, aliases and merges work', () => {
  const document = parse(
    'base: &b {port: 22, name: x}\nr1: {<<: *b, name: R1}\nr2: [*b]\nr3:\n  <<: [{port: 1}, *b]\n',
  );
  assert.deepEqual(document.value, {
    base: { port: 22, name: 'x' },
    r1: { port: 22, name: 'R1' },
    r2: [{ port: 22, name: 'x' }],
    r3: { port: 1, name: 'x' },
  });
  assert.equal(shown(document, '/r1/port'), '2:10 *b');
  assert.equal(shown(document, '/r1/port', 'key'), '2:6 <<');
  assert.equal(shown(document, '/r1/name'), '2:20 R1');
  assert.equal(shown(document, '/r2/0/port'), '3:6 *b');
  assert.equal(shown(document, '/r3/port'), '5:15 1');
  assert.equal(shown(document, '/r3/name'), '5:19 *b');
});

test('a place is that of the value, or of its key', () => {
  const document = parse(
    'name: core\ncommands:\n  - show clock\n  - {command: show version, timeout: 5}\nempty:\nquoted: "a"  # why\n',
  );
  assert.equal(shown(document, '/name'), '1:7 core');
  assert.equal(shown(document, '/name', 'key'), '1:1 name');
  assert.equal(shown(document, '/commands/0'), '3:5 show clock');
  assert.equal(shown(document, '/commands/1'), '4:5 {command: show version, timeout: 5}');
  assert.equal(shown(document, '/commands/1/timeout'), '4:38 5');
  assert.equal(shown(document, '/commands/1/timeout', 'key'), '4:29 timeout');
  assert.equal(shown(document, '/empty'), '5:1 empty');
  assert.equal(shown(document, '/quoted'), '6:9 "a"');
});

test('a pointer that leads nowhere gives the nearest parent', () => {
  const document = parse('a:\n  b: {c: 1}\n');
  assert.equal(shown(document, '/a/b/x/y'), '2:6 {c: 1}');
  assert.equal(shown(document, '/a/b/c/d'), '2:10 1');
  assert.equal(shown(document, '/z'), '1:1 a:');
});

test('keys with slashes, tildes, digits and names of the prototype are found', () => {
  const document = parse('a/b: 1\nc~d: 2\n"0": 3\nconstructor: 4\n');
  assert.deepEqual(
    ['/a~1b', '/c~0d', '/0', '/constructor'].map((pointer) => shown(document, pointer)),
    ['1:6 1', '2:6 2', '3:6 3', '4:14 4'],
  );
  assert.equal(shown(document, '/toString'), '1:1 a/b: 1');
});

test('empty items of a list stand at their dashes, comments between them or not', () => {
  const document = parse('- \n# - no\n-\n- - x\n  -\n');
  assert.deepEqual(document.value, [null, null, ['x', null]]);
  assert.deepEqual(
    ['/0', '/1', '/2/1'].map((pointer) => shown(document, pointer)),
    ['1:1 -', '3:1 -', '5:3 -'],
  );
});

test('lines may end with \\r\\n or \\r', () => {
  assert.equal(shown(parse('a: 1\r\nb: 2\r\n'), '/b'), '2:4 2');
  assert.equal(shown(parse('a: 1\rb: 2\r'), '/b'), '2:4 2');
});

test('a byte order mark moves no column', () => {
  assert.equal(shown(parse('\uFEFFa: 1'), '/a'), '1:4 1');
});

test('places within plain and quoted text count what was decoded', () => {
  const document = parse("a: host.name == 1\nb: \"x\\t\\u0041 é host\"\nc: 'it''s host'\nd: plain\n  over host\n");
  assert.equal(within(document, '/a', 'name'), '1:9 name');
  assert.equal(within(document, '/b', 'host'), '2:17 host');
  assert.equal(within(document, '/b', 'A'), '2:8 \\');
  assert.equal(within(document, '/c', 'host'), '3:11 host');
  assert.equal(within(document, '/d', 'host'), '5:8 host');
});

test('places within literal text are exact', () => {
  const document = parse('t:\n  output: |2\n     # {{a}}\n\n    | {{b.c}} |\n  x: |-\n    one\n    two\n');
  assert.equal(within(document, '/t/output', '{{a}}'), '3:8 {{a}}');
  assert.equal(within(document, '/t/output', '{{b.c}}'), '5:7 {{b.c}}');
  assert.equal(within(document, '/t/x', 'two'), '8:5 two');
});

test('places within folded text are right too', () => {
  const document = parse('when: >-\n  host.name == "a" &&\n  host.site == "b"\n\n    more\n  end\n');
  assert.equal(
    document.value && (document.value as { when: string }).when,
    'host.name == "a" && host.site == "b"\n\n  more\nend',
  );
  assert.equal(within(document, '/when', 'site'), '3:8 site');
  assert.equal(within(document, '/when', 'more'), '5:5 more');
  assert.equal(within(document, '/when', 'end'), '6:3 end');
});

test('a place beyond a text, or within something else, stays in the document', () => {
  const document = parse('a: abc\nb: 5\nc: [1]\nd:\ne: &x text\nf: *x\n');
  assert.deepEqual(document.positionWithin('/a', 99, 5), { file: 'f.yaml', line: 1, column: 7, length: 1 });
  assert.deepEqual(document.positionWithin('/a', 1, 99), { file: 'f.yaml', line: 1, column: 5, length: 2 });
  assert.deepEqual(document.positionWithin('/c', 0, 1), { file: 'f.yaml', line: 3, column: 4, length: 3 });
  assert.deepEqual(document.positionWithin('/d', 0, 1), { file: 'f.yaml', line: 4, column: 1, length: 1 });
  assert.deepEqual(document.positionWithin('/f', 2, 1), { file: 'f.yaml', line: 6, column: 4, length: 2 });
});

test('a diagnostic has its place, its line and what was asked for', () => {
  const document = parse('a: 1\nb: {c: 2}\n');
  const options = { target: 'key', proposal: 'try d', severity: 'warning' } as const;
  assert.deepEqual(document.diagnose('/b/c', 'b.c: no', options), {
    file: 'f.yaml',
    position: { file: 'f.yaml', line: 2, column: 5, length: 1 },
    message: 'b.c: no',
    sourceLine: 'b: {c: 2}',
    proposal: 'try d',
    severity: 'warning',
  });
});

test('an alias in itself, and aliases that multiply, are refused before anything walks over them', () => {
  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 30; level++)
    bomb.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  assert.throws(
    () => parse(bomb.join('\n')),
    /f\.yaml:7:10: a6\[0\]: with \*a5 the aliases make this document too large to be read\n.*\n.*\n {2}use less often what stands in line 6$/,
  );
  assert.throws(() => parse(`a: &a ${'x'.repeat(100_000)}\nb: [${Array(2000).fill('*a').join(', ')}]`), /too large/);
});

test('ten thousand aliases of a small map are no bomb', () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => `r${index}: {<<: *base, n: ${index}}`);
  const { value } = parse(['base: &base {a: 1, b: 2, c: 3}', ...lines].join('\n'));
  assert.deepEqual((value as Record<string, unknown>).r9999, { a: 1, b: 2, c: 3, n: 9999 });
});

test('the key __proto__ is refused, in any spelling, and changes no prototype', () => {
  for (const source of [
    '__proto__: {x: 1}',
    '"__proto__": {x: 1}',
    '{"\\u005f_proto__": {"x": 1}}',
    'a: &a __proto__\n*a : {x: 1}',
  ]) {
    assert.throws(() => parse(source), /"__proto__" cannot be a key/, source);
  }
  assert.equal(({} as Record<string, unknown>).x, undefined);
});

test('every mistake of a document is told at once', () => {
  try {
    parse('10: a\na: 1\na: 2\nb: {c: 1, c: 2, 3: !x y}\nd: *no\n');
    assert.fail('it was read');
  } catch (error) {
    assert.ok(error instanceof DocumentError);
    assert.equal(error.diagnostics.length, 6);
  }
});
