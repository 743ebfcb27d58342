import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/document/package-root.js';

/** The catalogue of quirks, where it lies beside this project: rows that begin with `| Q01 |`. */
const CATALOGUE = join(packageRoot, '..', 'shared', 'device-quirks.md');
const LAST = 101;
/** What a client must not take for a success when it cannot be sure. */
const MUST_FAIL = ['Q10', 'Q15', 'Q17', 'Q38', 'Q39', 'Q64', 'Q80', 'Q85', 'Q87', 'Q90', 'Q92', 'Q95', 'Q96'];
/** Quirks about the pieces themselves: about when something is typed, and about more bytes than can be cut small. */
const ABOUT_PIECES = ['Q55', 'Q78'];

const folder = dirname(fileURLToPath(import.meta.url));
/** The source of each test, from its call on. */
const tests = readdirSync(folder)
  .filter((file) => file.endsWith('.test.ts') && file !== 'every-quirk.test.ts')
  .flatMap((file) =>
    readFileSync(join(folder, file), 'utf8').split(/^(?=(?:sshQuirk|quirk|test|for)\b| {2}(?:sshQuirk|quirk|test)\()/m),
  );

const numbers = Array.from({ length: LAST }, (_, index) => `Q${String(index + 1).padStart(2, '0')}`);

/** Whether one of these functions is called with a title that begins with the number. */
function isPlayed(number: string, functions: string): boolean {
  const call = new RegExp(`(?:^|\\s)(?:${functions})\\(\\s*['"\`]${number}: `);
  return tests.some((text) => call.test(text));
}

test('the catalogue has no other quirks than these', {
  skip: !existsSync(CATALOGUE) && 'there is no catalogue',
}, () => {
  const rows = readFileSync(CATALOGUE, 'utf8').matchAll(/^\| (Q\d+) \|/gm);
  assert.deepEqual([...rows].map(([, number]) => number).sort(), [...numbers].sort());
});

test('every quirk has a test named after it', () => {
  assert.deepEqual(
    numbers.filter((number) => !isPlayed(number, 'sshQuirk|quirk|test')),
    [],
  );
});

test('every quirk is also played in random pieces', () => {
  assert.deepEqual(
    numbers.filter((number) => !isPlayed(number, 'sshQuirk|quirk')),
    ABOUT_PIECES,
  );
});

test('every quirk that must fail has a test in which it does', () => {
  const missing = MUST_FAIL.filter((number) => {
    return !tests.some((text) => text.includes(`${number}: `) && /\{\s*error: '/.test(text));
  });
  assert.deepEqual(missing, []);
});

test('what is not handled is told by its number', () => {
  const map = readFileSync(join(packageRoot, 'src', 'README.md'), 'utf8');
  const section = map.split(/^## /m).find((part) => part.startsWith('Quirks that are not handled')) ?? '';
  const entries = section.split(/^- /m).slice(1);
  assert.ok(entries.length > 0);
  for (const entry of entries) {
    const told = [...entry.matchAll(/\bQ\d+\b/g)].map(([number]) => number);
    assert.ok(told.length > 0, entry);
    for (const number of told) assert.ok(numbers.includes(number), `${number} is no quirk`);
  }
});
