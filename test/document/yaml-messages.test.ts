import assert from 'node:assert/strict';
import test from 'node:test';
import { parseDocument } from '../../src/document/document.js';
import { DocumentError } from '../../src/error/flow-error.js';

const MESSAGES: [source: string, message: string][] = [
  ['', `f.yaml: the file is empty`],
  ['# only a comment\n', `f.yaml: the file holds nothing but comments`],
  [
    'a: b: c',
    `f.yaml:1:5: a second ": " on one line
  1 | a: b: c
    |     ^
  put the value in quotes if the colon is part of it`,
  ],
  [
    'a: "x\nb: y',
    `f.yaml:1:4: this " is not closed before a line that is indented less
  1 | a: "x
    |    ^
  close it with ", or indent the lines that belong to it`,
  ],
  [
    "a: 'x\n",
    `f.yaml:1:4: this ' is not closed before a line that is indented less
  1 | a: 'x
    |    ^
  close it with ', or indent the lines that belong to it`,
  ],
  [
    'a: [1, 2\nb: 3\n',
    `f.yaml:1:4: this [ is not closed before a line that is indented less
  1 | a: [1, 2
    |    ^
  close it with ], or indent the lines that belong to it`,
  ],
  [
    'a: {b: 1',
    `f.yaml:1:4: this { is not closed
  1 | a: {b: 1
    |    ^
  close it with }`,
  ],
  [
    'a: [\n  1\n]',
    `f.yaml:3:1: this ] is not indented more than the key of what it closes
  3 | ]
    | ^
  put blanks before it`,
  ],
  [
    'a: @foo',
    `f.yaml:1:4: text cannot begin with @, \` or %
  1 | a: @foo
    |    ^
  put it in quotes`,
  ],
  [
    'name: core\n\tport: 22',
    `f.yaml:2:1: a tab cannot indent
  2 | 	port: 22
    | ^
  use spaces`,
  ],
  [
    'a: *',
    `f.yaml:1:5: expected a name after *
  1 | a: *
    |     ^
  put text that begins with * in quotes`,
  ],
  [
    'a: & b',
    `f.yaml:1:5: expected a name after &
  1 | a: & b
    |     ^
  put text that begins with & in quotes`,
  ],
  [
    'a: {b: 1 c: 2}',
    `f.yaml:1:11: expected a comma, or the end of the list or map
  1 | a: {b: 1 c: 2}
    |           ^`,
  ],
  [
    'a: [1,, 2]',
    `f.yaml:1:7: expected a value before this comma
  1 | a: [1,, 2]
    |       ^`,
  ],
  [
    'a: "\\d"',
    `f.yaml:1:6: unknown escape in "..."
  1 | a: "\\d"
    |      ^
  write \\\\ for a backslash, or use '...', where a backslash is itself`,
  ],
  [
    'name:core\nport: 22',
    `f.yaml:1:5: expected a blank after the colon
  1 | name:core
    |     ^
  write \`key: value\``,
  ],
  [
    'a: 1\nb',
    `f.yaml:2:2: expected \`key: value\`, and there is no colon
  2 | b
    |  ^
  write a colon and a blank after the key`,
  ],
  [
    'output: {{x}}',
    `f.yaml:1:9: output: text that begins with {{ must be in quotes, otherwise YAML takes it for a map
  1 | output: {{x}}
    |         ^^^^^
  write "{{x}}"`,
  ],
  [
    'output: {{x}} and more',
    `f.yaml:1:15: text that begins with {{ must be in quotes
  1 | output: {{x}} and more
    |               ^
  put the whole value in quotes`,
  ],
  [
    '- a\nb: 1',
    `f.yaml:2:1: this line is indented neither like the key above nor like its value, or a colon or dash is missing near it
  2 | b: 1
    | ^
  keys of one map begin in the same column, each followed by a colon and a blank`,
  ],
  [
    'a: 1\n b: 2',
    `f.yaml:2:2: this line is indented neither like the key above nor like its value, or a colon or dash is missing near it
  2 |  b: 2
    |  ^
  keys of one map begin in the same column, each followed by a colon and a blank`,
  ],
  [
    'a: !vault x',
    `f.yaml:1:4: a: unknown tag !vault
  1 | a: !vault x
    |    ^^^^^^
  remove it; or put the text in quotes if it begins with "!"`,
  ],
  [
    'a: !!int x',
    `f.yaml:1:4: the value does not fit its tag !!int
  1 | a: !!int x
    |    ^^^^^`,
  ],
  [
    '<<: 3',
    `f.yaml:1:1: <<: expected a map, an alias of one, or a list of at most 100 of those
  1 | <<: 3
    | ^`,
  ],
  [
    'a: 1\n---\nb: 2',
    `f.yaml:2:1: a second document begins here, expected one document in the file
  2 | ---
    | ^^^
  remove this line, or move what follows to a file of its own`,
  ],
  [
    '%YAML 2.0\n---\na: 1',
    `f.yaml:2:1: expected %YAML 1.2
  2 | ---
    | ^`,
  ],
  [
    'a: "x" y',
    `f.yaml:1:8: expected the end of the line after the closing quote
  1 | a: "x" y
    |        ^
  put the whole value in quotes`,
  ],
  [
    'a: \u0001',
    `f.yaml:1:4: a character here cannot be printed
  1 | a: ␁
    |    ^
  remove it, or write it as an escape in "..."`,
  ],
  [
    '? [a]\n: b',
    `f.yaml:1:3: expected text as a key, got a list
  1 | ? [a]
    |   ^^^`,
  ],
  [
    'a: 1\nb: 2\na: 3',
    `f.yaml:3:1: a: this key is given twice, the first time on line 1
  3 | a: 3
    | ^
  remove one of the two`,
  ],
  [
    'hosts:\n  r1: {port: 22, port: 23}',
    `f.yaml:2:18: hosts.r1.port: this key is given twice, the first time on line 2
  2 |   r1: {port: 22, port: 23}
    |                  ^^^^
  remove one of the two`,
  ],
  [
    '10: a',
    `f.yaml:1:1: expected text as a key, got 10
  1 | 10: a
    | ^^
  put it in quotes: "10"`,
  ],
  [
    'a: {true: 1}',
    `f.yaml:1:5: a: expected text as a key, got true
  1 | a: {true: 1}
    |     ^^^^
  put it in quotes: "true"`,
  ],
  [
    'base: &base 1\nx: *bsae',
    `f.yaml:2:4: x: there is no anchor &bsae above this alias
  2 | x: *bsae
    |    ^^^^^
  did you mean "*base"?`,
  ],
  [
    'a: &x [*x]',
    `f.yaml:1:8: a[0]: *x stands inside of what it names
  1 | a: &x [*x]
    |        ^^`,
  ],
  [
    'a: >x\n b',
    `f.yaml:1:5: only +, - or a digit may follow | or >, and the text begins on the next line
  1 | a: >x
    |     ^
  put text that begins with | or > in quotes`,
  ],
  [
    '- - - a\n  b',
    `f.yaml:2:3: this line is indented neither like the list items above nor like their content
  2 |   b
    |   ^`,
  ],
  [
    'a: - b',
    `f.yaml:1:4: a list cannot begin on the line of its key
  1 | a: - b
    |    ^
  begin it on the next line, or write [...]`,
  ],
  [
    '['.repeat(200),
    `f.yaml:1:100: lists and maps are nested more than 100 deep
  1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
    |                                                                                                    ^`,
  ],
  [
    'a: \u0000',
    `f.yaml:1:4: a character here cannot be printed
  1 | a: ␀
    |    ^
  remove it, or write it as an escape in "..."`,
  ],
  [
    '__proto__: 1',
    `f.yaml:1:1: "__proto__" cannot be a key
  1 | __proto__: 1
    | ^^^^^^^^^`,
  ],
];

for (const [source, message] of MESSAGES) {
  const title = source.length > 60 ? `${source.slice(0, 20)}...` : source;
  test(`${JSON.stringify(title)} is explained`, () => {
    assert.throws(
      () => parseDocument('f.yaml', source),
      (error) => error instanceof DocumentError && assert.equal(error.message, message) === undefined,
    );
  });
}
