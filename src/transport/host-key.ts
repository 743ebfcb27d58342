import type { HostKeyPolicy } from '../inventory/host.js';
import { checkHostKey, fingerprint, keyType, pinHostKey } from './known-hosts.js';

/** A key that a host showed. Plain data: it may be judged in another thread or process than the one that sees it. */
export interface ShownKey {
  host: { name: string; address: string; port: number };
  /** The public key blob, in base64. */
  key: string;
  policy: HostKeyPolicy;
}

/** What comes of it. Plain data. */
export interface KeyJudgement {
  /** Why the key is refused, with both fingerprints and the line of the file; absent to go on. */
  refusal?: string;
  /** What a person should know; hosts that tell alike share the group. */
  notice?: { message: string; group: string };
}

/**
 * Decides about the key that a host shows: `pin` writes down the first one, `strict` takes only known ones.
 * Where many threads or processes see keys, one of them judges them all: two that write the same file would not see
 * each other's lines.
 */
export function judgeHostKey({ host, key, policy }: ShownKey): KeyJudgement {
  const blob = Buffer.from(key, 'base64');
  try {
    const found = checkHostKey(policy.file, host, blob);
    const shown = `${keyType(blob)} ${fingerprint(blob)}`;
    switch (found.kind) {
      case 'known':
        return {};
      case 'unknown':
        if (policy.mode === 'strict')
          return { refusal: `the host key ${shown} of ${host.name} is not in ${policy.file}` };
        pinHostKey(policy.file, host, blob);
        return {
          notice: {
            message: `host key ${shown} pinned in ${policy.file}`,
            group: `host keys pinned in ${policy.file}`,
          },
        };
      case 'changed':
        return {
          refusal: found.revoked
            ? `the host key ${shown} of ${host.name} is revoked in ${policy.file}:${found.line}`
            : `the host key of ${host.name} has changed: it is ${shown}, and ${policy.file}:${found.line} has ${found.pinned}`,
        };
      default:
        return found satisfies never;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { refusal: `the host key of ${host.name} could not be checked: ${(error as Error).message}` };
  }
}
