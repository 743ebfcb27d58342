import { matchesGlob } from '../inventory/glob.js';
import type { SshOptions } from '../inventory/host.js';
import { ALGORITHMS, type AlgorithmKind } from './ssh-client.js';

/** What is offered to a host, best first. */
export type Offer = Readonly<Record<AlgorithmKind, string[]>>;

export const ALGORITHM_KINDS: readonly AlgorithmKind[] = ['kex', 'serverHostKey', 'cipher', 'hmac'];

/** SHA-1 key exchange, CBC ciphers, short MACs and DSA keys: only on request, and behind everything better. */
export const LEGACY: Readonly<Record<AlgorithmKind, readonly string[]>> = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1', 'diffie-hellman-group1-sha1'],
  serverHostKey: ['ssh-dss'],
  cipher: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
  hmac: ['hmac-md5', 'hmac-sha1-96', 'hmac-md5-96'],
};

type Wanted = NonNullable<SshOptions['algorithms']>[AlgorithmKind];

const USUAL = Object.fromEntries(ALGORITHM_KINDS.map((kind) => [kind, [...ALGORITHMS[kind].usual]])) as Offer;
const ALL_KNOWN: { offer: Offer; unknown: string[] } = { offer: USUAL, unknown: [] };

/**
 * Works out what to offer a host: the inventory's choice, legacy algorithms behind it where they are asked for.
 *
 * @returns the lists, and names that nobody here knows (from ssh_config, mostly), left out
 */
export function offerTo({ algorithms, legacy = false }: SshOptions): { offer: Offer; unknown: string[] } {
  if (!algorithms && !legacy) return ALL_KNOWN;
  const offer = { ...USUAL };
  const unknown: string[] = [];
  for (const kind of ALGORITHM_KINDS) {
    const wanted = algorithms?.[kind];
    const { usual, known } = ALGORITHMS[kind];
    const list = [...new Set([...choose(wanted, usual), ...(legacy ? LEGACY[kind] : [])])];
    const usable = list.filter((name) => known.includes(name));
    for (const name of namesIn(wanted)) if (!/[*?]/.test(name) && !known.includes(name)) unknown.push(name);
    // A choice of nothing but strangers leaves what is usual.
    if (usable.length > 0) offer[kind] = usable;
  }
  return { offer, unknown };
}

function choose(wanted: Wanted, usual: readonly string[]): readonly string[] {
  if (wanted === undefined) return usual;
  if (Array.isArray(wanted)) return wanted;
  const { prepend = [], append = [], remove = [] } = wanted;
  const isRemoved = (name: string) => remove.some((pattern) => matchesGlob(name, pattern));
  return [...prepend, ...usual.filter((name) => !isRemoved(name)), ...append];
}

/** Names that were asked for; taking away what is not there is no mistake. */
function namesIn(wanted: Wanted): string[] {
  if (wanted === undefined) return [];
  return Array.isArray(wanted) ? wanted : [...(wanted.prepend ?? []), ...(wanted.append ?? [])];
}
