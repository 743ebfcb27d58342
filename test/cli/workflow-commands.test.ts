import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { guardFromCommands, workflowCommand } from '../../src/cli/workflow-commands.js';
import { jsonText } from '../../src/error/json-text.js';

test('a command is one line, whatever is in it', () => {
  assert.equal(
    workflowCommand('error', { file: 'a,b:c.yaml', line: 3, col: undefined }, '100 %\r\n::error::x ##[error]y'),
    '::error file=a%2Cb%3Ac.yaml,line=3::100 %25%0D%0A::error::x # #[error]y\n',
  );
});

test('text in which nobody would read a command stays as it is', () => {
  for (const text of ['# Clock\n\n| a:: | ::b |\n', 'fe80::1 is up\n', '## [x]\n', ''])
    assert.equal(guardFromCommands(text, true), text);
});

test('text in which a command would be read stands between words that switch commands off and on', () => {
  assert.equal(guardFromCommands('a\n  ::error::x', true, 'w'), '::stop-commands::w\na\n  ::error::x\n::w::\n');
  assert.equal(guardFromCommands('a ##[add-path]x\n', false, 'w'), '\n::stop-commands::w\na ##[add-path]x\n::w::\n');
  assert.notEqual(guardFromCommands('::a::', true), guardFromCommands('::a::', true));
});

test('JSON holds no command, and is the same to whoever reads it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('#', '[', ':', '\\', '"', '\n', 'a') }), (text) => {
      for (const indent of [0, 2]) {
        const json = jsonText({ text, [text]: [text] }, indent);
        assert.doesNotMatch(json, /^\s*::|##\[/m);
        assert.deepEqual(JSON.parse(json), { text, [text]: [text] });
      }
    }),
    { seed: 11 },
  );
});
