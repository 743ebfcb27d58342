import { readlinkSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../error/flow-error.js';
import { systemCode } from '../error/system-error.js';
import { attempt, attemptToRead, runsFolder } from './journal-home.js';
import { removeUnbegun } from './unbegun-run.js';

/**
 * Claims a run for the one that goes on with it, before anything is sent: two that go on with the same would change devices twice.
 *
 * @param id  of the earlier run
 * @param by  id of the run that goes on with it
 * @throws {UsageError} when another one has done so
 * @throws {JournalError} when it cannot be written
 */
export function claimRun(home: string, id: string, by: string): void {
  const link = path.join(runsFolder(home), id, 'next');
  if (attempt(`write ${link}`, () => tryLink(link, by))) return;
  const next = path.basename(attemptToRead(link, () => readlinkSync(link)));
  if (removeUnbegun(home, next) && attempt(`write ${link}`, () => tryLink(link, by))) return;
  throw new UsageError(
    `the run ${id} has been gone on with, as ${next}\n  go on with that one: its report has all results`,
  );
}

function tryLink(link: string, by: string): boolean {
  try {
    symlinkSync(path.join('..', by), link);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}
