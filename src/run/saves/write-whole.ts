import { randomUUID } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolders } from '../../document/make-folders.js';

/**
 * Writes a file whole or not at all, and so that a loss of power takes neither the old nor the new one: into a file beside it, which
 * then takes its place. Folders are made as needed. A file that was there keeps who may read it.
 *
 * @param isPrivate  only the owner may read it
 * @throws what the system says
 */
export function writeWhole(file: string, text: string, isPrivate: boolean): void {
  const folder = dirname(file);
  makeFolders(folder);
  const temporary = join(folder, `.flow-${randomUUID()}.tmp`);
  try {
    const before = statSync(file, { throwIfNoEntry: false });
    const descriptor = openSync(temporary, 'wx', isPrivate ? 0o600 : 0o666);
    try {
      if (before) fchmodSync(descriptor, before.mode & (isPrivate ? 0o700 : 0o777));
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(folder);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
