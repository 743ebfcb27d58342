import { printableLine } from '../error/printable.js';
import type { Host, Inventory, InventoryKind } from './host.js';
import { parseReferences, showReferences } from './references.js';

/** One host in the words of `flow inventory`: never a secret, only how it is given. */
export interface HostRow {
  name: string;
  /** `10.0.0.1:22`; an IPv6 address in brackets. */
  address: string;
  platform: string;
  user: string;
  groups: string;
  /** `password (env), secret (plain text), key (file)`. */
  credentials: string;
}

const HEADINGS: HostRow = {
  name: 'HOST',
  address: 'ADDRESS',
  platform: 'PLATFORM',
  user: 'USER',
  groups: 'GROUPS',
  credentials: 'CREDENTIALS',
};
const COLUMNS = ['name', 'address', 'platform', 'user', 'groups', 'credentials'] as const;
const KINDS: Readonly<Record<InventoryKind, string>> = {
  flow: 'flow',
  netmiko: 'Netmiko',
  nornir: 'Nornir',
  'ansible-yaml': 'Ansible YAML',
  'ansible-ini': 'Ansible INI',
  csv: 'CSV',
  lab: 'lab',
  inline: 'playbook',
};

/** Describes each host of an inventory, or of those given. */
export function describeHosts(hosts: readonly Host[]): HostRow[] {
  return hosts.map((host) => ({
    name: printableLine(host.name),
    address: showReferences(
      `${host.transport === 'telnet' ? 'telnet ' : ''}${host.address.includes(':') ? `[${host.address}]` : host.address}:${host.port}`,
    ),
    platform: printableLine(host.platform),
    user: showReferences(host.username ?? ''),
    groups: host.groups.map(printableLine).join(', '),
    credentials: describeCredentials(host),
  }));
}

/**
 * Draws what was understood: a table of hosts, and a line that sums up.
 *
 * @param hosts  those to show; all of the inventory unless given
 * @returns lines that each end in "\n"
 */
export function describeInventory(inventory: Inventory, hosts: readonly Host[] = inventory.hosts): string {
  const rows = [HEADINGS, ...describeHosts(hosts)];
  const widths = COLUMNS.map((column) => rows.reduce((widest, row) => Math.max(widest, [...row[column]].length), 0));
  const lines = rows.map((row) =>
    COLUMNS.map(
      (column, index) => row[column] + ' '.repeat(Math.max(0, (widths[index] ?? 0) - [...row[column]].length)),
    )
      .join('  ')
      .trimEnd(),
  );
  return `${[...lines, '', summarise(inventory, hosts)].join('\n')}\n`;
}

function summarise(inventory: Inventory, hosts: readonly Host[]): string {
  const sources = inventory.sources.map(({ file, kind }) => `${printableLine(file)} (${KINDS[kind]})`).join(', ');
  const chosen = hosts.length === inventory.hosts.length ? '' : ` of ${inventory.hosts.length}`;
  const groups = inventory.groups.size > 0 ? ` in ${count(inventory.groups.size, 'group')}` : '';
  return `${count(hosts.length, 'host')}${chosen}${groups} from ${sources}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function describeCredentials(host: Host): string {
  const given: string[] = [];
  for (const [name, text] of [
    ['password', host.password],
    ['secret', host.secret],
    ['key', host.key],
    ['passphrase', host.passphrase],
  ] as const) {
    if (text !== undefined) given.push(`${name} (${describeOrigin(text, name === 'key' ? 'file' : 'plain text')})`);
  }
  if (host.credentials?.length) given.push(`${host.credentials.length} more to try`);
  return given.join(', ');
}

function describeOrigin(text: string, otherwise: string): string {
  if (text === '') return 'empty';
  const kinds = parseReferences(text).flatMap((part) => (typeof part === 'string' ? [] : [part.kind]));
  return kinds.length === 0 ? otherwise : [...new Set(kinds)].join(' and ');
}
