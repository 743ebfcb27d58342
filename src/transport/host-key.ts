import { systemCode } from '../error/system-error.js';
import type { HostKeyPolicy } from '../inventory/host.js';
import { checkHostKey, describeKey, pinHostKey } from './known-hosts.js';

/** A key that a host showed. Plain data: it may be judged in another thread or process than the one that sees it. */
export interface ShownKey {
  host: { name: string; address: string; port: number };
  /** The public key blob, in base64. */
  key: string;
  policy: HostKeyPolicy;
  /** The host has signed with it: only then a new key is written down. */
  isProven: boolean;
}

/** What comes of it. Plain data. */
export interface KeyJudgement {
  /** Why the key is refused, with both fingerprints and the line of the file; absent to go on. */
  refusal?: string;
  /** What can be done about the refusal. */
  hint?: string;
  /** It is to be judged once more when the host has proven it. */
  isNew?: true;
  /** What a person should know; hosts that tell alike share the group. */
  notice?: { message: string; group: { noun: string; what: string } };
}

const HINTS = {
  unknown: 'compare the key with the one that the device itself tells; `--host-keys pin` then writes it down',
  revoked: 'do not log in: the key was given up, so whoever shows it may be somebody else',
  changed: 'if the device was replaced, remove its line from the known_hosts file; otherwise do not log in',
  unusable: 'make the known_hosts file and its folder readable and writable, or use `--host-keys off`',
};

/**
 * Decides about the key that a host shows: `pin` takes the first one and writes it down, `strict` takes only known ones.
 * Where many threads or processes see keys, one of them judges them all: two that write the same file would not see
 * each other's lines.
 */
export function judgeHostKey({ host, key, policy, isProven }: ShownKey): KeyJudgement {
  const blob = Buffer.from(key, 'base64');
  try {
    const found = checkHostKey(policy.file, host, blob);
    if (found.kind === 'known') return {};
    const shown = describeKey(blob);
    if (found.kind === 'unknown') {
      if (policy.mode === 'strict')
        return { refusal: `the host key ${shown} of ${host.name} is not in ${policy.file}`, hint: HINTS.unknown };
      if (!isProven) return { isNew: true };
      pinHostKey(policy.file, host, blob);
      const message = `host key ${shown} pinned in ${policy.file}`;
      return { notice: { message, group: { noun: 'host key', what: `pinned in ${policy.file}` } } };
    }
    const place = `${policy.file}:${found.line}`;
    if (found.revoked)
      return { refusal: `the host key ${shown} of ${host.name} is revoked in ${place}`, hint: HINTS.revoked };
    return {
      refusal: `the host key of ${host.name} has changed: it is ${shown}, and ${place} has ${found.pinned}`,
      hint: HINTS.changed,
    };
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return {
      refusal: `the host key of ${host.name} could not be checked: ${(error as Error).message}`,
      hint: HINTS.unusable,
    };
  }
}
