import type { Draft, HostDraft } from './draft.js';
import type { Host } from './host.js';
import { makeLineage } from './lineage.js';
import type { Settings } from './settings.js';

/** A host with everything it inherits, and what it was made of, to point at. */
export interface Heir {
  host: Host;
  draft: HostDraft;
  /** The settings that won, with their places. */
  values: Settings['values'];
}

const PORTS = { ssh: 22, telnet: 23 } as const;

/**
 * Makes the hosts of a draft: what a host does not say is taken from its groups, in their order, then from the
 * defaults; variables go the same way, name by name. The groups must have been checked for cycles.
 */
export function inheritAll(draft: Draft): Heir[] {
  const lineage = makeLineage(draft);
  return draft.hosts.map((host) => inherit(host, lineage(host), draft));
}

function inherit(host: HostDraft, groups: readonly string[], draft: Draft): Heir {
  const values = {};
  const vars = new Map<string, unknown>();
  for (const layer of layersOf(host, groups, draft)) {
    for (const [key, value] of Object.entries(layer.values))
      if (!Object.hasOwn(values, key)) Object.assign(values, { [key]: value });
    for (const [name, value] of layer.vars) if (!vars.has(name)) vars.set(name, value);
  }
  return { host: makeHost(host, { groups, values, vars }), draft: host, values };
}

function layersOf(host: HostDraft, groups: readonly string[], draft: Draft): Settings[] {
  const declared = groups.map((name) => draft.groups.get(name));
  return [
    host.strong,
    ...declared.map((group) => group?.strong),
    draft.defaults.strong,
    host.plain,
    ...declared.map((group) => group?.plain),
    draft.defaults.plain,
    draft.base,
  ].filter((layer) => layer !== undefined);
}

function makeHost(
  draft: HostDraft,
  from: { groups: readonly string[]; values: Settings['values']; vars: ReadonlyMap<string, unknown> },
): Host {
  const { groups, values, vars } = from;
  const { username, password, secret, key, passphrase, credentials, transport, proxy } = values;
  return {
    name: draft.name,
    address: values.address?.value ?? draft.name,
    port: values.port?.value ?? PORTS[transport?.value ?? 'ssh'],
    platform: values.platform?.value ?? '',
    ...(username && { username: username.value }),
    ...(password && { password: password.value }),
    ...(secret && { secret: secret.value }),
    ...(key && { key: key.value }),
    ...(passphrase && { passphrase: passphrase.value }),
    ...(credentials && { credentials: credentials.value }),
    ...(transport && { transport: transport.value }),
    ...(proxy && { proxy: proxy.value }),
    groups: [...groups],
    vars: Object.fromEntries(vars),
    jump: jumpOf(draft, values.jump),
    ssh: values.ssh?.value ?? {},
    ...(values.port ? {} : { isPortDefault: true }),
    ...(draft.isSimulated ? {} : { position: draft.place.position() }),
  };
}

/** A jump host does not jump through itself because its group or the defaults say that all do. */
function jumpOf(draft: HostDraft, jump: Settings['values']['jump']): string[] {
  if (!jump) return [];
  const isOwn = jump === draft.plain.values.jump || jump === draft.strong?.values.jump;
  return !isOwn && jump.value.includes(draft.name) ? [] : jump.value;
}
