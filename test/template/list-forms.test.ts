import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileTemplate } from '../../src/template/template.js';
import { TemplateError } from '../../src/template/template-error.js';

const RESULTS = [
  { host: { name: 'R10' }, state: 'raised', parsed: null },
  { host: { name: 'R2' }, state: 'finished', parsed: [{ version: '15.9', ports: 3 }] },
  { host: { name: 'R1' }, state: 'finished', parsed: [{ version: '15.10', ports: 24 }] },
  { host: { name: 'R3' }, state: 'finished', parsed: [] },
];

function render(text: string, results: unknown = RESULTS): string {
  return compileTemplate({ text })({ results });
}

test('lists are sorted as people count, what has no value stands last', () => {
  const names = (path: string) => render(`{{join (pluck (sort results "${path}") "host.name")}}`);
  assert.equal(names('host.name'), 'R1, R2, R3, R10');
  assert.equal(names('-host.name'), 'R10, R3, R2, R1');
  assert.equal(names('parsed.0.version'), 'R2, R1, R10, R3');
  assert.equal(names('-parsed.0.ports'), 'R1, R2, R10, R3');
});

test('items with the same value stand together in a group, and can be counted', () => {
  const text = '{{#each (group results "state")}}{{key}} {{count}}: {{join (pluck items "host.name")}}; {{/each}}';
  assert.equal(render(text), 'raised 1: R10; finished 3: R2, R1, R3; ');
  assert.equal(render('{{count results "parsed.0.ports" 24}} {{count results "state" "lost"}}'), '1 0');
});

test('a table has a row for each item, and empty cells where there is no value', () => {
  assert.equal(
    render('{{table (sort results "host.name") "Router=host.name" "parsed.0.version"}}'),
    '| Router | version |\n|---|---|\n| R1 | 15.10 |\n| R2 | 15.9 |\n| R3 |  |\n| R10 |  |',
  );
});

test('a misspelt part of a path is a mistake with its place', () => {
  for (const call of ['table results "host.nmae"', 'sort results "sate"', 'pluck results "parsed.0.versoin"']) {
    assert.throws(
      () => render(`\n{{${call}}}`),
      (error: unknown) => {
        assert.ok(error instanceof TemplateError);
        assert.match(error.message, /^".*": no item has "(nmae|sate|versoin)"$/);
        assert.equal(error.line, 2);
        return true;
      },
    );
  }
  assert.equal(render('{{table results "parsed.0.versoin"}}', []), '| versoin |\n|---|');
});

test('whatever a device sends, a table keeps its rows and its cells', () => {
  const HOSTILE = ['|', '\n', '\r', '\\', '`', '<b>', '{{x}}', '](', '\u2028', 'a'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...HOSTILE)), (parts) => {
      const lines = render('{{table results "output" "name"}}', [{ output: parts.join(''), name: 'R1' }]).split(
        /\r\n?|\n/,
      );
      assert.equal(lines.length, 3);
      const bars = (lines[2] ?? '').replace(/\\./g, '').match(/\|/g) ?? [];
      assert.equal(bars.length, 3);
      assert.doesNotMatch(lines[2] ?? '', /<(?!br>)/);
    }),
    { seed: 4 },
  );
});

test('a badge has the colour of its state, or the one asked for, and stays one line', () => {
  assert.equal(render('{{badge "raised"}} {{badge "new" "yellow"}} {{badge "core"}}'), '🔴 raised 🟡 new 🔵 core');
  assert.equal(render('{{badge results}}', 'a\n| <b> ![x](y)'), '🔵 a \\| &lt;b&gt; !\\[x\\](y)');
  assert.throws(() => render('{{badge "x" "gren"}}'), /badge: expected .*, got "gren"; did you mean "green"\?/);
});

test('YAML and differences are written as text', () => {
  assert.equal(render('{{yaml results}}', { a: [1, 'x: y'], b: null }), "a:\n  - 1\n  - 'x: y'\nb: null");
  assert.equal(render('{{diff "a\nb" "a\nc"}}{{diff "a" "a"}}'), '@@ -1,2 +1,2 @@\n a\n-b\n+c');
});

test('hosts with the same output stand together, and what is masked is a choice', () => {
  const rows = ['R1', 'R2', 'R3'].map((name) => {
    const output = `${name} is ${name === 'R3' ? 'down' : 'up'}`;
    return { host: { name, address: '' }, state: 'finished', error: null, output };
  });
  const text =
    '{{#each (alike results "hosts, times")}}{{join hosts}}{{#if is_majority}}*{{/if}} {{#if diff}}{{diff}}{{/if}};{{/each}}';
  assert.equal(render(text, rows), 'R1, R2* ;R3 @@ -1,1 +1,1 @@\n-<host> is up\n+<host> is down\n;');
  assert.throws(() => render('{{alike results "uptime"}}', rows), /got "uptime"; did you mean "uptimes"\?/);
});
