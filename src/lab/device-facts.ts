import { makeRandom, pickNumber, pickOne, type Random } from './random.js';

/** What a device is made from: the same seed and name always give the same device. */
export interface DeviceSeed {
  name: string;
  seed: number;
  /** Milliseconds since the epoch. */
  now: () => number;
  secret: string | undefined;
  /** 15: a login lands in the privileged mode. */
  privilege: 1 | 15;
  motd: string | undefined;
  /** What its ports are connected to; absent: what the facts invent. */
  cables?: readonly Cable[];
  /** Judges a login in the shell, where SSH has let everybody in. */
  accepts?: (username: string, password: string) => boolean;
}

/** A port of a device of the lab, and the one of another device at the other end. */
export interface Cable {
  localPort: string;
  neighbour: string;
  port: string;
}

/** One port as it left the factory; what is configured later is in the configuration. */
export interface PortFacts {
  name: string;
  /** Dotted quad, or undefined for a port without an address. */
  address: string | undefined;
  mask: string;
  mac: string;
  connected: boolean;
}

/** What tells one device from another of its family. */
export interface DeviceFacts {
  serial: string;
  model: string;
  version: string;
  image: string;
  /** Milliseconds since the epoch. */
  bootedAt: number;
  ports: PortFacts[];
  /** Name and port of switches next to it, one per connected port that no cable of the lab leads to. */
  neighbours: { name: string; port: string; localPort: string; model: string }[];
  random: Random;
}

const DAY_MS = 86_400_000;

/** Invents a device: serial number, age, addresses, neighbours. */
export function inventDevice({ name, seed, now }: DeviceSeed): DeviceFacts {
  const random = makeRandom(seed, name);
  const digits = (count: number) => Array.from({ length: count }, () => pickNumber(random, 0, 9)).join('');
  const site = pickNumber(random, 0, 199);
  const block = pickNumber(random, 0, 254);
  const base = pickNumber(random, 0, 0xfffff);
  const [major, image] = pickOne(random, [
    ['15.7(3)M8', 'c2900-universalk9-mz.SPA.157-3.M8.bin'],
    ['15.9(3)M4', 'c2900-universalk9-mz.SPA.159-3.M4.bin'],
    ['15.6(3)M9', 'c2900-universalk9-mz.SPA.156-3.M9.bin'],
  ]);
  const model = pickOne(random, ['CISCO2911/K9', 'CISCO2921/K9', 'CISCO2951/K9']);
  const mac = (index: number) =>
    `02f1.${(base >> 8).toString(16).padStart(4, '0')}.${((base & 0xff) * 256 + index).toString(16).padStart(4, '0')}`;
  const ports: PortFacts[] = [0, 1, 2].map((index) => ({
    name: `GigabitEthernet0/${index}`,
    address: index === 2 ? undefined : `10.${site}.${index === 0 ? block : (block + 1) % 255}.1`,
    mask: '255.255.255.0',
    mac: mac(index),
    connected: index !== 2,
  }));
  ports.push({
    name: 'Loopback0',
    address: `10.255.${site}.${block + 1}`,
    mask: '255.255.255.255',
    mac: mac(9),
    connected: true,
  });
  return {
    serial: `FLW${digits(4)}${pickOne(random, ['A', 'B', 'C', 'D', 'E', 'F'])}${digits(3)}`,
    model,
    version: major,
    image,
    bootedAt: now() - pickNumber(random, 1, 400) * DAY_MS - pickNumber(random, 0, DAY_MS),
    ports,
    neighbours: [0, 1].map((index) => ({
      name: `SW${pickNumber(random, 1, 40)}`,
      port: `GigabitEthernet1/0/${pickNumber(random, 1, 48)}`,
      localPort: `GigabitEthernet0/${index}`,
      model: pickOne(random, ['WS-C3850-', 'C9300-48P', 'WS-C2960X']),
    })),
    random,
  };
}
