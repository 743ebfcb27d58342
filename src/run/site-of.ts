import { isSiteName } from '../executors/queue/names.js';
import type { Host } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';
import { attributesOf } from './host-attributes.js';

/** The site of hosts where no route is given. */
export const DEFAULT_SITE = 'default';

/** The site of a host, whose queue its jobs go to. @returns undefined when the route leads nowhere, or to no name */
export function siteOf(host: Host, { route }: Playbook['queue']): string | undefined {
  if (route === undefined) return DEFAULT_SITE;
  const name = route.replace(/^host\./, '');
  const site = attributesOf(host, [name])[name];
  return site !== undefined && isSiteName(site) ? site : undefined;
}
