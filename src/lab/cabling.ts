import type { Cable } from './device-facts.js';
import type { LabHost } from './lab-host.js';

/** The port towards the router before, and the one towards the next. */
const [BACK, ONWARD] = ['GigabitEthernet0/0', 'GigabitEthernet0/1'];

/**
 * Connects the Cisco routers of a lab: each to the next, and from three on the last to the first. What one says of its neighbours is what they say of it.
 * The others stand alone.
 *
 * @returns cables by the name of the host
 */
export function layCables(hosts: readonly Pick<LabHost, 'name' | 'personality'>[]): Map<string, Cable[]> {
  const routers = hosts.filter(({ personality }) => personality.name === 'cisco_ios').map(({ name }) => name);
  const last = routers.length - 1;
  const isRing = routers.length > 2;
  return new Map(
    routers.map((name, index) => {
      const before = routers[index - 1] ?? (isRing ? routers[last] : undefined);
      const next = routers[index + 1] ?? (isRing ? routers[0] : undefined);
      return [
        name,
        [
          ...(before === undefined ? [] : [{ localPort: BACK, neighbour: before, port: ONWARD }]),
          ...(next === undefined ? [] : [{ localPort: ONWARD, neighbour: next, port: BACK }]),
        ],
      ];
    }),
  );
}
