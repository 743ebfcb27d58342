import { readdirSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import { systemCode } from '../error/system-error.js';
import { attempt, runsFolder } from './journal-home.js';
import { readFrozenRun } from './recorded-run.js';
import { isRunId } from './run-id.js';

/** Ids of the runs that were kept, the oldest first. @param home  the project's `.flow`. @throws {JournalError} when it cannot be read */
export function listRuns(home: string): string[] {
  return namesIn(runsFolder(home)).filter(isRunId).sort();
}

/** Ids of the runs whose journal was begun and never got its name: they are still at it, or were killed. @throws {JournalError} */
export function listUnbegun(home: string): string[] {
  const ids = namesIn(runsFolder(home)).map((name) => /^\.(.*)\.tmp$/.exec(name)?.[1] ?? '');
  return ids.filter(isRunId);
}

/** None where there is no such folder. */
function namesIn(folder: string): string[] {
  return attempt(`read ${folder}`, () => {
    try {
      return readdirSync(folder);
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return [];
      throw error;
    }
  });
}

/**
 * Finds a run by what a user calls it: its id, `last`, `last~1` (the one before), the name given with `--as` (the newest of that name), or the
 * beginning of its id that no other has.
 *
 * @returns its folder, absolute
 * @throws {UsageError} when there is none, or several
 */
export function findRun(home: string, text: string): string {
  const runs = listRuns(home);
  const folderOf = (id: string) => path.join(runsFolder(home), id);
  if (runs.length === 0)
    throw new UsageError(`there is no run in ${runsFolder(home)}\n  runs are kept in the project of their playbook`);
  const last = /^last(?:~(\d{1,9}))?$/.exec(text);
  if (last) {
    const id = runs.at(-1 - Number(last[1] ?? 0));
    if (id !== undefined) return folderOf(id);
    throw new UsageError(`"${text}": there are only ${runs.length} runs; \`flow history\` lists them`);
  }
  if (runs.includes(text)) return folderOf(text);
  const named = /^[a-z]/i.test(text) && runs.findLast((id) => readFrozenRun(folderOf(id)).as === text);
  if (named) return folderOf(named);
  const matches = runs.filter((id) => text !== '' && id.startsWith(text));
  if (matches.length === 1) return folderOf(matches[0] as string);
  if (matches.length > 1) {
    throw new UsageError(`"${text}" is the beginning of ${matches.length} runs: ${matches.slice(-3).join(', ')}`);
  }
  const proposal = proposeName(text, runs) ?? '`flow history` lists the runs; `last` is the newest';
  throw new UsageError(`there is no run "${text}"\n  ${proposal}`);
}
