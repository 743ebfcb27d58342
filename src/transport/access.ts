import { candidatesOf, credentialIdOf } from '../inventory/credentials.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import { judgeHostKey, type KeyJudgement, type ShownKey } from './host-key.js';
import { JumpPool } from './jump-pool.js';
import { Turnstile } from './turnstile.js';

/** Has a host key judged, here or by whoever judges the keys of all workers. */
export type JudgeKey = (shown: ShownKey) => Promise<KeyJudgement>;

/**
 * What the logins of one run have in common, or those of one worker: jump sessions, codes that were used, credentials that a
 * host has refused, and who judges host keys. Whoever makes one closes it.
 */
export class Access {
  readonly jumps = new JumpPool();
  /** Where their key exchanges pass, a few at a time. */
  readonly turnstile = new Turnstile();
  /** One-time codes that have been given: none is given twice. */
  readonly spentCodes = new Set<string>();
  /** Host name → identities of the credentials that it has refused. */
  readonly #refused = new Map<string, Set<string>>();
  readonly #told = new Set<string>();

  readonly #judge: JudgeKey;

  constructor(judge: JudgeKey = async (shown) => judgeHostKey(shown)) {
    this.#judge = judge;
  }

  /** Decides about the key that a host shows. */
  async judgeKey(
    { name, address, port }: Host,
    { key, policy, isProven }: { key: Buffer; policy: HostKeyPolicy; isProven: boolean },
  ): Promise<KeyJudgement> {
    if (policy.mode === 'off') return {};
    return this.#judge({ host: { name, address, port }, key: key.toString('base64'), policy, isProven });
  }

  /** A host once per credential that it has not refused yet; once all are refused, all of them again. */
  candidates(host: Host): Host[] {
    const all = candidatesOf(host);
    const refused = this.#refused.get(host.name);
    const left = refused ? all.filter((candidate) => !refused.has(credentialIdOf(candidate))) : all;
    return left.length > 0 ? left : all;
  }

  /** Notes that a host has refused a credential. @returns whether another one of its list is left */
  refuse(host: Host, candidate: Host): boolean {
    const refused = this.#refused.get(host.name) ?? new Set();
    this.#refused.set(host.name, refused.add(credentialIdOf(candidate)));
    return candidatesOf(host).some((other) => !refused.has(credentialIdOf(other)));
  }

  /** Tells what concerns every host but once. */
  tellOnce(message: string, tell: (message: string) => void): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    tell(message);
  }

  close(): Promise<void> {
    return this.jumps.close();
  }
}
