import { toText } from './to-text.js';

/** One end of a link. */
export interface LinkEnd {
  /** As the inventory calls it; as its neighbour calls it where it is not among the hosts. */
  host: string;
  /** In short form: `Gi0/1`. */
  port: string;
  /** It is among the hosts whose tables were read. */
  is_known: boolean;
}

/** A cable, as the neighbour tables of its ends tell it. */
export interface NeighbourLink {
  from: LinkEnd;
  to: LinkEnd;
  /** Both ends tell of it. Of a link to a stranger only one can. */
  is_mutual: boolean;
}

/** Columns in which tables of neighbours say who and where: as ntc-templates call them, older names behind. */
const COLUMNS = {
  host: ['neighbor_name', 'neighbor', 'destination_host', 'system_name', 'device_id'],
  localPort: ['local_interface', 'local_port', 'local_intf'],
  remotePort: ['neighbor_interface', 'neighbor_port_id', 'neighbor_port', 'remote_port', 'port_id'],
};

/** `show lldp neighbors` of IOS cuts names off after so many characters. */
const LONGEST_NAME = 20;

/**
 * Joins the neighbour tables of many hosts to links: what two hosts say of each other is one link. Interfaces are compared in short form (`Gig 0/1`
 * and `GigabitEthernet0/1` are `Gi0/1`), names without their domain where that finds a host.
 *
 * @param rows  results with a `parsed` table of `show lldp neighbors`, `show cdp neighbors` or the like; others are left out
 * @returns links in the order in which they are first told of
 * @throws {RangeError} for a table without columns for the neighbour and the ports
 */
export function joinNeighbours(rows: readonly unknown[]): NeighbourLink[] {
  const tables = rows.flatMap((row) => {
    const { host, parsed } = (row ?? {}) as { host?: { name?: unknown }; parsed?: unknown };
    return host && Array.isArray(parsed) ? [{ host: toText(host.name), neighbours: parsed as unknown[] }] : [];
  });
  const known = [...new Set(tables.map(({ host }) => host))];
  const findHost = makeFinder(known);
  const links = new Map<string, NeighbourLink>();
  for (const { host, neighbours } of tables) {
    for (const neighbour of neighbours) {
      const name = columnOf(neighbour, 'host');
      const from = { host, port: shortPort(columnOf(neighbour, 'localPort')), is_known: true };
      const found = findHost(name);
      const to = {
        host: found ?? name,
        port: shortPort(columnOf(neighbour, 'remotePort')),
        is_known: found !== undefined,
      };
      const back = links.get(keyOf(to, from));
      if (back) back.is_mutual = true;
      else if (!links.has(keyOf(from, to))) links.set(keyOf(from, to), { from, to, is_mutual: false });
    }
  }
  return [...links.values()];
}

/**
 * An interface in short form, as tables abbreviate it: `GigabitEthernet0/1` and `Gig 0/1` are `Gi0/1`. What is no name and number stays.
 */
export function shortPort(name: string): string {
  const [, word, number] = /^([A-Za-z][A-Za-z-]+?) ?(\d[\d/.:]*)$/.exec(name.trim()) ?? [];
  return word === undefined || /^port$/i.test(word)
    ? name.trim()
    : `${word.slice(0, 1).toUpperCase()}${word.slice(1, 2).toLowerCase()}${number}`;
}

function columnOf(row: unknown, column: keyof typeof COLUMNS): string {
  const names = COLUMNS[column];
  const found = names.find((name) => typeof row === 'object' && row !== null && Object.hasOwn(row, name));
  if (found === undefined)
    throw new RangeError(`links: expected tables with a column ${names[0]}, as of show lldp neighbors`);
  return toText((row as Record<string, unknown>)[found]);
}

/** By the whole name, the name without domain, or the part of it that a table had room for; only where one host fits. */
function makeFinder(hosts: readonly string[]): (name: string) => string | undefined {
  const index = (form: (host: string) => string) => {
    const found = new Map<string, string | undefined>();
    for (const host of hosts) found.set(form(host), found.has(form(host)) ? undefined : host);
    return found;
  };
  const whole = index((host) => host.toLowerCase());
  const short = index(withoutDomain);
  const cut = index((host) => host.toLowerCase().slice(0, LONGEST_NAME));
  return (name) => {
    const isCut = name.length === LONGEST_NAME;
    return (
      whole.get(name.toLowerCase()) ??
      short.get(withoutDomain(name)) ??
      (isCut ? cut.get(name.toLowerCase()) : undefined)
    );
  };
}

/** `core1.example.net` is `core1`; an address stays. */
function withoutDomain(name: string): string {
  const lower = name.toLowerCase();
  return /^[\d.]+$|:/.test(lower) ? lower : (lower.split('.', 1)[0] ?? lower);
}

function keyOf(from: LinkEnd, to: LinkEnd): string {
  return [from.host, from.port, to.host, to.port].join('\n');
}
