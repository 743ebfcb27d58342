import { type AddressMistake, findAddressMistake } from './address.js';
import type { Host } from './host.js';

const SSH_PORT = 22;
const DEEPEST = 20;

/**
 * Lists the hosts to go through to reach a host, nearest to us first. What the first one jumps through itself comes
 * before it.
 *
 * @param find  a host of the inventory by name; what it does not know is taken as `user@host:port`
 */
export function jumpsOf(host: Host, find: (name: string) => Host | undefined): Host[] {
  let hops = host.jump.map((hop) => find(hop) ?? parseHop(hop));
  for (let first = hops[0]; first && first.jump.length > 0 && hops.length < DEEPEST; first = hops[0]) {
    const { jump } = first;
    hops = [...jump.map((hop) => find(hop) ?? parseHop(hop)), { ...first, jump: [] }, ...hops.slice(1)];
  }
  return hops;
}

/** Reads `user@host:port`; user and port may be missing, an IPv6 address with a port stands in brackets. */
export function parseHop(text: string): Host {
  const at = text.lastIndexOf('@');
  const rest = text.slice(at + 1);
  // `[2001:db8::1]:2222`, `bastion:2222`, `bastion`; a bare `2001:db8::1` has no port
  const found = /^\[([^\]]+)\](?::(\d+))?$/.exec(rest) ?? /^([^:]+)(?::(\d+))?$/.exec(rest);
  const port = Number(found?.[2] ?? SSH_PORT);
  return {
    name: text,
    address: found?.[1] ?? rest,
    port,
    ...(found?.[2] === undefined && { isPortDefault: true }),
    platform: '',
    ...(at > 0 && { username: text.slice(0, at) }),
    groups: [],
    vars: {},
    jump: [],
    ssh: {},
  };
}

/** Finds why a text is no `user@host:port`. References must have been resolved. */
export function findHopMistake(text: string): AddressMistake | undefined {
  const { address, port, username } = parseHop(text);
  // `ssh://bob@gate` has its scheme before the user.
  const wrong = findAddressMistake(/^\w+:\/\//.test(text) ? text : address);
  if (wrong) return wrong;
  if (username?.includes(':')) {
    const proposal = 'write the host into the inventory, with its password there, and name it here';
    return { message: 'expected user@host:port, got one with a password', proposal, hidden: true };
  }
  if (text.startsWith('@') || username?.startsWith('-')) {
    return { message: 'expected user@host:port, got one without a proper user' };
  }
  if (port >= 1 && port <= 65535) return undefined;
  return { message: `expected a port between 1 and 65535 after the host, got ${port}` };
}
