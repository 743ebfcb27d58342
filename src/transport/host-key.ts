import { DeviceError } from '../error/flow-error.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import { checkHostKey, describeKey, pinHostKey } from './known-hosts.js';

/**
 * Decides about the key that a host shows: `pin` takes the first one, `strict` only known ones, `off` any.
 *
 * @param key  the public key blob
 * @returns the reason to refuse it (`hostkey`, with both fingerprints and the line of the file); undefined to go on
 */
export function judgeHostKey(host: Host, key: Buffer, policy: HostKeyPolicy): DeviceError | undefined {
  if (policy.mode === 'off') return undefined;
  const verdict = checkHostKey(policy.file, host, key);
  if (verdict.kind === 'known') return undefined;
  const shown = describeKey(key);
  if (verdict.kind === 'unknown') {
    if (policy.mode === 'pin') return undefined;
    return new DeviceError('hostkey', `the host key ${shown} of ${host.name} is not in ${policy.file}`, {
      phase: 'hostkey',
    });
  }
  const message = verdict.revoked
    ? `the host key ${shown} of ${host.name} is revoked in ${policy.file}:${verdict.line}`
    : `the host key of ${host.name} has changed: it is ${shown}, and ${policy.file}:${verdict.line} has ${verdict.pinned}`;
  return new DeviceError('hostkey', message, { phase: 'hostkey' });
}

/**
 * The host has signed with its key: under `pin`, one that is not known yet is written down.
 *
 * @returns the reason to refuse it after all, where another login has pinned another key meanwhile
 */
export function keepHostKey(
  host: Host,
  key: Buffer,
  policy: HostKeyPolicy,
  onNotice: (message: string, group?: string) => void,
): DeviceError | undefined {
  const refusal = judgeHostKey(host, key, policy);
  if (refusal || policy.mode !== 'pin' || checkHostKey(policy.file, host, key).kind === 'known') return refusal;
  pinHostKey(policy.file, host, key);
  onNotice(`host key ${describeKey(key)} pinned in ${policy.file}`, `host keys pinned in ${policy.file}`);
  return undefined;
}
