import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import { LEGACY, type Offer } from './algorithms.js';
import type { ServerHello } from './server-hello.js';
import { ALGORITHMS, type AlgorithmKind } from './ssh-client.js';

/** In the order in which SSH looks at them: the first without a match ends the handshake. */
const KINDS: readonly { kind: AlgorithmKind; words: string }[] = [
  { kind: 'kex', words: 'key exchange method' },
  { kind: 'serverHostKey', words: 'type of host key' },
  { kind: 'cipher', words: 'cipher' },
  { kind: 'hmac', words: 'MAC' },
];

/** Ciphers that bring their own integrity: with them no MAC is negotiated. */
const WITHOUT_MAC = /gcm|poly1305/;
const CISCO_1_25 = 'Cisco-1.25';
const MOST_NAMED = 12;

/**
 * Says on what the two sides could not agree, what each of them offers, and which option would help.
 *
 * @param place  `192.0.2.1 port 22`
 * @param said   ssh2's own words, for what cannot be worked out
 */
export function explainKex(hello: ServerHello, offer: Offer, { place, said }: { place: string; said: string }) {
  const details = { phase: 'kex' } as const;
  const gap = findGap(hello, offer);
  if (!gap) return new DeviceError('kex', `no SSH algorithm in common with ${place}: ${said}`, details);
  const { kind, words, ours, theirs } = gap;
  const message = `no SSH algorithm in common with ${place}: as ${words} flow offers ${list(ours)}; the device offers ${list(theirs)}`;
  return new DeviceError('kex', message, { ...details, hint: hintFor(kind, theirs, hello) });
}

interface Gap {
  kind: AlgorithmKind;
  words: string;
  ours: readonly string[];
  theirs: readonly string[];
}

function findGap(hello: ServerHello, offer: Offer): Gap | undefined {
  const { offer: remote } = hello;
  if (!remote) return undefined;
  const cipher = offer.cipher.find((name) => remote.cipher.includes(name));
  for (const { kind, words } of KINDS) {
    if (kind === 'hmac' && cipher !== undefined && WITHOUT_MAC.test(cipher)) continue;
    const theirs = remote[kind];
    const ours = offer[kind].filter((name) => !isWithheld(name, hello));
    if (!ours.some((name) => theirs.includes(name))) return { kind, words, ours, theirs };
  }
  return undefined;
}

/** ssh2 does not use group exchange with this version of Cisco's server, which answers it wrongly. */
function isWithheld(name: string, { software }: ServerHello): boolean {
  return software === CISCO_1_25 && name.includes('group-exchange');
}

function hintFor(kind: AlgorithmKind, theirs: readonly string[], hello: ServerHello): string {
  const usable = theirs.filter((name) => ALGORITHMS[kind].known.includes(name) && !isWithheld(name, hello));
  if (usable.some((name) => LEGACY[kind].includes(name))) return 'set `ssh: {legacy: true}` for this host';
  if (usable[0] !== undefined)
    return `set \`ssh: {algorithms: {${kind}: {append: [${printableLine(usable[0])}]}}}\` for this host`;
  if (theirs.some((name) => isWithheld(name, hello)))
    return `a server that calls itself ${CISCO_1_25} does group exchange wrongly, so it is never used with one: enable diffie-hellman-group14-sha1 on the device`;
  return 'none of what the device offers is known here: enable a newer one on the device, or reach it through a jump host';
}

function list(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return printableLine(names.slice(0, MOST_NAMED).join(', ')) + more;
}
