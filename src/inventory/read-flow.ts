import { dirname, resolve } from 'node:path';
import { describeValue } from '../document/describe-value.js';
import { proposeName } from '../error/nearest.js';
import { type Draft, emptyDraft, type HostDraft } from './draft.js';
import type { Findings } from './findings.js';
import { isFolder } from './folder.js';
import type { InventoryKind } from './host.js';
import { FLOW_KEYS, SHARED_KEYS } from './key-table.js';
import { childOf, placeOf, type YamlNode } from './place.js';
import { readLab } from './read-lab.js';
import { childrenOf, entriesOf, isMap, readNames, readSettings, readVars } from './read-settings.js';
import type { Settings } from './settings.js';

const SECTIONS = ['hosts', 'groups', 'defaults', 'lab', 'platforms'];

/**
 * Reads flow's own notation: `hosts` as a map or a list, `groups`, `defaults`, `lab` for simulated devices, and `platforms` for
 * folders with platforms of the user's own.
 */
export function readFlow(node: YamlNode, kind: InventoryKind, findings: Findings): Draft {
  const draft = emptyDraft(kind, node.document.file);
  draft.place = placeOf(node);
  const sections = new Map(childrenOf(node, findings));
  for (const [key, section] of sections) {
    if (!SECTIONS.includes(key))
      findings.error(placeOf(section, 'key'), 'unknown key', {
        proposal: proposeName(key, SECTIONS) ?? `known keys: ${SECTIONS.join(', ')}`,
      });
  }
  const { hosts, groups, defaults, lab, platforms } = Object.fromEntries(sections);
  draft.hasOpenGroups = groups === undefined;
  if (hosts) draft.hosts = readHosts(hosts, findings);
  if (groups) readGroups(groups, draft, findings);
  if (defaults) draft.defaults = { plain: readShared(defaults, findings) };
  if (lab) readLab(lab, draft, findings);
  if (platforms) draft.platformDirs = readPlatformDirs(platforms, findings);
  return draft;
}

/** Reads one host that is a map with flow's own keys. */
export function readHost(node: YamlNode, name: string, findings: Findings): HostDraft {
  const plain = readSettings(entriesOf(node, findings), FLOW_KEYS, findings);
  const { groups, vars } = structureOf(node);
  if (vars) plain.vars = readVars(vars, findings);
  return { name, place: placeOf(node, 'key'), groups: groups ? readNames(groups, findings) : [], plain };
}

/** The `groups` and `vars` of a map, as nodes. */
export function structureOf(node: YamlNode): { groups: YamlNode | undefined; vars: YamlNode | undefined } {
  return { groups: memberOf(node, 'groups'), vars: memberOf(node, 'vars') };
}

/** A member of a map, as a node; undefined when there is none. */
export function memberOf(node: YamlNode, key: string): YamlNode | undefined {
  return isMap(node.value) && Object.hasOwn(node.value, key) ? childOf(node, key, node.value[key]) : undefined;
}

function readHosts(node: YamlNode, findings: Findings): HostDraft[] {
  if (Array.isArray(node.value))
    return node.value.flatMap((value, index) => readListed(childOf(node, index, value), findings));
  return childrenOf(node, findings, 'a map or a list of hosts').map(([key, member]) => {
    const host = readHost(member, key, findings);
    const name = memberOf(member, 'name');
    if (name && name.value !== key) findings.error(placeOf(name), `the host is called ${JSON.stringify(key)} already`);
    return host;
  });
}

/** One of a list: a map with a `name` (its address will do), or the name alone. */
function readListed(node: YamlNode, findings: Findings): HostDraft[] {
  if (typeof node.value === 'string') return [readHost({ ...node, value: null }, node.value, findings)];
  if (!isMap(node.value)) {
    findings.error(placeOf(node), `expected a host, got ${describeValue(node.value)}`);
    return [];
  }
  const host = readHost(node, '', findings);
  const name = memberOf(node, 'name');
  if (name && typeof name.value !== 'string') {
    findings.error(placeOf(name), `expected text, got ${describeValue(name.value)}`, { proposal: 'put it in quotes' });
    return [];
  }
  const called = name && typeof name.value === 'string' ? name.value : host.plain.values.address?.value;
  if (called === undefined) {
    // A wrong address is told already.
    const isTold = ['host', 'ip', 'address', 'hostname'].some((alias) => memberOf(node, alias)?.value);
    if (!isTold) findings.error(placeOf(node), 'expected a host with a name, got one without');
    return [];
  }
  return [{ ...host, name: called, place: name ? placeOf(name) : placeOf(node) }];
}

/** A path or a list of paths, relative to the file in which they are written. @returns folders that are there, absolute */
function readPlatformDirs(node: YamlNode, findings: Findings): string[] {
  const nodes = Array.isArray(node.value) ? node.value.map((value, index) => childOf(node, index, value)) : [node];
  return nodes.flatMap((member) => {
    const { value } = member;
    const folder = typeof value === 'string' ? resolve(dirname(node.document.file), value) : undefined;
    if (folder !== undefined && isFolder(folder)) return [folder];
    findings.error(placeOf(member), `expected a folder with platform files, got ${describeValue(value)}`);
    return [];
  });
}

function readGroups(node: YamlNode, draft: Draft, findings: Findings): void {
  for (const [name, member] of childrenOf(node, findings, 'a map of groups')) {
    const { groups } = structureOf(member);
    draft.groups.set(name, {
      name,
      place: placeOf(member, 'key'),
      parents: groups ? readNames(groups, findings) : [],
      plain: readShared(member, findings),
    });
  }
}

function readShared(node: YamlNode, findings: Findings): Settings {
  const settings = readSettings(entriesOf(node, findings), SHARED_KEYS, findings);
  const { vars } = structureOf(node);
  if (vars) settings.vars = readVars(vars, findings);
  return settings;
}
