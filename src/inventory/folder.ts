import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DocumentError } from '../error/flow-error.js';

/** True for a folder; false for a file, and for what is not there. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** True for a regular file; false for pipes and sockets, which are never read from a folder. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Paths of what a folder holds, in the order of the names. @throws {DocumentError} when it cannot be read */
export function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name));
  } catch {
    throw new DocumentError([{ file: folder, message: 'the folder cannot be read', severity: 'error' }]);
  }
}
