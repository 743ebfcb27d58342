import { readlinkSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { JournalError } from '../error/flow-error.js';
import { systemCode } from '../error/system-error.js';
import { listUnbegun } from './find-run.js';
import type { FrozenRun } from './frozen-run.js';
import { attempt, makingFolder, runsFolder } from './journal-home.js';
import { isAlive } from './process-mark.js';
import { readFrozenRun } from './recorded-run.js';

/** Removes what runs have left whose process ended before they sent anything. @returns how many there were. @throws {JournalError} */
export function removeUnbegunRuns(home: string): number {
  return listUnbegun(home).filter((id) => removeUnbegun(home, id)).length;
}

/**
 * Removes what such a run has left, and its claim on the run that it was to go on with.
 *
 * @returns false when its process may go on, or another one is removing it: only one can take the folder away
 * @throws {JournalError} when it cannot be removed
 */
export function removeUnbegun(home: string, id: string): boolean {
  const making = makingFolder(home, id);
  const lost = `${making}.lost`;
  let run: FrozenRun;
  try {
    run = readFrozenRun(making);
    if (isAlive(run.process)) return false;
    renameSync(making, lost);
  } catch (error) {
    if (error instanceof JournalError || systemCode(error) !== undefined) return false;
    throw error;
  }
  const link = run.continues && path.join(runsFolder(home), run.continues.run, 'next');
  if (link !== undefined && claimerOf(link) === id) attempt(`remove ${link}`, () => rmSync(link));
  attempt(`remove ${lost}`, () => rmSync(lost, { recursive: true }));
  return true;
}

function claimerOf(link: string): string | undefined {
  try {
    return path.basename(readlinkSync(link));
  } catch {
    return undefined; // it was never claimed
  }
}
