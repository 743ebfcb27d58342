import type { SshOptions } from '../inventory/host.js';

/** Lists of algorithm names, in the form that ssh2 takes. */
export type AlgorithmChoice = NonNullable<SshOptions['algorithms']>;

/** SHA-1 key exchange, CBC ciphers, short MACs and DSA keys: only on request, and behind everything better. */
const LEGACY = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1', 'diffie-hellman-group1-sha1'],
  serverHostKey: ['ssh-dss'],
  cipher: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
  hmac: ['hmac-md5', 'hmac-sha1-96', 'hmac-md5-96'],
} as const;

/** What to offer a host: undefined for ssh2's own lists; the inventory's choice; legacy algorithms behind either. */
export function algorithmsOf({ algorithms = {}, legacy = false }: SshOptions): AlgorithmChoice | undefined {
  if (!legacy) return Object.keys(algorithms).length > 0 ? algorithms : undefined;
  const merged: AlgorithmChoice = { ...algorithms };
  for (const kind of ['kex', 'serverHostKey', 'cipher', 'hmac'] as const) {
    const given = algorithms[kind];
    if (Array.isArray(given)) merged[kind] = [...new Set([...given, ...LEGACY[kind]])];
    else merged[kind] = { ...given, append: [...new Set([...(given?.append ?? []), ...LEGACY[kind]])] };
  }
  return merged;
}
