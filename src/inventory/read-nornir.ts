import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, parseDocument } from '../document/document.js';
import { readText } from '../document/read-text.js';
import { proposeName } from '../error/nearest.js';
import { type Draft, emptyDraft, type Layer } from './draft.js';
import type { Findings } from './findings.js';
import { NORNIR_EXTRAS, NORNIR_KEYS } from './key-table.js';
import { placeOf, type YamlNode } from './place.js';
import { memberOf } from './read-flow.js';
import { childrenOf, entriesOf, readNames, readSettings, readVars, saysNothing } from './read-settings.js';
import { addSettings, noSettings, type Settings } from './settings.js';

/** Connections whose options say how to reach a host by SSH, the best known first. */
const CONNECTIONS = ['netmiko', 'scrapli', 'paramiko', 'ssh'];
const OTHER_CONNECTIONS = [
  'napalm',
  'pyez',
  'http',
  'netconf',
  'puresnmp',
  'pygnmi',
  'scrapli_netconf',
  'scrapli_cfg',
  'routeros_api',
];
const OPTION_KEYS = new Map(
  [...NORNIR_KEYS].filter(([key]) => !['groups', 'data', 'connection_options'].includes(key)),
);

/**
 * Reads Nornir's SimpleInventory: `hosts.yaml`, and beside it `groups.yaml` and `defaults.yaml` when they exist.
 *
 * @param folder  as the user named it
 * @param hosts   the document of the hosts
 * @see nornir/plugins/inventory/simple.py and nornir/core/inventory.py (get_connection_parameters)
 */
export function readNornir(folder: string, hosts: Document, findings: Findings): Draft {
  const draft = emptyDraft('nornir', hosts.file);
  const root = rootOf(hosts);
  draft.place = placeOf(root);
  for (const [name, node] of childrenOf(root, findings, 'a map of hosts')) {
    const groups = memberOf(node, 'groups');
    draft.hosts.push({
      name,
      place: placeOf(node, 'key'),
      groups: groups ? readNames(groups, findings) : [],
      ...readLayer(node, findings),
    });
  }
  const groupsDocument = readBeside(folder, 'groups');
  draft.hasOpenGroups = groupsDocument === undefined;
  for (const [name, node] of groupsDocument ? childrenOf(rootOf(groupsDocument), findings, 'a map of groups') : []) {
    const parents = memberOf(node, 'groups');
    draft.groups.set(name, {
      name,
      place: placeOf(node, 'key'),
      parents: parents ? readNames(parents, findings) : [],
      ...readLayer(node, findings),
    });
  }
  const defaults = readBeside(folder, 'defaults');
  if (defaults) draft.defaults = readLayer(rootOf(defaults), findings);
  return draft;
}

/** The hosts file of a SimpleInventory folder; undefined when the folder is none. */
export function findNornirHosts(folder: string): string | undefined {
  return ['hosts.yaml', 'hosts.yml'].map((name) => join(folder, name)).find((file) => existsSync(file));
}

/** True when `groups.yaml` or `defaults.yaml` is there as well. */
export function hasNornirSiblings(folder: string): boolean {
  return ['groups.yaml', 'groups.yml', 'defaults.yaml', 'defaults.yml'].some((name) => existsSync(join(folder, name)));
}

function readBeside(folder: string, name: string): Document | undefined {
  const file = [`${name}.yaml`, `${name}.yml`]
    .map((candidate) => join(folder, candidate))
    .find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const text = readText(file);
  return saysNothing(text) ? undefined : parseDocument(file, text);
}

function rootOf(document: Document): YamlNode {
  return { document, pointer: '', value: document.value };
}

function readLayer(node: YamlNode, findings: Findings): Layer {
  const plain = readSettings(entriesOf(node, findings), NORNIR_KEYS, findings);
  const data = memberOf(node, 'data');
  if (data) plain.vars = readVars(data, findings);
  const options = memberOf(node, 'connection_options');
  const strong = options && readConnections(options, findings);
  return strong ? { plain, strong } : { plain };
}

/** What the options of the SSH connections say; those of a better known one win. */
function readConnections(node: YamlNode, findings: Findings): Settings {
  const settings = noSettings();
  const connections = new Map(childrenOf(node, findings));
  for (const [name, member] of connections) {
    if (CONNECTIONS.includes(name)) continue;
    const proposal = OTHER_CONNECTIONS.includes(name) ? undefined : proposeName(name, CONNECTIONS);
    if (proposal) findings.warn(placeOf(member, 'key'), 'unknown connection, not used by flow', { proposal });
    else findings.ignore(placeOf(member, 'key'), name);
  }
  for (const name of CONNECTIONS) {
    const connection = connections.get(name);
    if (!connection) continue;
    const entries = entriesOf(connection, findings).filter(({ key }) => key !== 'extras');
    addSettings(settings, readSettings(entries, OPTION_KEYS, findings));
    const extras = memberOf(connection, 'extras');
    if (extras) addSettings(settings, readExtras(extras, findings));
  }
  return settings;
}

/** Extras are whatever the plugin takes: what flow does not know is noted, and not wrong. */
function readExtras(node: YamlNode, findings: Findings): Settings {
  const entries = entriesOf(node, findings);
  const known = entries.filter(({ key }) => NORNIR_EXTRAS.has(key));
  for (const { key, keyPlace } of entries) if (!NORNIR_EXTRAS.has(key)) findings.ignore(keyPlace, key);
  return readSettings(known, NORNIR_EXTRAS, findings);
}
