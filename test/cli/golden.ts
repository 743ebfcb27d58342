import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./golden', import.meta.url));

/** Compares a text with the file kept for it; `UPDATE_GOLDEN=1` keeps the text instead, to be reviewed as a diff. */
export function assertGolden(name: string, text: string): void {
  const file = join(FOLDER, `${name}.txt`);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.equal(text, readFileSync(file, 'utf8'), `differs from ${file}; UPDATE_GOLDEN=1 npm test rewrites it`);
}
