import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { isInside, realPathOf } from '../../device/local-path.js';
import { printableLine } from '../../error/printable.js';
import { type Host, viewHost } from '../../inventory/host.js';
import { itemOn } from '../../task/item.js';
import type { SaveSpec, Task } from '../../task/task.js';
import { compileTemplate } from '../../template/template.js';
import { TemplateError } from '../../template/template-error.js';

/** What the path of a file is made of. */
export interface SavePathBasis {
  save: SaveSpec;
  task: Pick<Task, 'name' | 'item'>;
  host: Host;
  vars: Record<string, unknown>;
}

/** Where an output goes. */
export interface SavePath {
  /** Relative to the playbook's folder, with `/` between folders. */
  file: string;
  /** With symbolic links followed, as far as there are any. */
  absolute: string;
}

/** Folders that belong to programs: what a device says must not become their settings. */
const RESERVED = /^\.(git|flow)$/i;
/** Would end a line, act on a terminal, or be seen by nobody. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

/**
 * Finds the file of a save. It lies in the playbook's folder, symbolic links followed. A name of a host, a task or an item is one
 * part of the path: a slash in it becomes `_`. Nothing that a device has said has a part in it.
 *
 * @returns what is wrong with it otherwise
 */
export function savePathOf({ save, task, host, vars }: SavePathBasis): SavePath | { problem: string } {
  const context = {
    host: { ...viewHost(host), name: onePart(host.name), address: onePart(host.address), port: host.port },
    task: onePart(task.name),
    vars,
    ...withSafeTexts(itemOn(task, host.name)),
  };
  let written: string;
  try {
    written = compileTemplate(save.file)(context).trim();
  } catch (error) {
    if (error instanceof TemplateError) return { problem: error.message };
    throw error;
  }
  const problem = findProblem(written);
  if (problem) return { problem: `"${printableLine(written)}" ${problem}` };
  const path = resolve(save.folder, written);
  const absolute = realPathOf(path);
  if (!isInside(save.folder, path) || !isInside(realpathSync(save.folder), absolute))
    return { problem: `"${printableLine(written)}" leaves the folder ${save.folder}` };
  if (
    relative(realpathSync(save.folder), absolute)
      .split(sep)
      .some((part) => RESERVED.test(part))
  )
    return { problem: `"${printableLine(written)}" is in a folder that belongs to git or to flow` };
  return { file: relative(save.folder, path).split(sep).join('/'), absolute };
}

function findProblem(written: string): string | undefined {
  if (written === '' || /[\\/]$/.test(written)) return 'is not the path of a file';
  if (/^([\\/~]|[a-zA-Z]:)/.test(written)) return 'does not begin in the folder of the playbook';
  if (UNSEEN.test(written)) return 'has characters that nobody sees';
  const parts = written.split(/[\\/]/);
  if (parts.includes('..') || parts.includes('.')) return 'has a part that is no name (. or ..)';
  return parts.some((part) => RESERVED.test(part)) ? 'is in a folder that belongs to git or to flow' : undefined;
}

/** `core/1` → `core_1` */
function onePart(text: string): string {
  return text.replace(/[\\/]/g, '_');
}

function withSafeTexts<T>(value: T): T {
  if (typeof value === 'string') return onePart(value) as T;
  if (Array.isArray(value)) return value.map(withSafeTexts) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withSafeTexts(part)])) as T;
}
