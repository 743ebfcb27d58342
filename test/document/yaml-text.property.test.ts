import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parseDocument } from '../../src/document/document.js';
import { traceScalar } from '../../src/document/scalar-origins.js';
import { readEvents, scalarText, YAML_EVENT } from '../../src/document/yaml.js';
import type { Position } from '../../src/error/diagnostic.js';
import { DocumentError } from '../../src/error/flow-error.js';

const FRAGMENTS = [
  'a',
  'b1',
  'key',
  ':',
  ': ',
  '-',
  '- ',
  ' ',
  '  ',
  '\n',
  '\n',
  '\n  ',
  '\r\n',
  '\t',
  '"',
  "'",
  '|',
  '>',
  '|+\n',
  '>-\n',
  '{',
  '}',
  '[',
  ']',
  ',',
  '&x ',
  '*x',
  '<<: ',
  '!!str ',
  '!t ',
  '#',
  ' # c',
  '---',
  '...',
  '%',
  '@',
  '`',
  '?',
  '? ',
  '\\',
  '\\u0041',
  '~',
  '1',
  '0x1',
  '1e3',
  'true',
  'é',
  '😀',
  '{{',
  '}}',
  '\u2028',
];
const yamlish = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }).map((parts) => parts.join(''));

function splitLines(source: string): string[] {
  return source.split(/\r\n|\n|\r/);
}

function assertInside(position: Position, source: string): void {
  const line = splitLines(source)[position.line - 1];
  assert.ok(line !== undefined, `line ${position.line} of ${JSON.stringify(source)}`);
  assert.ok(
    position.column >= 1 && position.column <= line.length + 1,
    `column ${position.column} of ${JSON.stringify(line)}`,
  );
  assert.ok(
    position.length >= 1 && position.column - 1 + position.length <= Math.max(line.length, position.column),
    'length',
  );
}

test('any text gives a value, or a DocumentError whose places are inside of it', () => {
  fc.assert(
    fc.property(fc.oneof(yamlish, fc.string({ unit: 'binary' })), (source) => {
      try {
        parseDocument('f.yaml', source);
      } catch (error) {
        assert.ok(error instanceof DocumentError, `${(error as Error).stack} for ${JSON.stringify(source)}`);
        assert.ok(error.diagnostics.length > 0);
        for (const { position } of error.diagnostics)
          if (position) assertInside(position, source.replace(/^\uFEFF/, ''));
      }
    }),
    { numRuns: 3000 },
  );
});

test('the offsets of each character of a scalar give the text that the parser gives', () => {
  fc.assert(
    fc.property(yamlish, (source) => {
      let events: ReturnType<typeof readEvents>;
      try {
        events = readEvents(source);
      } catch {
        return;
      }
      for (const event of events) {
        if (event.type !== YAML_EVENT.SCALAR) continue;
        const { text, origins } = traceScalar(source, event);
        assert.equal(text, scalarText(source, event), JSON.stringify(source));
        assert.equal(origins.length, text.length + 1);
        for (let at = 1; at < origins.length; at++) assert.ok((origins[at] ?? 0) >= (origins[at - 1] ?? 0));
      }
    }),
    { numRuns: 5000 },
  );
});

/** A block scalar of random lines, under a key. */
const blockText = fc.record({
  header: fc.constantFrom('|', '>', '|-', '>-', '|+', '>+'),
  lines: fc.array(fc.constantFrom('', '  ', 'alpha', 'beta gamma', '  deeper', '\tx', 'é😀', '# no comment'), {
    maxLength: 8,
  }),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
});

test('the offsets are right in literal and folded blocks of any shape', () => {
  fc.assert(
    fc.property(blockText, ({ header, lines, lineEnd }) => {
      const source = [`key: ${header}`, ...lines.map((line) => (line === '' ? '' : `  ${line}`)), 'end: 1'].join(
        lineEnd,
      );
      let events: ReturnType<typeof readEvents>;
      try {
        events = readEvents(source);
      } catch {
        return;
      }
      for (const event of events) {
        if (event.type !== YAML_EVENT.SCALAR) continue;
        const { text, origins } = traceScalar(source, event);
        assert.equal(text, scalarText(source, event), JSON.stringify(source));
        for (const [at, character] of [...text].entries()) {
          // Each letter comes from the very place where it stands; only folds and line ends come from elsewhere.
          if (/[a-z#]/.test(character) && text.length === [...text].length)
            assert.equal(source[origins[at] ?? -1], character);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const tree = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.integer(),
    fc.boolean(),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(word, tie('node'), { maxKeys: 4 }),
  ),
})).node;

test('the place of each scalar of a document points at its text', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom(undefined, 2), (value, indent) => {
      if (value === null) return;
      const source = JSON.stringify(value, undefined, indent);
      const document = parseDocument('f.json', source);
      assert.deepEqual(document.value, JSON.parse(source));
      visit(value, '', (pointer, scalar) => {
        const { line, column, length } = document.position(pointer);
        const text = splitLines(source)[line - 1]?.slice(column - 1, column - 1 + length);
        assert.equal(text, JSON.stringify(scalar));
      });
    }),
    { numRuns: 500 },
  );
});

test('the place of each scalar of a block style document points at its text', () => {
  fc.assert(
    fc.property(fc.dictionary(word, tree, { minKeys: 1, maxKeys: 4 }), (value) => {
      const source = writeBlock(value, '').trimStart();
      const document = parseDocument('f.yaml', source);
      visit(value, '', (pointer, scalar) => {
        const { line, column, length } = document.position(pointer);
        assert.equal(splitLines(source)[line - 1]?.slice(column - 1, column - 1 + length), JSON.stringify(scalar));
      });
    }),
    { numRuns: 500 },
  );
});

function visit(value: unknown, pointer: string, see: (pointer: string, scalar: unknown) => void): void {
  if (typeof value !== 'object' || value === null) see(pointer, value);
  else for (const [key, part] of Object.entries(value)) visit(part, `${pointer}/${key}`, see);
}

function writeBlock(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}`;
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return isList ? ' []' : ' {}';
  return entries
    .map(([key, part]) => `\n${indent}${isList ? '-' : `"${key}":`}${writeBlock(part, `${indent}  `)}`)
    .join('');
}
