import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../error/system-error.js';

/**
 * Makes a folder with its parents, as Node's own `recursive` does; which never ends where a folder refuses any new one as `ENOENT` (as `/proc`
 * does).
 *
 * @param mode  of each that is made
 * @throws what the file system says
 */
export function makeFolders(folder: string, mode?: number): void {
  try {
    makeFolder(folder, mode);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeFolders(dirname(folder), mode);
    makeFolder(folder, mode);
  }
}

function makeFolder(folder: string, mode: number | undefined): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}
