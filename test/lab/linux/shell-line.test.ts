import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseShellLine } from '../../../src/lab/linux/shell-line.js';

const lookUp = (name: string) => ({ A: 'value', '?': '3' })[name] ?? '';

for (const [title, line, words] of [
  ['blanks split words', 'echo  a b', [['echo', 'a', 'b']]],
  ['quotes keep them together', `echo 'a  b' "c  d"e`, [['echo', 'a  b', 'c  de']]],
  [
    'single quotes keep dollar signs, double quotes do not',
    `echo '$A' "$A" $A\${A} $?`,
    [['echo', '$A', 'value', 'valuevalue', '3']],
  ],
  ['a backslash keeps the next character', 'echo a\\ b \\"', [['echo', 'a b', '"']]],
  ['operators split commands', 'a;b&&c||d|e', [['a'], ['b'], ['c'], ['d'], ['e']]],
  ['redirections are left out', 'a 2>/dev/null b', [['a', 'b']]],
] as const) {
  test(title, () => {
    assert.deepEqual(
      parseShellLine(line, lookUp)?.map((command) => command.words),
      words,
    );
  });
}

test('assignments in front are told apart from arguments', () => {
  const [command] = parseShellLine("PS1='x> ' PS2= echo Z=1", lookUp) ?? [];
  assert.deepEqual(command?.assignments, [
    ['PS1', 'x> '],
    ['PS2', ''],
  ]);
  assert.deepEqual(command?.words, ['echo', 'Z=1']);
});

test('an open quote is no line yet', () => {
  assert.equal(parseShellLine('echo "a', lookUp), undefined);
  assert.equal(parseShellLine("echo 'a", lookUp), undefined);
});
