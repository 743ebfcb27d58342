import { loadPlatform, platformNames } from '../device/load-platform.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { checkPlatforms } from '../inventory/check-platforms.js';
import type { Playbook } from '../playbook/playbook.js';
import { checkCopies } from '../run/check-copies.js';
import { checkMode } from '../run/check-mode.js';
import type { TaskGraph } from '../task/graph.js';
import type { Fleet } from './fleet.js';

/** What is checked, together. */
export interface CheckedRun {
  playbook: Playbook;
  fleet: Fleet;
  /** Of both. */
  graph: TaskGraph;
  /** Folders with platforms of the user's own. */
  platformDirs: string[];
}

/**
 * Checks what neither the playbook nor the inventory can tell alone: that every host's platform is known, that every command
 * can be written for every host, and in `mode: read` that each only reads.
 *
 * @returns warnings of the playbook and the inventory
 * @throws {DocumentError} with every mistake
 */
export function checkBeforeRun({ playbook, fleet, graph, platformDirs }: CheckedRun): Diagnostic[] {
  // With every `foreach` written out.
  const written = { ...playbook, tasks: graph.tasks };
  refuse(findUnknownPlatforms(fleet, platformDirs));
  refuse(checkCopies(written, fleet.hosts));
  refuse(checkMode(written, fleet.hosts, (host) => loadPlatform(host.platform, platformDirs)));
  return [...playbook.warnings, ...(fleet.inventory.warnings ?? [])];
}

/**
 * Checks that flow speaks the platform of every host. All platforms are read only when one is unknown, to propose the nearest.
 *
 * @returns mistakes
 * @throws {DocumentError} when the file of a platform is wrong
 */
export function findUnknownPlatforms(fleet: Pick<Fleet, 'hosts' | 'inventory'>, platformDirs: string[]): Diagnostic[] {
  const wanted = [...new Set(fleet.hosts.map((host) => host.platform))];
  const known = wanted.every((name) => canLoad(name, platformDirs)) ? wanted : platformNames(platformDirs);
  return checkPlatforms({ ...fleet.inventory, hosts: fleet.hosts }, known);
}

function canLoad(name: string, platformDirs: string[]): boolean {
  try {
    loadPlatform(name, platformDirs);
    return true;
  } catch (error) {
    if (error instanceof DocumentError) return false;
    throw error;
  }
}

function refuse(mistakes: Diagnostic[]): void {
  if (mistakes.length > 0) throw new DocumentError(mistakes);
}
