import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** The rows of section A that a scripted device can play; the others are about TCP and SSH. */
const BY_CONNECTING = [9, 10, 15, 16, 17];
/** The rows of sections B to G. */
const BY_SPEAKING = Array.from({ length: 101 - 26 + 1 }, (_, index) => 26 + index);
/** What a client must not take for a success when it cannot be sure. */
const MUST_FAIL = [10, 15, 17, 38, 39, 64, 80, 85, 87, 90, 92, 95, 96];

const folder = dirname(fileURLToPath(import.meta.url));
const texts = readdirSync(folder)
  .filter((file) => file.endsWith('.test.ts') && file !== 'every-quirk.test.ts')
  .map((file) => readFileSync(join(folder, file), 'utf8'));
const blocks = texts.flatMap((text) => text.split(/^(?=(?:quirk|test|for)\b| {2}quirk\()/m));

const nameOf = (number: number) => `Q${String(number).padStart(2, '0')}`;

test('every quirk that a device can play has a test named after it', () => {
  const missing = [...BY_CONNECTING, ...BY_SPEAKING].map(nameOf).filter((name) => {
    return !texts.some((text) => new RegExp(`(?:quirk|test)\\(\\s*['"\`]${name}: `).test(text));
  });
  assert.deepEqual(missing, []);
});

test('every quirk that must fail has a test in which it does', () => {
  const missing = MUST_FAIL.map(nameOf).filter((name) => {
    return !blocks.some((block) => block.includes(`${name}: `) && /\{ ?error: '/.test(block));
  });
  assert.deepEqual(missing, []);
});
