import { findPlatform, platformNames } from '../device/load-platform.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { checkPlatforms } from '../inventory/check-platforms.js';
import type { Host, Inventory } from '../inventory/host.js';

/**
 * Checks that flow speaks the platform of every host. All platforms are read only when one is unknown, to propose the nearest.
 *
 * @returns mistakes
 * @throws {DocumentError} when the file of a platform is wrong
 */
export function findUnknownPlatforms(
  fleet: { hosts: readonly Host[]; inventory: Inventory },
  platformDirs: string[],
): Diagnostic[] {
  const wanted = [...new Set(fleet.hosts.map((host) => host.platform))];
  const known = wanted.every((name) => findPlatform(name, platformDirs)) ? wanted : platformNames(platformDirs);
  return checkPlatforms({ ...fleet.inventory, hosts: [...fleet.hosts] }, known);
}

/** The same of an inventory with other mistakes: that a platform is missing may follow from one, that nobody knows it does not. */
export function findMisspeltPlatforms(inventory: Inventory, platformDirs: string[]): Diagnostic[] {
  const hosts = inventory.hosts.filter(({ platform }) => platform !== '');
  return findUnknownPlatforms({ hosts, inventory }, platformDirs);
}
