import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import { checkSchema, type SchemaName } from '../../src/document/check-schema.js';
import { parseDocument, readDocument } from '../../src/document/document.js';
import { packageRoot } from '../../src/document/package-root.js';
import { formatDiagnostic } from '../../src/error/diagnostic.js';

function check(schema: SchemaName, source: string): string[] {
  return checkSchema(parseDocument('f.yaml', source), schema).map((each) => formatDiagnostic(each));
}

const PLATFORM = 'name: x\ntitle: X\nprompts: {exec: ">$"}\n';

/** What is added to a right platform file, and the first lines of what is said. */
const MESSAGES: [added: string, ...messages: string[]][] = [
  ['ehco: required', 'f.yaml:4:1: ehco: unknown key\n  4 | ehco: required\n    | ^^^^\n  did you mean "echo"?'],
  [
    'echo: requird',
    'f.yaml:4:7: echo: expected required or optional, got "requird"\n  4 | echo: requird\n    |       ^^^^^^^\n  did you mean "required"?',
  ],
  [
    'typeAhead: yes',
    'f.yaml:4:12: typeAhead: expected true or false, got "yes"\n  4 | typeAhead: yes\n    |            ^^^\n  write true',
  ],
  ['typeAhead:', 'f.yaml:4:1: typeAhead: expected true or false, got nothing\n  4 | typeAhead:\n    | ^^^^^^^^^'],
  [
    'errors: "^%"',
    'f.yaml:4:9: errors: expected a list of regular expressions, got "^%"\n  4 | errors: "^%"\n    |         ^^^^',
  ],
  [
    'errors: [1.10]',
    'f.yaml:4:10: errors[0]: expected a regular expression, got 1.1\n  4 | errors: [1.10]\n    |          ^^^^\n  put it in quotes: "1.10"',
  ],
  [
    'errors: [""]',
    'f.yaml:4:10: errors[0]: expected a regular expression, got empty text\n  4 | errors: [""]\n    |          ^^',
  ],
  [
    'aliases: [a, b, a]',
    'f.yaml:4:17: aliases[2]: the same as item 1 of this list\n  4 | aliases: [a, b, a]\n    |                 ^',
  ],
  ['shell: {}', 'f.yaml:4:1: shell: missing keys "prompt" and "enter"\n  4 | shell: {}\n    | ^^^^^'],
  [
    'setup:\n  - sned: x',
    'f.yaml:5:5: setup[0].sned: unknown key\n  5 |   - sned: x\n    |     ^^^^\n  did you mean "send"?',
  ],
  [
    'privilege: {command: "a\\nb", question: x}',
    'f.yaml:4:22: privilege.command: expected one line of text, got "a⏎b"\n  4 | privilege: {command: "a\\nb", question: x}\n    |                      ^^^^^^',
  ],
];

for (const [added, ...messages] of MESSAGES) {
  test(`${JSON.stringify(added)} in a platform is explained`, () =>
    assert.deepEqual(check('platform', PLATFORM + added), messages));
}

test('a platform needs prompts, unless it takes them from another', () => {
  assert.deepEqual(check('platform', 'name: x\ntitle: X\n'), [
    'f.yaml:1:1: missing key "prompts"\n  1 | name: x\n    | ^^^^^^^',
  ]);
  assert.deepEqual(check('platform', 'name: x\ntitle: X\nextends: y\n'), []);
});

test('a document that is no map at all is told so once', () => {
  assert.deepEqual(check('platform', '- a'), [
    'f.yaml:1:1: expected a map with the keys of a platform, got a list\n  1 | - a\n    | ^^^',
  ]);
});

test('mistakes come in the order of the file, each place once', () => {
  const found = checkSchema(
    parseDocument('f.yaml', 'title: 1\nfoo: 1\nname: X Y\nprompts: {exec: 5, exce: 5}\n'),
    'platform',
  );
  assert.deepEqual(
    found.map(({ position }) => `${position?.line}:${position?.column}`),
    ['1:8', '2:1', '3:7', '4:17', '4:20'],
  );
});

test('a part of a document is checked with its whole path', () => {
  const document = parseDocument('f.yaml', 'mine:\n  - name: x\n    title: X\n    prompts: {exec: 5}\n');
  assert.deepEqual(
    checkSchema(document, 'platform', '/mine/0').map(({ message }) => message),
    ['mine[0].prompts.exec: expected a regular expression, got 5'],
  );
});

test('the platforms that flow brings are right', () => {
  const folder = join(packageRoot, 'src/device/platforms');
  for (const name of readdirSync(folder))
    assert.deepEqual(checkSchema(readDocument(join(folder, name)), 'platform'), []);
});

test('any value is either right or explained inside of the document', () => {
  const names = fc.constantFrom(
    'name',
    'title',
    'prompts',
    'setup',
    'errors',
    'pager',
    'exec',
    'send',
    'command',
    'x',
    '__x',
    'constructor',
  );
  const value = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(names, tie('node'), { maxKeys: 4 }),
    ),
  })).node;
  fc.assert(
    fc.property(value, fc.constantFrom<SchemaName>('platform', 'playbook'), (content, schema) => {
      const source = JSON.stringify({ wrapped: content }, undefined, 1);
      const found = checkSchema(parseDocument('f.json', source), schema, '/wrapped');
      for (const { position, message } of found) {
        assert.ok(position && position.line <= source.split('\n').length);
        assert.match(message, /^wrapped/);
        assert.doesNotMatch(message, /undefined|something else/);
      }
    }),
    { numRuns: 500 },
  );
});
