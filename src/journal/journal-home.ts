import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolders } from '../document/make-folders.js';
import { JournalError } from '../error/flow-error.js';
import { systemCode, systemReason } from '../error/system-error.js';
import type { Remedy } from '../error/wording.js';

/** Owner only: outputs of devices are nobody else's business. */
export const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;

/** What of a project's `.flow` is kept out of git: not the host keys that were pinned. */
export const IGNORED_IN_HOME = 'runs/\nlocks/\n';

/** The folder with the runs. @param home  the project's `.flow`, or `FLOW_HOME` */
export function runsFolder(home: string): string {
  return path.join(home, 'runs');
}

/** Where the folder of a run is put together. */
export function makingFolder(home: string, id: string): string {
  return path.join(runsFolder(home), `.${id}.tmp`);
}

/** Makes the folders of a journal, and keeps them out of git. @throws {JournalError} */
export function prepareHome(home: string): void {
  attempt(`make ${runsFolder(home)}`, () => {
    makeFolders(runsFolder(home), FOLDER_MODE);
    try {
      writeFileSync(path.join(home, '.gitignore'), IGNORED_IN_HOME, { flag: 'wx' });
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  });
}

const TO_WRITE = { advice: 'make room or mend the permissions, ', remedy: 'keep-nothing' } as const;
const TO_READ = { advice: "the run is damaged, or somebody else's; `flow history` lists those that can be read" };

/** Reads a file or folder of the journal. @throws {JournalError} that says why it cannot be read */
export function attemptToRead<T>(file: string, work: () => T): T {
  return attempt(`read ${file}`, work, TO_READ);
}

/** Does something with files of the journal. @throws {JournalError} that says what could not be done, why, and what to do */
export function attempt<T>(what: string, work: () => T, todo: { advice: string; remedy?: Remedy } = TO_WRITE): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof JournalError) throw error;
    const { advice, ...remedy } = todo;
    const said = `the journal: cannot ${what}: ${systemReason(error)}\n  ${advice}`;
    throw new JournalError(said, { ...remedy, cause: error });
  }
}
