import { join } from 'node:path';
import { findRun, listRuns } from '../../journal/find-run.js';
import { runsFolder } from '../../journal/journal-home.js';
import { readViews } from '../../journal/record-of.js';
import { readFrozenRun } from '../../journal/recorded-run.js';
import type { Suggestion } from './suggestion.js';

/** Of older runs the id has to be typed. */
const MOST = 100;

/** The newest runs first: `last`, names given with `--as`, ids. @param home  the project's `.flow` */
export function suggestRuns(home: string): Suggestion[] {
  const runs = attempt(() => listRuns(home).slice(-MOST).reverse()).flatMap((id) =>
    attempt(() => [readFrozenRun(join(runsFolder(home), id))]),
  );
  const last = runs.slice(0, 1).map(({ playbook }) => ({ word: 'last', text: `${playbook.name}, the newest run` }));
  const named = runs.flatMap(({ as, id, playbook }) =>
    as === undefined ? [] : [{ word: as, text: `${playbook.name}, ${id}` }],
  );
  const ids = runs.map(({ id, started, playbook }) => ({
    word: id,
    text: `${playbook.name}, ${started.replace(/\.\d+Z$/, 'Z')}`,
  }));
  return [...last, ...named, ...ids];
}

/** The hosts that took part in a run. */
export function suggestHostsOfRun(home: string, run: string): Suggestion[] {
  return attempt(() => [...readViews({ folder: findRun(home, run) }).values()]).map(({ name, platform }) => ({
    word: name,
    text: platform,
  }));
}

/** A journal that cannot be read has nothing to propose. */
function attempt<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch {
    return [];
  }
}
