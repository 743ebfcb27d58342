import type { Credential } from './credentials.js';
import type { Host } from './host.js';

/** What becomes of one text value; `isVariable` when it stands under `vars`. */
export type TextMapping = (text: string, isVariable: boolean) => string;

/** Makes a host whose text values have gone through a function: address, credentials, key, jumps, agent, proxy, scripted answers and variables. */
export function mapTexts(host: Host, mapping: TextMapping): Host {
  const own = (text: string) => mapping(text, false);
  const { username, password, secret, key, passphrase, agent, proxy, credentials, ssh } = host;
  return {
    ...host,
    address: own(host.address),
    jump: host.jump.map(own),
    vars: mapMembers(host.vars, mapping),
    ...(username !== undefined && { username: own(username) }),
    ...(password !== undefined && { password: own(password) }),
    ...(secret !== undefined && { secret: own(secret) }),
    ...(key !== undefined && { key: own(key) }),
    ...(passphrase !== undefined && { passphrase: own(passphrase) }),
    ...(agent !== undefined && { agent: own(agent) }),
    ...(proxy !== undefined && { proxy: own(proxy) }),
    ...(credentials && { credentials: credentials.map((credential) => mapCredential(credential, own)) }),
    ...(ssh.answers && { ssh: { ...ssh, answers: ssh.answers.map((each) => ({ ...each, send: own(each.send) })) } }),
  };
}

function mapCredential(credential: Credential, mapping: (text: string) => string): Credential {
  return Object.fromEntries(Object.entries(credential).map(([key, text]: [string, string]) => [key, mapping(text)]));
}

function mapMembers(vars: Record<string, unknown>, mapping: TextMapping): Record<string, unknown> {
  return Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, mapDeep(value, mapping)]));
}

function mapDeep(value: unknown, mapping: TextMapping): unknown {
  if (typeof value === 'string') return mapping(value, true);
  if (Array.isArray(value)) return value.map((item) => mapDeep(item, mapping));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapDeep(member, mapping)]));
}
