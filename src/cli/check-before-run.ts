import { loadPlatform, platformNames } from '../device/load-platform.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { checkPlatforms } from '../inventory/check-platforms.js';
import type { Playbook } from '../playbook/playbook.js';
import { checkMode } from '../run/check-mode.js';
import type { Fleet } from './fleet.js';

/** What is checked, together. */
export interface CheckedRun {
  playbook: Playbook;
  fleet: Fleet;
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
export function checkBeforeRun({ playbook, fleet, platformDirs }: CheckedRun): Diagnostic[] {
  refuse(checkPlatforms({ ...fleet.inventory, hosts: fleet.hosts }, platformNames(platformDirs)));
  refuse(checkMode(playbook, fleet.hosts, (host) => loadPlatform(host.platform, platformDirs)));
  return [...playbook.warnings, ...(fleet.inventory.warnings ?? [])];
}

function refuse(mistakes: Diagnostic[]): void {
  if (mistakes.length > 0) throw new DocumentError(mistakes);
}
