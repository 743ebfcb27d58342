import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { LARGEST_FILE, readText } from '../../src/document/read-text.js';
import { DocumentError } from '../../src/error/flow-error.js';

const folder = mkdtempSync(join(tmpdir(), 'flow-read-text-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function failureOf(file: string): string {
  try {
    readText(file);
  } catch (error) {
    assert.ok(error instanceof DocumentError, String(error));
    return error.message.replaceAll(folder, 'DIR');
  }
  return assert.fail('it was read');
}

test('text is read as it is, without a byte order mark', () => {
  assert.equal(readText(write('plain.yaml', 'a: é\r\n')), 'a: é\r\n');
  assert.equal(readText(write('bom.yaml', '\uFEFFa: 1')), 'a: 1');
  assert.equal(readText(write('empty.yaml', '')), '');
});

test('a replacement character that is written in the file is text like any other', () => {
  assert.equal(readText(write('fffd.yaml', 'a: \uFFFD')), 'a: \uFFFD');
});

test('a missing file proposes the nearest name of its folder', () => {
  write('clock.yaml', 'a: 1');
  assert.equal(failureOf(join(folder, 'clock.yml')), 'DIR/clock.yml: no such file\n  did you mean "clock.yaml"?');
  assert.equal(failureOf(join(folder, 'other-thing')), 'DIR/other-thing: no such file');
});

test('a file in a missing folder says which folder is missing', () => {
  assert.equal(failureOf(join(folder, 'none/a.yaml')), 'DIR/none/a.yaml: no such file: there is no folder DIR/none');
  assert.equal(
    failureOf(join(folder, 'clock.yaml/a')),
    'DIR/clock.yaml/a: no such file: there is no folder DIR/clock.yaml',
  );
});

test('a folder is no file', () => {
  mkdirSync(join(folder, 'sub'));
  assert.equal(failureOf(join(folder, 'sub')), 'DIR/sub: is a folder, expected a file');
});

test('a name that no file can have is an error of the document, not a bug', () => {
  assert.equal(failureOf('a\0b'), 'a␀b: cannot be read (ERR_INVALID_ARG_VALUE)');
  assert.match(failureOf(join(folder, 'x'.repeat(300))), /: cannot be read \(ENAMETOOLONG\)$/);
});

test('a file that may not be read says so', { skip: process.getuid?.() === 0 && 'root may read everything' }, () => {
  const file = write('locked.yaml', 'a: 1');
  chmodSync(file, 0);
  assert.equal(
    failureOf(file),
    'DIR/locked.yaml: cannot be read: permission denied\n  check the permissions of the file and its folders',
  );
});

test('a file of more than 16 MiB is refused', () => {
  assert.equal(readText(write('large', Buffer.alloc(LARGEST_FILE, 97))).length, LARGEST_FILE);
  assert.equal(
    failureOf(write('larger', Buffer.alloc(LARGEST_FILE + 1, 97))),
    'DIR/larger: is larger than 16 MiB\n  split it into several files',
  );
});

test('an endless file is refused once it is too large', () => {
  assert.equal(failureOf('/dev/zero'), '/dev/zero: is larger than 16 MiB\n  split it into several files');
});

test('text that is not UTF-8 is told with its first wrong byte', () => {
  const latin1 = write('latin1.yaml', Buffer.from('a: 1\nstreet: Stra\xdfe \xe9\n', 'latin1'));
  assert.equal(
    failureOf(latin1),
    'DIR/latin1.yaml:2:13: not UTF-8: byte 0xDF\n  2 | street: Stra�e �\n    |             ^\n  save it as UTF-8',
  );
  const cut = write('cut.yaml', Buffer.from('a: \uFFFD é').subarray(0, -1));
  assert.match(failureOf(cut), /cut\.yaml:1:6: not UTF-8: byte 0xC3/);
});

test('UTF-16 is named', () => {
  assert.equal(
    failureOf(write('utf16.yaml', Buffer.from('\uFEFFa: 1', 'utf16le'))),
    'DIR/utf16.yaml: is UTF-16, expected UTF-8\n  save it as UTF-8',
  );
});
