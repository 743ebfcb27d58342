import { listPlatforms, platformNames } from '../../device/load-platform.js';
import { UsageError } from '../../error/flow-error.js';
import { proposeName } from '../../error/nearest.js';
import { printableLine } from '../../error/printable.js';
import { findAddressMistake } from '../../inventory/address.js';
import { CI_SERVICES, type CiService } from './project.js';

/** Each reads one answer, or the value of the flag that saves the question. @throws {UsageError} that says what was expected */

export function readName(text: string): string {
  const name = text.trim();
  if (isName(name)) return name;
  throw new UsageError(
    `--name: expected letters, digits, blanks, dots and dashes, up to 60 of them, got "${printableLine(name)}"`,
  );
}

/** Letters that stand for themselves in YAML, in Markdown and on a screen. */
export function isName(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u.test(text);
}

/** Addresses or names, between commas or blanks; none is an answer as well. */
export function readDevices(text: string): string[] {
  const devices = text.split(/[\s,]+/).filter((device) => device !== '');
  for (const device of devices) {
    const mistake = findAddressMistake(device);
    if (!mistake) continue;
    const { message, proposal, hidden } = mistake;
    throw new UsageError(`--devices: ${hidden ? message : printableLine(message)}${proposal ? `\n  ${proposal}` : ''}`);
  }
  const twice = devices.find((device, index) => devices.indexOf(device) < index);
  if (twice !== undefined) throw new UsageError(`--devices: ${twice} is there twice`);
  return devices;
}

/** @returns the platform's own name, also of an alias */
export function readPlatform(text: string): string {
  const wanted = text.trim();
  const found = listPlatforms().find(({ name, aliases }) =>
    [name, ...aliases].some((known) => known === wanted || `${known}_ssh` === wanted),
  );
  if (found?.name === 'auto') throw new UsageError('--platform: expected a family, since what is asked depends on it');
  if (found) return found.name;
  const proposal = proposeName(wanted, platformNames()) ?? '`flow platforms` lists them';
  throw new UsageError(`--platform: flow does not speak "${printableLine(wanted)}"\n  ${proposal}`);
}

export function readUsername(text: string): string {
  const username = text.trim();
  if (/^[\w.@\\+-]{1,64}$/.test(username)) return username;
  throw new UsageError(`--username: expected the name of a user, got "${printableLine(username)}"`);
}

export function readCi(text: string): CiService {
  const service = CI_SERVICES.find((known) => known === text.trim().toLowerCase());
  if (service) return service;
  throw new UsageError(`--ci: expected github, gitlab or none, got "${printableLine(text.trim())}"`);
}
