import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkTemplate, compileTemplate, namesOf } from '../../src/template/template.js';
import { offsetOf, TemplateError } from '../../src/template/template-error.js';

const CONTEXT = {
  run: { started: '2017-08-28T06:02:19.983Z', duration_ms: 1234 },
  vars: { ntp: '192.0.2.123', empty: '' },
  host: { name: 'R1', groups: ['core', 'hq'], vars: {} },
  error: null,
  list: [1, 2],
  results: [
    { host: { name: 'R1' }, output: 'a|b\nc', code: 'C1', state: 'finished' },
    { host: { name: 'R2' }, output: '{{vars.ntp}}', code: 'C2', state: 'raised' },
  ],
};

function render(text: string): string {
  return compileTemplate({ text })(CONTEXT);
}

test('templates render as Handlebars does', () => {
  const cases: [string, string][] = [
    ['{{vars.ntp}} {{{vars.ntp}}} {{~ host.name ~}} x', '192.0.2.123 192.0.2.123R1x'],
    ['{{#each results}}\n| {{host.name}} |\n{{/each}}\nend', '| R1 |\n| R2 |\nend'],
    [
      '{{#each results as |row index|}}{{index}}{{row.host.name}}{{#each ../list}}{{this}}{{@index}}{{row.code}} {{/each}}{{/each}}',
      '0R110C1 21C1 1R210C2 21C2 ',
    ],
    ['{{#with host}}{{name}}/{{../vars.ntp}}{{/with}}', 'R1/192.0.2.123'],
    ['{{#with error}}{{code}}{{else}}none{{/with}}', 'none'],
    ['{{#if (and (eq host.name "R1") (not error))}}yes{{else if error}}no{{/if}}', 'yes'],
    ['{{#if nothing.at.all}}1{{else}}2{{/if}}{{#unless error}}3{{/unless}}', '23'],
    ['{{#each results}}{{#if @last}}{{@root.host.name}}{{/if}}{{/each}}', 'R1'],
    ['{{#each results}}{{code}} {{/each}}', 'C1 C2 '],
    ['{{run.duration_ms}}{{length list}}{{#each list}}{{this}}{{@index}}{{@../first}}{{/each}}', '123421021'],
    ['{{#each host}}{{@key}} {{/each}}', 'name groups vars '],
    ['{{host.groups.[1]}} {{lookup host "name"}} {{this.host.name}}', 'hq R1 R1'],
    ['\\{{x}} {{!-- {{nothing}} --}}', '{{x}} '],
  ];
  for (const [text, expected] of cases) assert.equal(render(text), expected, text);
});

test('helpers do what they say', () => {
  const cases: [string, string][] = [
    ['{{join host.groups}} {{join host.groups "/"}} {{join "a"}}', 'core, hq core/hq a'],
    ['{{lower "Ab"}} {{upper "Ab"}} {{length host.groups}} {{length "abc"}}', 'ab AB 2 3'],
    ['{{default vars.nothing "-"}} {{default vars.empty "-"}} {{default vars.ntp "-"}}', '- - 192.0.2.123'],
    ['{{eq 1 1}} {{eq 1 "1"}} {{ne 1 2}} {{or error "x"}} {{and list error}}', 'true false true true false'],
    ['{{json host.groups}} {{json error}}', '["core","hq"] null'],
    ['{{pad "ab" 4}}|{{pad "ab" -4}}|', 'ab  |  ab|'],
    [
      '{{date run.started}} {{date run.started "date"}} {{date run.started "time"}} {{date error}}',
      '2017-08-28 06:02:19 UTC 2017-08-28 06:02:19 ',
    ],
    ['{{duration run.duration_ms}} {{duration 340}} {{duration 125000}}', '1.2 s 0.3 s 2 min 05 s'],
    ['{{#each results}}{{line output}};{{/each}}', 'a|b;{{vars.ntp}};'],
    ['{{#each results}}{{cell output}};{{/each}}', 'a\\|b<br>c;\\{\\{vars.ntp\\}\\};'],
    ['{{indent "a\n\nb" 2}}', '  a\n\n  b'],
    ['{{code "a```b" "text"}}', '````text\na```b\n````'],
  ];
  for (const [text, expected] of cases) assert.equal(render(text), expected, text);
});

test('text of a device is data and never a template', () => {
  assert.equal(render('{{#each results}}{{output}};{{/each}}'), 'a|b\nc;{{vars.ntp}};');
});

test('html escapes values, text does not', () => {
  assert.equal(compileTemplate({ text: '{{a}}' }, 'html')({ a: '<b>' }), '&lt;b&gt;');
  assert.equal(compileTemplate({ text: '{{a}}' })({ a: '<b>' }), '<b>');
});

