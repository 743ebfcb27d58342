import type { RouterDevice } from './router-device.js';

/** A port as it is configured now. */
export interface Port {
  name: string;
  address: string | undefined;
  mask: string | undefined;
  description: string | undefined;
  mac: string;
  isShut: boolean;
  /** Configured up, and something is at the other end. */
  isUp: boolean;
}

/** Every interface of the configuration, in its order. */
export function listPorts(device: RouterDevice): Port[] {
  return device.config.entries
    .filter(({ line }) => line.startsWith('interface '))
    .map(({ line, children }) => {
      const name = line.slice('interface '.length);
      const facts = device.facts.ports.find((port) => port.name === name);
      const [, address, mask] = findWords(children, /^ip address (\S+) (\S+)$/);
      const [, description] = findWords(children, /^description (.*)$/);
      const isShut = children.includes('shutdown');
      const isVirtual = /^(?:Loopback|Vlan|Tunnel)/.test(name);
      return {
        name,
        address,
        mask,
        description,
        mac: facts?.mac ?? '02f1.0000.0001',
        isShut,
        isUp: !isShut && (facts?.connected ?? isVirtual),
      };
    });
}

/** `10.1.2.0/24` of 10.1.2.3 and 255.255.255.0. */
export function networkOf(address: string, mask: string): string {
  const network = numberOf(address) & numberOf(mask);
  const quad = [24, 16, 8, 0].map((shift) => (network >>> shift) & 0xff).join('.');
  return `${quad}/${maskLength(mask)}`;
}

/** 24 of 255.255.255.0. */
export function maskLength(mask: string): number {
  return numberOf(mask).toString(2).replace(/0/g, '').length;
}

/** `Gi0/1`, as tables abbreviate it. */
export function shortName(name: string): string {
  return name.replace(/^([A-Z][a-z])[A-Za-z-]*/, '$1');
}

function numberOf(quad: string): number {
  return quad.split('.').reduce((value, part) => value * 256 + Number(part), 0) >>> 0;
}

function findWords(lines: readonly string[], pattern: RegExp): (string | undefined)[] {
  for (const line of lines) {
    const found = pattern.exec(line);
    if (found) return found;
  }
  return [];
}
