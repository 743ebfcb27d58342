import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../../error/flow-error.js';
import type { ProjectFile } from './project.js';

/** What became of a file. */
export interface WrittenFile {
  path: string;
  purpose: string;
  /** `kept`: it was there, and is as it was. `extended`: lines were added at its end. */
  outcome: 'written' | 'extended' | 'kept';
}

/**
 * Writes the files of a project; what is there already stays as it is.
 *
 * @param folder  absolute; made where it is missing
 * @throws {UsageError} when a file cannot be written
 */
export function writeProject(folder: string, files: readonly ProjectFile[]): WrittenFile[] {
  return files.map(({ path, text, purpose }) => ({ path, purpose, outcome: writeNew(join(folder, path), text) }));
}

/** Adds to `.gitignore` the lines that it lacks. @throws {UsageError} when it cannot be written */
export function ignoreLines(folder: string, lines: readonly string[]): WrittenFile {
  const path = '.gitignore';
  const purpose = 'keeps the history of runs out of git';
  const file = join(folder, path);
  return attempt(file, () => {
    const text = readIfThere(file);
    if (text === undefined) return { path, purpose, outcome: writeNew(file, `${lines.join('\n')}\n`) };
    const present = new Set(text.split(/\r?\n/).map((line) => line.trim()));
    const missing = lines.filter((line) => !present.has(line));
    // Who ignores the whole folder has decided so.
    if (missing.length === 0 || present.has('.flow/') || present.has('.flow'))
      return { path, purpose, outcome: 'kept' };
    const gap = text === '' || text.endsWith('\n') ? '' : '\n';
    writeFileSync(file, `${gap}${missing.join('\n')}\n`, { flag: 'a' });
    return { path, purpose, outcome: 'extended' };
  });
}

function writeNew(file: string, text: string): 'written' | 'kept' {
  return attempt(file, () => {
    makeFolder(dirname(file));
    try {
      writeFileSync(file, text, { flag: 'wx' });
      return 'written';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'kept';
      throw error;
    }
  });
}

/** Step by step: where no folder can be made at all (`/proc`), `mkdirSync` would try for ever to make all of them. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // `EACCES: permission denied, open '/x'`
    const reason = error instanceof Error ? error.message.replace(/^\w+: ([^,]+).*$/s, '$1') : String(error);
    throw new UsageError(`${file} cannot be written: ${reason}`, { cause: error });
  }
}
