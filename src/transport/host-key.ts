import { DeviceError } from '../error/flow-error.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import { checkHostKey, fingerprint, keyType, pinHostKey } from './known-hosts.js';

/**
 * Decides about the key that a host shows: `pin` writes down the first one, `strict` takes only known ones, `off` any.
 *
 * @param key  the public key blob
 * @returns the reason to refuse it (`hostkey`, with both fingerprints and the line of the file); undefined to go on
 */
export function verifyHostKey(
  host: Host,
  key: Buffer,
  policy: HostKeyPolicy,
  onNotice: (message: string, group?: string) => void,
): DeviceError | undefined {
  if (policy.mode === 'off') return undefined;
  const verdict = checkHostKey(policy.file, host, key);
  if (verdict.kind === 'known') return undefined;
  const shown = `${keyType(key)} ${fingerprint(key)}`;
  if (verdict.kind === 'unknown') {
    if (policy.mode === 'strict') {
      return new DeviceError('hostkey', `the host key ${shown} of ${host.name} is not in ${policy.file}`, {
        phase: 'hostkey',
      });
    }
    pinHostKey(policy.file, host, key);
    onNotice(`host key ${shown} pinned in ${policy.file}`, `host keys pinned in ${policy.file}`);
    return undefined;
  }
  const message = verdict.revoked
    ? `the host key ${shown} of ${host.name} is revoked in ${policy.file}:${verdict.line}`
    : `the host key of ${host.name} has changed: it is ${shown}, and ${policy.file}:${verdict.line} has ${verdict.pinned}`;
  return new DeviceError('hostkey', message, { phase: 'hostkey' });
}
