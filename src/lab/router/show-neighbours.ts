import { inventDevice } from '../device-facts.js';
import { shortName } from './ports.js';
import type { RouterDevice } from './router-device.js';
import type { RouterShell } from './router-shell.js';

/** What a router hears from the other end of one of its ports. */
interface Neighbour {
  name: string;
  model: string;
  port: string;
  localPort: string;
}

/** `show cdp neighbors`. A name that is longer than its column has a line of its own. */
export function showCdpNeighbours({ device }: RouterShell): string {
  const rows = neighboursOf(device).map(({ name, localPort, model, port }) => {
    const first = name.length > 16 ? `${name}\n${' '.repeat(17)}` : name.padEnd(17);
    const capability = model.startsWith('CISCO') ? 'R S I' : 'S I';
    return `${first}${cdpPort(localPort).padEnd(18)}${'145'.padEnd(11)}${capability.padEnd(12)}${model.slice(0, 9).padEnd(10)}${cdpPort(port)}`;
  });
  return `Capability Codes: R - Router, T - Trans Bridge, B - Source Route Bridge
                  S - Switch, H - Host, I - IGMP, r - Repeater, P - Phone

Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID
${rows.join('\n')}

Total cdp entries displayed : ${rows.length}
`;
}

/** `show lldp neighbors`. Names are cut off where their column ends. */
export function showLldpNeighbours({ device }: RouterShell): string {
  const rows = neighboursOf(device).map(({ name, localPort, model, port }) => {
    const capability = model.startsWith('CISCO') ? 'R' : 'B';
    return `${name.slice(0, 20).padEnd(20)}${shortName(localPort).padEnd(15)}${'120'.padEnd(11)}${capability.padEnd(16)}${shortName(port)}`;
  });
  return `
Capability codes:
    (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device
    (W) WLAN Access Point, (P) Repeater, (S) Station, (O) Other

Device ID           Local Intf     Hold-time  Capability      Port ID
${rows.map((row) => `${row}\n`).join('')}
Total entries displayed: ${rows.length}

`;
}

/** Behind a cable of the lab is the router that it leads to; behind other connected ports a switch that nobody can log in to. */
function neighboursOf({ facts, seed }: RouterDevice): Neighbour[] {
  const cables = seed.cables ?? [];
  const strangers = facts.neighbours.filter(({ localPort }) => !cables.some((cable) => cable.localPort === localPort));
  const routers = cables.map(({ neighbour, port, localPort }): Neighbour => {
    const { model } = inventDevice({ ...seed, name: neighbour });
    return { name: neighbour.replace(/[^\w.-]/g, '-'), model, port, localPort };
  });
  return [...routers, ...strangers].sort((a, b) => (a.localPort < b.localPort ? -1 : 1));
}

/** `Gig 0/1` */
function cdpPort(name: string): string {
  return name.replace(/^([A-Z][a-z]{2})[A-Za-z-]*(?=\d)/, '$1 ');
}
