import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { UsageError } from '../error/flow-error.js';
import type { Host } from '../inventory/host.js';
import { whyUnwritable } from '../report/check-writable.js';
import { isInFile } from '../transport/known-hosts.js';

/**
 * Checks that the keys of hosts never seen before can be written down, before any of them is spoken to. A file that cannot be
 * written is good enough where it has every host.
 *
 * @throws {UsageError} when they cannot
 */
export function checkPinning(file: string, hosts: readonly Host[]): void {
  const reason = existsSync(file) ? whyNotAppended(file) : whyUnwritable(file);
  if (reason === undefined) return;
  const missing = hosts.find((host) => host.transport !== 'telnet' && !isKnown(file, host));
  if (!missing) return;
  throw new UsageError(
    `cannot write ${file}: ${reason}\n  the key of ${missing.name} is to be kept there: make the file and its folder writable, or `,
    { remedy: 'other-host-keys' },
  );
}

function whyNotAppended(file: string): string | undefined {
  if (!statSync(file).isFile()) return 'it is no file';
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return 'one may not read and write it';
  }
}

function isKnown(file: string, host: Host): boolean {
  try {
    return isInFile(file, host);
  } catch {
    return false; // a file that cannot be read knows nobody
  }
}
