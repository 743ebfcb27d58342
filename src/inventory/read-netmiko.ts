import { describeValue } from '../document/describe-value.js';
import { type Draft, declareGroup, emptyDraft, type HostDraft } from './draft.js';
import type { Findings } from './findings.js';
import { NETMIKO_KEYS } from './key-table.js';
import { childOf, placeOf, type YamlNode } from './place.js';
import { memberOf, structureOf } from './read-flow.js';
import { childrenOf, entriesOf, isMap, readNames, readSettings, readVars } from './read-settings.js';

const ADDRESS_KEYS = ['host', 'ip', 'address', 'hostname'];

/**
 * Reads ConnectHandler dicts: a list of them; a map of such lists, where the key becomes a group; a map of name to
 * dict; or, as in netmiko-tools' own file, a map of group to names beside those.
 *
 * @see netmiko/base_connection.py, BaseConnection, for the parameters
 */
export function readNetmiko(node: YamlNode, findings: Findings): Draft {
  const draft: Draft & { hosts: Dict[] } = { ...emptyDraft('netmiko', node.document.file), hosts: [] };
  draft.place = placeOf(node);
  draft.hasOpenGroups = true;
  if (Array.isArray(node.value)) {
    draft.hosts = readList(node, findings);
  } else {
    const members = childrenOf(node, findings);
    const bases = findBases(members);
    for (const [key, member] of members) {
      if (bases.has(member.value)) {
        const message = 'no device, for it has neither host nor ip: taken as what others are made of';
        findings.warn(placeOf(member, 'key'), message);
      } else readMember(key, member, { draft, findings });
    }
    draft.hosts = uniteAliases(draft.hosts);
    for (const [key, member] of members) joinGroup(key, member, { draft, findings });
  }
  nameByPort(draft.hosts);
  return draft;
}

/** Maps beside lists of devices that are only there to be merged into those: `base: &base {username: bob}`. */
function findBases(members: readonly (readonly [string, YamlNode])[]): Set<unknown> {
  const devices = members.flatMap(([, { value }]) => (Array.isArray(value) ? value.filter(isMap) : []));
  const isMerged = (base: Record<string, unknown>) =>
    devices.some((device) => {
      const keys = Object.keys(base);
      return keys.every((key) => Object.hasOwn(device, key)) && keys.some((key) => device[key] === base[key]);
    });
  const values = members.map(([, { value }]) => value).filter(isMap);
  return new Set(values.filter((value) => !hasAddress(value) && !devices.includes(value) && isMerged(value)));
}

function hasAddress(dict: Record<string, unknown>): boolean {
  return ADDRESS_KEYS.some((alias) => dict[alias]);
}

/** A dict, and the value it was made of: the same one where YAML's aliases put it into several lists. */
interface Dict extends HostDraft {
  value: unknown;
}

/** One device listed in several groups by an alias is one host of all of them. */
function uniteAliases(dicts: readonly Dict[]): Dict[] {
  const byValue = new Map<unknown, Dict>();
  for (const dict of dicts) {
    const known = byValue.get(dict.value);
    if (known) known.groups = known.groups.concat(dict.groups);
    else byValue.set(dict.value, dict);
  }
  return [...byValue.values()];
}

function readMember(key: string, node: YamlNode, into: { draft: Draft & { hosts: Dict[] }; findings: Findings }): void {
  const { draft, findings } = into;
  const { value } = node;
  if (isMap(value)) {
    const host = readDict(node, findings, key);
    if (host) draft.hosts.push(host);
    return;
  }
  if (!Array.isArray(value)) {
    if (value !== null) findings.error(placeOf(node), `expected a list of devices, got ${describeValue(value)}`);
    return;
  }
  if (value.length > 0 && value.every((item) => typeof item === 'string')) return;
  const hosts = readList(node, findings);
  for (const host of hosts) draft.hosts.push(host);
  if (key === 'all') return;
  const place = placeOf(node, 'key');
  declareGroup(draft, key, place);
  for (const host of hosts) host.groups.push({ value: key, place });
}

/** `core: [rtr1, rtr2]`: the group of hosts that are written beside it. */
function joinGroup(key: string, node: YamlNode, { draft, findings }: { draft: Draft; findings: Findings }): void {
  const { value } = node;
  if (!Array.isArray(value) || value.length === 0 || !value.every((item) => typeof item === 'string')) return;
  const byName = new Map(draft.hosts.map((host) => [host.name, host]));
  const group = declareGroup(draft, key, placeOf(node, 'key'));
  for (const { value: name, place } of readNames(node, findings)) {
    const host = byName.get(name);
    if (host) host.groups.push({ value: key, place: group.place });
    else findings.error(place, `unknown host ${JSON.stringify(name)}`);
  }
}

function readList(node: YamlNode, findings: Findings): Dict[] {
  const items = Array.isArray(node.value) ? node.value : [];
  return items.flatMap((value, index) => readDict(childOf(node, index, value), findings) ?? []);
}

function readDict(node: YamlNode, findings: Findings, key?: string): Dict | undefined {
  if (!isMap(node.value)) {
    findings.error(
      placeOf(node),
      `expected a device such as {device_type: cisco_ios, host: 10.0.0.1}, got ${describeValue(node.value)}`,
    );
    return undefined;
  }
  const plain = readSettings(entriesOf(node, findings), NETMIKO_KEYS, findings);
  const { groups, vars } = structureOf(node);
  if (vars) plain.vars = readVars(vars, findings);
  readEnding(plain.values, findings);
  const name = memberOf(node, 'name');
  if (name && typeof name.value !== 'string')
    findings.error(placeOf(name), `expected text, got ${describeValue(name.value)}`);
  const called = typeof name?.value === 'string' ? name.value : (key ?? plain.values.address?.value);
  if (called === undefined || (key !== undefined && !hasAddress(node.value))) {
    // A wrong address is told already.
    if (!hasAddress(node.value)) findings.error(placeOf(node), 'expected a device with host or ip, got one without');
    return undefined;
  }
  const place = name ? placeOf(name) : placeOf(node, key === undefined ? 'value' : 'key');
  return { name: called, place, groups: groups ? readNames(groups, findings) : [], plain, value: node.value };
}

/** `cisco_ios_ssh` is `cisco_ios`, and `cisco_ios_telnet` the same by telnet; what goes by a serial line is not for flow. */
function readEnding(values: HostDraft['plain']['values'], findings: Findings): void {
  const { platform } = values;
  if (!platform) return;
  const ending = /_(telnet|serial)$/.exec(platform.value)?.[1];
  if (ending === 'telnet') values.transport ??= { value: 'telnet', place: platform.place };
  if (ending === 'serial')
    findings.error(platform.place, 'flow speaks SSH and telnet, not serial', {
      proposal: 'name the platform without its ending',
    });
  platform.value = platform.value.replace(/_(?:ssh|telnet|serial)$/, '');
}

/** Devices behind one address, told apart by their ports, are named `address:port`. */
function nameByPort(hosts: HostDraft[]): void {
  const byName = new Map<string, HostDraft[]>();
  for (const host of hosts) {
    if (host.name !== host.plain.values.address?.value) continue;
    const same = byName.get(host.name);
    if (same) same.push(host);
    else byName.set(host.name, [host]);
  }
  for (const same of byName.values()) {
    if (new Set(same.map(portOf)).size < 2) continue;
    for (const host of same) host.name = `${host.name}:${portOf(host)}`;
  }
}

function portOf(host: HostDraft): number {
  return host.plain.values.port?.value ?? 22;
}
