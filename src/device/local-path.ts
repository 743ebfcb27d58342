import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import type { CopyAction } from '../task/task.js';

/** Which key of a `copy` is the path on this machine. */
export const LOCAL_KEY = {
  put: 'from',
  get: 'to',
} as const;

/**
 * Finds the file on this machine that a `copy` means. What is fetched stays inside the playbook's folder, links followed; so does
 * what is brought to a device when an earlier result has part in the path, for then a device has chosen it.
 *
 * @param written  the rendered path
 * @returns an absolute path
 * @throws {DeviceError} `template` for a path that leaves the folder, or is none
 */
export function localPathOf({ direction, local, folder }: CopyAction, written: string): string {
  const path = resolve(folder, written);
  const wrong = (what: string) =>
    new DeviceError('template', `"${printableLine(written)}" ${what}`, {
      phase: 'command',
      hint: `check \`${LOCAL_KEY[direction]}\``,
    });
  if (written.trim() === '' || /[\\/]$/.test(written)) throw wrong('is not the path of a file');
  if (direction === 'put' && !local.text.includes('results')) return path;
  if (!isInside(folder, path) || !isInside(realpathSync(folder), realPathOf(path)))
    throw wrong(`leaves the folder ${folder}`);
  return path;
}

/** Whether a path lies below a folder; both absolute. */
export function isInside(folder: string, path: string): boolean {
  const rest = relative(folder, path);
  return rest !== '' && rest !== '..' && !rest.startsWith(`..${sep}`) && !isAbsolute(rest);
}

/** With links followed, as far as the path exists. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(realPathOf(parent), relative(parent, path));
  }
}
