import assert from 'node:assert/strict';
import test from 'node:test';
import { inspect } from 'node:util';
import { type Diagnostic, formatDiagnostic } from '../../src/error/diagnostic.js';
import { DeviceError, DocumentError } from '../../src/error/flow-error.js';
import { textWidth } from '../../src/error/text-width.js';

const position = { file: 'a.yaml', line: 6, column: 8, length: 4 };
const mistake: Diagnostic = {
  file: 'a.yaml',
  position,
  message: 'timeout: bad',
  sourceLine: '  wait: fast',
  severity: 'error',
};

test('a mistake is drawn with its place, its line, a caret and the proposal', () => {
  const text = formatDiagnostic({ ...mistake, position: { ...position, column: 9 }, proposal: 'write 30' });
  assert.equal(text, 'a.yaml:6:9: timeout: bad\n  6 |   wait: fast\n    |         ^^^^\n  write 30');
});

test('whoever prints or logs an error of a document sees no secret of its lines', () => {
  const error = new DocumentError([{ ...mistake, sourceLine: '{password: hunter2, wait: fast}' }]);
  assert.match(inspect(error), /password: \*{4}/);
  for (const text of [inspect(error, { depth: null, showHidden: true }), JSON.stringify(error), String(error.stack)])
    assert.doesNotMatch(text, /hunter2/);
  assert.equal(error.diagnostics[0]?.message, 'timeout: bad');
});

test('a warning says so', () => {
  assert.match(formatDiagnostic({ ...mistake, severity: 'warning' }), /^a\.yaml:6:8: warning: timeout: bad\n/);
});

test('a mistake of a whole file has neither place nor line', () => {
  assert.equal(
    formatDiagnostic({ file: 'a.yaml', message: 'no such file', severity: 'error' }),
    'a.yaml: no such file',
  );
});

test('the caret keeps its column under a tab and under wide characters', () => {
  const line = '\tké: 時刻 x';
  const text = formatDiagnostic({ ...mistake, sourceLine: line, position: { ...position, column: 9, length: 1 } });
  assert.equal(text.split('\n')[2], '    | \t         ^');
});

test('a caret over wide characters is as wide as they are', () => {
  const text = formatDiagnostic({ ...mistake, sourceLine: 'k: 時刻', position: { ...position, column: 4, length: 2 } });
  assert.equal(text.split('\n')[2], '    |    ^^^^');
});

test('a long line is cut around the place', () => {
  const line = `${'x'.repeat(1000)}HERE${'y'.repeat(1000)}`;
  const [, shown = '', caret = ''] = formatDiagnostic({
    ...mistake,
    sourceLine: line,
    position: { ...position, column: 1001 },
  }).split('\n');
  assert.ok(shown.length < 170);
  assert.equal(shown.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1), 'HERE');
});

test('control characters of a file are made visible', () => {
  const text = formatDiagnostic({
    ...mistake,
    file: 'a',
    message: 'got "\x1b[2J"',
    sourceLine: 'x: \x1b[2J\u202eabc',
    proposal: '\x07',
  });
  assert.doesNotMatch(text, /[\x1b\x07\u202e]/);
  assert.match(text, /␛\[2J/);
});

test('the password of a line with a mistake is not shown', () => {
  assert.doesNotMatch(formatDiagnostic({ ...mistake, sourceLine: 'pasword: hunter2' }), /hunter2/);
});

test('behind a secret the caret points at what it did, and over one at its stars', () => {
  const sourceLine = '{password: hunter2-and-more, wait: fast}';
  const at = (text: string) => ({ ...position, column: sourceLine.indexOf(text) + 1, length: text.length });
  const shown = '  6 | {password: ****, wait: fast}';
  for (const [text, caret] of [
    ['fast', '    |                        ^^^^'],
    ['hunter2-and-more', '    |            ^^^^'],
    ['and', '    |            ^^^^'],
    ['password', '    |  ^^^^^^^^'],
  ] as const)
    assert.deepEqual(
      formatDiagnostic({ ...mistake, sourceLine, position: at(text) })
        .split('\n')
        .slice(1),
      [shown, caret],
    );
});

test('what only the reader of a file can tell to be secret is hidden as well', () => {
  const hidden = [{ start: 3, end: 10 }];
  const text = formatDiagnostic({
    ...mistake,
    sourceLine: 'R1,hunter2,x',
    hidden,
    position: { ...position, column: 12 },
  });
  assert.deepEqual(text.split('\n').slice(1), ['  6 | R1,****,x', '    |         ^']);
});

test('a secret is hidden where its key is further away than a screen is wide', () => {
  const sourceLine = `{password: "${'hunter2 '.repeat(60)}", wait: fast}`;
  const text = formatDiagnostic({ ...mistake, sourceLine, position: { ...position, column: sourceLine.length - 4 } });
  assert.doesNotMatch(text, /hunter2/);
  assert.match(text, /wait: fast/);
});

test('a DocumentError prints all its mistakes', () => {
  assert.equal(new DocumentError([mistake, mistake]).message.split('\n').length, 6);
});

test('a DeviceError keeps the last 200 characters', () => {
  const error = new DeviceError('timeout', 'silence', { phase: 'command', last: `${'a'.repeat(200)}end` });
  assert.equal(error.last.length, 200);
  assert.ok(error.last.endsWith('end'));
  assert.equal(error.cause, undefined);
});

for (const columns of [40, 80, 200]) {
  test(`on a terminal of ${columns} columns neither the line nor its caret is wider`, () => {
    for (const line of [`${'x'.repeat(300)}HERE${'y'.repeat(300)}`, `${'時'.repeat(30)}HERE${'\t'.repeat(50)}`]) {
      const column = line.indexOf('HERE') + 1;
      const text = formatDiagnostic({ ...mistake, sourceLine: line, position: { ...position, column } }, columns);
      const [, shown = '', caret = ''] = text.split('\n');
      assert.ok(textWidth(shown.replaceAll('\t', ' '.repeat(8))) <= columns, shown);
      assert.ok(textWidth(caret) <= columns, caret);
      assert.equal(textWidth(shown.slice(0, shown.indexOf('HERE'))), caret.indexOf('^'));
      assert.equal(caret.slice(caret.indexOf('^')), '^^^^');
    }
  });
}

test('carets of a value wider than the terminal end with it', () => {
  const long = { ...mistake, sourceLine: 'x'.repeat(100), position: { ...position, column: 1, length: 100 } };
  assert.equal(formatDiagnostic(long, 40).split('\n')[2], `    | ${'^'.repeat(34)}`);
});
