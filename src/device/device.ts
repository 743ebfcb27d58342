import { homedir, userInfo } from 'node:os';
import { parseDocument } from '../document/document.js';
import { readText } from '../document/read-text.js';
import { type Diagnostic, formatDiagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { applySshConfig } from '../inventory/apply-ssh-config.js';
import { checkPlatforms } from '../inventory/check-platforms.js';
import type { Host, Inventory } from '../inventory/host.js';
import { jumpsOf, parseHop } from '../inventory/jumps.js';
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
  /** Path of a private key; `~` is the home folder. */
  key_file?: string;
  /** Path of an OpenSSH configuration that fills in what is not said here: `~/.ssh/config`. None unless given. */
  ssh_config_file?: string;
  [key: string]: unknown;
}

/** A device that can be spoken to. */
export interface ReachableDevice {
  host: Host;
  /** To go through, nearest to us first. */
  jumps: Host[];
  /** What is worth knowing and no mistake. */
  notices: string[];
}

/** What a description of a device is read with. */
export interface DeviceSources {
  /** Where `${env:NAME}`, and the agent's `SSH_AUTH_SOCK`, are looked up; nowhere unless given. */
  env?: Readonly<Record<string, string | undefined>>;
  platformDirs?: string[];
  /** Path of an OpenSSH configuration, before that of the device. */
  sshConfigFile?: string;
}

/** What mistakes of a description are told of, in the place of a file. */
const CALL = 'connect';

/**
 * Reads the description of one device as an inventory of one is read, so that the same words mean the same.
 *
 * @throws {DocumentError} with every mistake
 */
export async function readDevice(device: Device | Host, sources: DeviceSources): Promise<ReachableDevice> {
  try {
    return await read(device, sources);
  } catch (error) {
    throw error instanceof DocumentError ? new DocumentError(error.diagnostics.map(ofDescription)) : error;
  }
}

async function read(device: Device | Host, sources: DeviceSources): Promise<ReachableDevice> {
  const { env = {}, platformDirs = [] } = sources;
  const { ssh_config_file: ownFile, ...said } = device as Device;
  const inventory: Inventory = isHost(device)
    ? { hosts: [device], groups: new Map(), sources: [] }
    : inventoryFrom(parseDocument(CALL, JSON.stringify([said])), '');
  const mistakes = checkPlatforms(inventory, platformNames(platformDirs));
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  const file = sources.sshConfigFile ?? ownFile;
  const text = file === undefined ? '' : readText(file.replace(/^~(?=\/)/, homedir()));
  const notices = (inventory.warnings ?? []).map(noticeOf);
  const configure = ([host]: readonly Host[]): Host => {
    const options = { user: userInfo().username, home: homedir(), agent: env.SSH_AUTH_SOCK, ...(file && { file }) };
    const { hosts, warnings } = applySshConfig([host as Host], text, options);
    notices.push(...warnings.map(noticeOf));
    return hosts[0] as Host;
  };
  const host = configure(await resolveReferences(inventory.hosts, { env }));
  return { host, jumps: jumpsOf(host, (hop) => configure([parseHop(hop)])), notices: [...new Set(notices)] };
}

/** Without a place: nobody has written the list of one device in which it was found. */
function ofDescription(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.file !== CALL) return diagnostic;
  const { file, message, proposal, severity } = diagnostic;
  return {
    file,
    message: message.replace(/^\[0\](?:\.|: )/, ''),
    severity,
    ...(proposal !== undefined && { proposal }),
  };
}

function noticeOf(diagnostic: Diagnostic): string {
  const { file, message, severity } = ofDescription(diagnostic);
  return formatDiagnostic({ file, message, severity });
}

/** Only a host that has been read has all of these. */
function isHost(device: Device | Host): device is Host {
  return ['platform', 'groups', 'vars', 'jump', 'ssh'].every((key) => key in device);
}