test('a mistake says what is wrong, where, and what to write instead', () => {
  const cases: [string, string, [number, number, number], string?][] = [
    ['a\n{{#each results}}\nb', '{{#each results}} is not closed: {{/each}} is missing', [2, 1, 17]],
    ['x {{host.name', 'the {{ is not closed: }} is missing', [1, 3, 2]],
    ['{{host.name}', 'the {{ is not closed: }} is missing', [1, 1, 2]],
    ['\n  {{/if}}', '{{/if}} closes nothing', [2, 3, 7]],
    ['{{else}}', '{{else}} stands outside of a block', [1, 1, 8]],
    ['{{#if error}}{{/each}}', '{{#if}} is closed by {{/each}}', [1, 4, 2]],
    ['{{join host.groups sep=}}', 'unexpected "}}" between {{ and }}', [1, 24, 2]],
    ['{{!-- abc', 'the comment is not closed: --}} is missing', [1, 1, 3]],
    ['{{jion host.groups}}', 'unknown helper "jion"', [1, 3, 4], 'did you mean "join"?'],
    ['{{#if}}x{{/if}}', '"if" takes 1 value, got 0', [1, 4, 2], 'write {{#if VALUE}}'],
    ['{{#eq 1 2}}x{{/eq}}', '{{#eq}} is no block', [1, 4, 2], 'write {{#if (eq A B)}}'],
    ['{{> other}}', 'partials ({{> ...}}) are for the templates of outputs', [1, 1, 11]],
    ['{{@indx}}', 'unknown name "@indx"', [1, 3, 5], 'did you mean "@index"?'],
    ['{{#each reslts}}{{/each}}', 'unknown name "reslts"', [1, 9, 6], 'did you mean "results"?'],
    ['{{#each results}}\n {{outptu}}{{/each}}', 'unknown name "outptu"', [2, 4, 6], 'did you mean "output"?'],
    ['{{cell host.nam}}', '"host" has no "nam"', [1, 8, 8], 'did you mean "name"?'],
    ['{{error.code}}', '"error" has no "code": "error" is empty', [1, 3, 10]],
    ['{{vars.__proto__}}', '"vars" has no "__proto__"', [1, 3, 14]],
    ['{{host.constructor}}', '"host" has no "constructor"', [1, 3, 16]],
    [
      '{{host}}',
      'expected text, got a map: name one of its parts (name, groups, vars), or use the helper json',
      [1, 1, 8],
    ],
    ['{{date "soon"}}', 'date: "soon" is not a time', [1, 1, 15]],
  ];
  for (const [text, message, [line, column, length], proposal] of cases) {
    assert.throws(
      () => render(text),
      (error) => {
        assert.ok(error instanceof TemplateError, `${text}: ${error}`);
        const { message: found, line: l, column: c, length: n, proposal: p } = error;
        assert.deepEqual(
          { message: found, line: l, column: c, length: n, proposal: p },
          { message, line, column, length, proposal },
        );
        return true;
      },
    );
  }
});

test('names are those of the template itself, wherever a block has put another context', () => {
  const text =
    '{{vars.ntp}}{{#each host.groups}}{{this}}{{x}}{{../vars.q}}{{@root.a.b}}{{/each}}{{cell results.version.output}}{{#each l as |i|}}{{i.z}}{{/each}}';
  assert.deepEqual(namesOf({ text }), [
    ['vars', 'ntp'],
    ['host', 'groups'],
    ['vars', 'q'],
    ['a', 'b'],
    ['results', 'version', 'output'],
    ['l'],
  ]);
});

test('names are checked against a shape before there is anything to render', () => {
  const shape = {
    fields: {
      vars: { fields: { a: 'any' }, optional: true },
      rows: { items: { fields: { host: 'any', state: 'any' } } },
    },
  } as const;
  const check = (text: string): string[] =>
    checkTemplate({ text }, shape).errors.map(({ message, proposal }) => `${message} ${proposal ?? ''}`.trim());
  assert.deepEqual(check('{{#each rows}}{{host.any.thing}}{{#if (eq stat 1)}}{{/if}}{{/each}}'), [
    'unknown name "stat" did you mean "state"?',
  ]);
  assert.deepEqual(check('{{#each rows as |row|}}{{row.hots}}{{/each}}'), ['"row" has no "hots" did you mean "host"?']);
  assert.deepEqual(check('{{#if vars.b}}{{/if}}{{default vars.c ""}}{{vars.a}}{{rows.length}}'), []);
  assert.deepEqual(check('{{vars.bb}}{{vra}}'), [
    '"vars" has no "bb" known here: a',
    'unknown name "vra" known here: vars, rows',
  ]);
});

test('any text is either a template or a TemplateError with a place inside of it', () => {
  const words = fc.constantFrom(
    '{{',
    '}}',
    '#each',
    '/each',
    '#if ',
    '/if',
    'x',
    ' ',
    '\n',
    '"',
    '(',
    ')',
    '.',
    '../',
    '@',
    'else',
    '!--',
    '--',
    '~',
    '{',
    '}',
    '=',
    '|',
    'as |',
    '>',
    '*',
    '&',
    '^',
    '\\',
    '[',
    ']',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 14 }).map((parts) => parts.join('')),
      ),
      (text) => {
        try {
          compileTemplate({ text })({ x: 'y' });
        } catch (error) {
          assert.ok(error instanceof TemplateError, `${error}`);
          const lines = text.split('\n');
          assert.ok(error.line >= 1 && error.line <= lines.length, `line ${error.line}`);
          assert.ok(offsetOf(text, error) <= text.length && error.column >= 1 && error.length >= 1);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('a cell stays one cell and a fenced block stays one block, whatever the device says', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('|', '\\', '`', '\n', '<', '&', 'a', '\r') })),
      (text) => {
        const cell = compileTemplate({ text: '{{cell t}}' })({ t: text });
        assert.doesNotMatch(cell, /[\r\n]/);
        assert.doesNotMatch(cell.replace(/\\[\\`*_{}[\]|~]/g, ''), /[|`<](?!br>)/);
        const [open = '', ...body] = compileTemplate({ text: '{{code t}}' })({ t: text }).split('\n');
        assert.equal(body.at(-1), open);
        assert.ok(body.slice(0, -1).every((line) => !line.trimStart().startsWith(open)));
      },
    ),
  );
});
