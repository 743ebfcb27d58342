import type { Host } from '../inventory/host.js';
import type { HostJob } from '../task/host-job.js';

/** Jobs with the same route have a worker in common. */
export function routeOf({ host, jumps }: HostJob): string {
  if ([...jumps, host].some(hasOneTimeCode)) return 'one-time codes';
  const { address, port } = jumps[0] ?? host;
  return `${address} ${port}`;
}

/** Whether a login has something in common with logins on other hosts: a session on a jump host, or a code that is good once. */
export function sharesWithOthers({ host, jumps }: HostJob): boolean {
  return jumps.length > 0 || hasOneTimeCode(host);
}

function hasOneTimeCode({ ssh }: Host): boolean {
  return ssh.answers?.some(({ oneTime }) => oneTime) === true;
}
