import { basename, dirname } from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import type { Inventory } from './host.js';

/** Tells whether git has a file under version control. */
export type IsTracked = (file: string) => Promise<boolean>;

const PROPOSAL = 'write ${env:NAME}, ${file:path}, ${exec:command} or ${prompt:text} instead';

/** Warns of passwords written as they are, once per file, and louder where git tracks the file. */
export function warnOfPlainSecrets(inventory: Inventory, isTracked: IsTracked = isTrackedByGit): Promise<Diagnostic[]> {
  return Promise.all(
    (inventory.plainSecrets ?? []).map(async ({ key, count, position, sourceLine, hidden }): Promise<Diagnostic> => {
      const { file } = position;
      const isShared = await isTracked(file);
      const others = count > 1 ? ` (and ${count - 1} more in this file)` : '';
      const message = isShared
        ? `${key} in plain text, in a file that git tracks${others}: everybody with the repository can read it, now and in its history`
        : `${key} in plain text${others}`;
      return {
        file,
        position,
        ...(sourceLine !== undefined && { sourceLine }),
        ...(hidden && { hidden }),
        message,
        proposal: PROPOSAL,
        severity: 'warning',
      };
    }),
  );
}

/** Asks git; without git, or outside of a repository, nothing is tracked. */
export function isTrackedByGit(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    // A hostile repository could have git run a program of its choice here.
    const args = [
      '-c',
      'core.fsmonitor=false',
      '-C',
      dirname(file),
      'ls-files',
      '--error-unmatch',
      '--',
      basename(file),
    ];
    const { execFile } = process.getBuiltinModule('node:child_process');
    execFile('git', args, { timeout: 5000 }, (error) => resolve(error === null));
  });
}
