import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { DocumentError } from '../../src/error/flow-error.js';

/** Writes files into a folder of their own, which goes away with the test. */
export function writeFolder(t: TestContext, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'flow-inventory-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The text of the DocumentError that something throws, the folder's name taken out of it. */
export function messageOf(work: () => unknown, folder = ''): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return folder === '' ? error.message : error.message.replaceAll(`${folder}/`, '');
  }
  throw new Error('expected a DocumentError, and nothing was thrown');
}
