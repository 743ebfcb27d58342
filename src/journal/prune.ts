import { rmSync } from 'node:fs';
import type { HistoryEntry } from './history.js';
import { attempt } from './journal-home.js';

/** Which runs are kept. */
export interface Keep {
  /** So many of the newest are, however old; 0 unless given. */
  newest?: number;
  /** Only runs that began before this time are removed, in milliseconds since the epoch; absent: any. */
  before?: number;
}

/** Chooses the runs to be removed; one that goes on never is. @param history  the oldest first */
export function choosePruned(
  history: readonly HistoryEntry[],
  { newest = 0, before = Infinity }: Keep,
): HistoryEntry[] {
  return history
    .slice(0, Math.max(0, history.length - newest))
    .filter(({ state, started }) => state !== 'running' && Date.parse(started) < before);
}

/** Removes runs with all that they have kept. @throws {JournalError} */
export function removeRuns(runs: readonly HistoryEntry[]): void {
  for (const { folder } of runs) attempt(`remove ${folder}`, () => rmSync(folder, { recursive: true, force: true }));
}
