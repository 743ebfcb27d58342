import type { Host } from '../inventory/host.js';

/** How many hosts are listed one by one before the text says "and so many more". */
const MOST_LISTED = 12;

/** The password and secret of simulated devices that were given none of their own; not worth hiding. */
export const LAB_CREDENTIAL = 'lab';

/** Leaves out passwords and secrets that came from somebody's inventory. */
export function withoutSecrets(hosts: readonly Host[]): Host[] {
  return hosts.map(({ password, secret, ...host }) => ({
    ...host,
    ...(password === LAB_CREDENTIAL && { password }),
    ...(secret === LAB_CREDENTIAL && { secret }),
  }));
}

/** Tells a person what runs and how to get in: a line to paste for each device, and an inventory for all. */
export function describeLab(hosts: readonly Host[]): string {
  const names = widest(hosts.map(({ name }) => name));
  const platforms = widest(hosts.map(({ platform }) => platform));
  const listed = hosts
    .slice(0, MOST_LISTED)
    .map(
      ({ name, platform, port, username, address }) =>
        `  ${name.padEnd(names)}  ${platform.padEnd(platforms)}  ssh -p ${port} ${username}@${address}\n`,
    );
  const more = hosts.length > MOST_LISTED ? `  and ${hosts.length - MOST_LISTED} more\n` : '';
  const devices = hosts.length === 1 ? '1 simulated device' : `${hosts.length} simulated devices`;
  return `${devices}; Ctrl-C ends them.

${listed.join('')}${more}
As an inventory:

${inventoryText(hosts)}`;
}

/** The devices as an inventory file: flow's own notation, or Netmiko's list under `routers:`. Ends with "\n". */
export function inventoryText(hosts: readonly Host[], notation: 'flow' | 'netmiko' = 'flow'): string {
  if (notation === 'netmiko') return `routers:\n${hosts.map((host) => `  - ${netmikoEntry(host)}\n`).join('')}`;
  return `hosts:\n${hosts.map((host) => `  ${scalar(host.name)}: ${flowEntry(host)}\n`).join('')}`;
}

function flowEntry({ address, port, platform, username, password, secret, groups, vars }: Host): string {
  return mapping({
    address,
    port,
    platform,
    username,
    password,
    secret,
    groups: groups.length > 0 ? groups : undefined,
    vars: Object.keys(vars).length > 0 ? vars : undefined,
  });
}

function netmikoEntry({ address, port, platform, username, password, secret }: Host): string {
  return mapping({ device_type: platform, ip: address, port, username, password, secret });
}

function mapping(entries: Record<string, unknown>): string {
  const parts = Object.entries(entries).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${scalar(value)}`],
  );
  return `{${parts.join(', ')}}`;
}

/** JSON is YAML; plain words may go without quotes. */
function scalar(value: unknown): string {
  // `R1`, `127.0.0.1` and `cisco_ios`, not `1.5`, `true` nor `a: b`
  const isPlain = typeof value === 'string' && /^(?:[A-Za-z][\w-]*|\d+(?:\.\d+){3})$/.test(value);
  return isPlain && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value) ? value : JSON.stringify(value);
}

function widest(texts: string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
