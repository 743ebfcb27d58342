import {
  ASYNCSSH,
  BARE,
  type Client,
  FLOW_INLINE,
  FLOW_NO_JOURNAL,
  FLOW_PROCESSES,
  FLOW_THREADS,
  NETMIKO,
  OPENSSH,
} from './clients.js';
import type { BenchLabOptions } from './lab-process.js';

/** Clients that do the same job with the same routers. */
export interface Scenario {
  name: string;
  title: string;
  clients: readonly Client[];
  /** What the others are compared with: a bare ssh2 script unless given. */
  measure?: Client;
  /** How often each client that is judged runs; the median counts. */
  rounds: number;
  hosts: number;
  /** Logins at the same time. */
  atOnce: number;
  /** It belongs to the short set, there without the clients that are not judged. */
  isShort?: boolean;
  lab?: Pick<BenchLabOptions, 'latencyMs' | 'delayMs' | 'longAnswer'>;
  /** The only key exchange of the routers. */
  kex?: string;
  /** How long event loops are blocked is measured too. */
  watchesLoop?: boolean;
}

const JUDGED = [FLOW_INLINE, FLOW_THREADS, FLOW_PROCESSES, BARE];
const ALL = [...JUDGED, ASYNCSSH, NETMIKO, OPENSSH];

/** 64 bytes on the wire, with CR and LF. */
const LONG_LINE = 'y'.repeat(62);

export const SCENARIOS: readonly Scenario[] = [
  { name: 'hosts-100', title: '100 hosts, 100 at once', clients: ALL, rounds: 5, hosts: 100, atOnce: 100 },
  {
    name: 'hosts-1000',
    title: '1,000 hosts, 100 at once',
    clients: ALL,
    rounds: 3,
    hosts: 1000,
    atOnce: 100,
    isShort: true,
  },
  {
    name: 'journal',
    title: '1,000 hosts, 100 at once, with and without a journal',
    clients: [FLOW_INLINE, FLOW_NO_JOURNAL],
    measure: FLOW_NO_JOURNAL,
    rounds: 7, // the difference is small
    hosts: 1000,
    atOnce: 100,
  },
  {
    name: 'hosts-10000',
    title: '10,000 hosts, 1,000 at once',
    clients: JUDGED, // the others take up to an hour, or 2,000 processes
    rounds: 1,
    hosts: 10_000,
    atOnce: 1000,
  },
  {
    name: 'far',
    title: '100 hosts, 100 at once, a round trip takes 100 ms',
    clients: ALL,
    rounds: 3,
    hosts: 100,
    atOnce: 100,
    lab: { latencyMs: 50 },
  },
  {
    name: 'slow',
    title: '1,000 hosts, 100 at once, each answers after 1 s',
    clients: ALL,
    rounds: 1,
    hosts: 1000,
    atOnce: 100,
    lab: { delayMs: 1000 },
  },
  ...['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'].map((kex) => ({
    name: kex.split('-')[2] ?? kex, // "group14"
    title: `200 hosts, 200 at once, with ${kex} only`,
    clients: ALL,
    rounds: 1,
    hosts: 200,
    atOnce: 200,
    kex,
    watchesLoop: true,
  })),
  {
    name: 'long-output',
    title: 'one host, an output of 50 MB',
    clients: [...JUDGED, ASYNCSSH, OPENSSH], // Netmiko searches all of it again for each piece
    rounds: 3,
    hosts: 1,
    atOnce: 1,
    lab: { longAnswer: { line: LONG_LINE, lines: (50 * 1024 * 1024) / (LONG_LINE.length + 2) } },
  },
];
