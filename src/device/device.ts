import { parseDocument } from '../document/document.js';
import { DocumentError } from '../error/flow-error.js';
import { checkPlatforms } from '../inventory/check-platforms.js';
import type { Host, Inventory } from '../inventory/host.js';
import { inventoryFrom } from '../inventory/load.js';
import { resolveReferences } from '../inventory/resolve-references.js';
import { platformNames } from './load-platform.js';

/** A device in Netmiko's words, or flow's: what an inventory may say of a host may be said here. */
export interface Device {
  /** The platform: `cisco_ios`; `autodetect` finds it out. */
  device_type: string;
  /** Address or name. `ip` is the same. */
  host?: string;
  ip?: string;
  /** 22 unless given, 23 with `..._telnet`. */
  port?: number;
  username?: string;
  password?: string;
  /** The password of the privileged mode. */
  secret?: string;
  /** Path of a private key. */
  key_file?: string;
  [key: string]: unknown;
}

/**
 * Reads the description of one device as an inventory of one is read, so that the same words mean the same.
 *
 * @throws {DocumentError} with every mistake
 */
export async function readDevice(
  device: Device | Host,
  { env = {}, platformDirs = [] }: { env?: Readonly<Record<string, string | undefined>>; platformDirs?: string[] },
): Promise<Host> {
  const inventory: Inventory = isHost(device)
    ? { hosts: [device], groups: new Map(), sources: [] }
    : inventoryFrom(parseDocument('connect', JSON.stringify([device])), '');
  const mistakes = checkPlatforms(inventory, platformNames(platformDirs));
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  const [host] = await resolveReferences(inventory.hosts, { env });
  return host as Host;
}

/** Only a host that has been read has all of these. */
function isHost(device: Device | Host): device is Host {
  return ['platform', 'groups', 'vars', 'jump', 'ssh'].every((key) => key in device);
}
