import { DeviceError } from '../error/flow-error.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import { checkHostKey, describeKey, pinHostKey } from './known-hosts.js';

/**
 * Decides about the key that a host shows: `pin` takes the first one, `strict` only known ones, `off` any.
 *
 * @param key  the public key blob
 * @returns `new` when it is to be written down once the host has signed with it; the reason to refuse it (`hostkey`, with both
 *   fingerprints and the line of the file)
 */
export function judgeHostKey(host: Host, key: Buffer, policy: HostKeyPolicy): 'accepted' | 'new' | DeviceError {
  if (policy.mode === 'off') return 'accepted';
  const verdict = checkHostKey(policy.file, host, key);
  if (verdict.kind === 'known') return 'accepted';
  const shown = describeKey(key);
  if (verdict.kind === 'unknown') {
    if (policy.mode === 'pin') return 'new';
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
 * Writes down a new key with which the host has signed.
 *
 * @returns the reason to refuse it after all, where another login has written down another key meanwhile
 */
export function keepHostKey(
  host: Host,
  key: Buffer,
  policy: HostKeyPolicy,
  onNotice: (message: string, group?: string) => void,
): DeviceError | undefined {
  const verdict = judgeHostKey(host, key, policy);
  if (verdict instanceof DeviceError) return verdict;
  if (verdict === 'accepted') return undefined;
  pinHostKey(policy.file, host, key);
  onNotice(`host key ${describeKey(key)} pinned in ${policy.file}`, `host keys pinned in ${policy.file}`);
  return undefined;
}
