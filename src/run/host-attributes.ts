import type { Host } from '../inventory/host.js';

/** What every host has by itself, whether or not it is filled in. */
export const OWN_ATTRIBUTES: readonly string[] = ['name', 'address', 'port', 'platform', 'username', 'groups', 'group'];

/**
 * Reads a host's value of each attribute that `concurrency.per` limits: `name`, `address`, `port` or `platform`,
 * a path such as `vars.site`, or just `site` for the same.
 *
 * @returns only those the host has, as text
 */
export function attributesOf(host: Host, names: Iterable<string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = attributeOf(host, name);
    if (value !== undefined && value !== null)
      found[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return found;
}

function attributeOf(host: Host, name: string): unknown {
  switch (name) {
    case 'name':
    case 'address':
    case 'port':
    case 'platform':
    case 'username':
      return host[name];
    case 'groups':
    case 'group':
      return host.groups[0];
    default:
      return Object.hasOwn(host.vars, name)
        ? host.vars[name]
        : follow(host.vars, name.replace(/^vars\./, '').split('.'));
  }
}

function follow(start: unknown, path: string[]): unknown {
  let value = start;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
