import { relative, sep } from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError, UsageError } from '../error/flow-error.js';
import { orderDiagnostics } from '../error/order-diagnostics.js';
import { compileExpression } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import type { ReadInventory } from '../inventory/assemble.js';
import { chooseHosts } from '../inventory/choose-hosts.js';
import { type Host, type Inventory, viewHost } from '../inventory/host.js';
import { readInventories, readInventoryFrom } from '../inventory/load.js';
import { findStrangeNeeds } from '../playbook/compile.js';
import type { InventorySource, Playbook } from '../playbook/playbook.js';
import { findMisspeltPlatforms, findUnknownPlatforms } from './find-platforms.js';

/** Who takes part: the hosts chosen, as the inventory has them, before any secret is looked up. */
export interface Fleet {
  /** In inventory order. */
  hosts: Host[];
  /** Group → names of its hosts, chosen or not. */
  groups: Map<string, string[]>;
  inventory: Inventory;
}

/** What says who takes part beside the playbook. */
export interface FleetChoice {
  /** Names, patterns, groups and node sets, as `--limit` takes them; everybody unless given. */
  limit?: string | undefined;
  /** These and no others, in this order, whatever `limit` and `select` say. */
  hosts?: readonly string[] | undefined;
  /** Folders with platforms of the user's own, before those that the inventory names. */
  platformDirs: readonly string[];
  /** The absolute working folder: below it, paths are told relative to it. */
  folder: string;
  /** In the place of the playbook's. */
  inventory?: Inventory | undefined;
}

/** What of a playbook says who takes part. */
type Choice = Pick<Playbook, 'file' | 'document' | 'inventory' | 'select'>;

/**
 * Reads the inventory of a playbook and chooses among its hosts: `limit`, then `select`.
 *
 * @throws {DocumentError} with every mistake of the inventory, and every platform in it that flow does not speak
 * @throws {UsageError} when there is no inventory, or nobody is left
 */
export function readFleet(playbook: Pick<Playbook, 'file' | 'inventory' | 'select'>, choice: FleetChoice): Fleet {
  if (!playbook.inventory && !choice.inventory) {
    throw new UsageError(`${playbook.file} names no inventory\n  write \`inventory: devices.yaml\` in it, or `, {
      remedy: 'other-inventory',
    });
  }
  const { limit } = choice;
  const { inventory, mistakes } = inventoryOf(playbook, choice);
  const platformDirs = withFoldersOf(inventory, choice.platformDirs);
  refuse([...mistakes, ...(mistakes.length > 0 ? findMisspeltPlatforms(inventory, platformDirs) : [])]);
  const hosts = choice.hosts ? pickHosts(inventory, choice.hosts) : narrowDown(inventory, limit, playbook);
  refuse(findUnknownPlatforms({ hosts, inventory }, platformDirs));
  return { hosts, groups: inventory.groups, inventory };
}

/** @throws {UsageError} when one is not there */
function pickHosts(inventory: Inventory, names: readonly string[]): Host[] {
  const known = new Map(inventory.hosts.map((host) => [host.name, host]));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length > 0) throw new UsageError(`the inventory has no ${missing.slice(0, 3).join(', ')} any more`);
  return names.flatMap((name) => known.get(name) ?? []);
}

/** @throws {UsageError} when nobody is left */
function narrowDown(inventory: Inventory, limit: string | undefined, playbook: Choice): Host[] {
  const limited = chooseHosts(inventory, limit === undefined ? {} : { limit });
  const hosts = selectHosts(limited, playbook);
  if (hosts.length === 0) throw nobodyLeft(inventory, playbook);
  return hosts;
}

/**
 * Finds what is wrong with who takes part in a playbook that has mistakes itself: the inventory, `limit`, and needs on hosts that
 * are not there. Platforms are judged only where every host takes part, needs only where the inventory is sound.
 */
export function findFleetMistakes(playbook: Playbook, choice: FleetChoice): Diagnostic[] {
  if (!playbook.inventory && !choice.inventory) return [];
  const { inventory, mistakes } = inventoryOf(playbook, choice);
  const { limit } = choice;
  const isWhole = !playbook.select && limit === undefined;
  const misspelt = isWhole ? findMisspeltPlatforms(inventory, withFoldersOf(inventory, choice.platformDirs)) : [];
  if (mistakes.length > 0) return [...mistakes, ...misspelt];
  return [
    ...misspelt,
    ...checkLimit(inventory, limit),
    ...(inventory.hosts.length > 0 ? findStrangeNeeds(playbook, inventory) : []),
  ];
}

/** The mistake in `limit`, beside those of files. */
function checkLimit(inventory: Inventory, limit: string | undefined): Diagnostic[] {
  try {
    chooseHosts(inventory, { limit });
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const option = 'limit';
    return [{ file: option, option, message: error.message.replace(/^limit: /, ''), severity: 'error' }];
  }
}

/** Folders with platforms of the user's own: those given, then those that the inventory names. */
export function withFoldersOf(
  inventory: Pick<Inventory, 'platformDirs'> | undefined,
  given: readonly string[],
): string[] {
  return [...new Set([...given, ...(inventory?.platformDirs ?? [])])];
}

function inventoryOf(playbook: Pick<Playbook, 'inventory'>, { inventory, folder }: FleetChoice): ReadInventory {
  if (inventory) return { inventory, mistakes: [] };
  return readInventory(playbook.inventory as InventorySource, folder);
}

/** Reads an inventory from wherever it is. */
function readInventory(source: InventorySource, folder: string): ReadInventory {
  switch (source.kind) {
    case 'files':
      return readInventories(source.paths.map((path) => shortenPath(path, folder)));
    case 'inline':
    case 'lab':
      return readInventoryFrom(source.document, source.pointer);
    default:
      return source satisfies never;
  }
}

/** Below the working folder a path is told as the user would write it. */
function shortenPath(path: string, folder: string): string {
  const short = relative(folder, path);
  return short === '' || short.startsWith(`..${sep}`) || path.includes('://') ? path : short;
}

function selectHosts(hosts: Host[], { select, document }: Choice): Host[] {
  if (!select) return hosts;
  const isSelected = compileExpression(select.source, 'select');
  return hosts.filter((host) => {
    try {
      return isSelected({ host: { ...viewHost(host), port: host.port } });
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const said = `on ${host.name}: ${error.message}`;
      if (!document || !select.position) throw new UsageError(said, { option: 'select' });
      const place = document.positionWithin('/select', error.offset, error.length);
      throw new DocumentError([document.diagnoseAt(place, `select: ${said}`, { proposal: error.proposal })]);
    }
  });
}

function nobodyLeft(inventory: Inventory, { select, document }: Choice): Error {
  if (inventory.hosts.length === 0) return new UsageError('the inventory has no hosts');
  const message = `no host is left by \`select: ${select?.source}\``;
  const proposal = '`flow inventory` shows what can be asked of a host';
  if (!document || !select?.position) return new UsageError(`${message}; ${proposal}`);
  return new DocumentError([document.diagnose('/select', message, { proposal })]);
}

function refuse(mistakes: Diagnostic[]): void {
  if (mistakes.length > 0) throw new DocumentError(orderDiagnostics(mistakes));
}
