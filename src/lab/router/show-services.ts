import { clockText, logStamp } from './clock-text.js';
import type { RouterShell } from './router-shell.js';

/** `show ntp status`: synchronised with the first server that is configured. */
export function showNtpStatus({ device }: RouterShell): string {
  const server = device.config.find('ntp server')?.split(' ')[2];
  const state = server
    ? `Clock is synchronized, stratum 3, reference is ${server}`
    : 'Clock is unsynchronized, stratum 16, no reference clock';
  return `${state}
nominal freq is 250.0000 Hz, actual freq is 249.9973 Hz, precision is 2**20
reference time is ${clockText(device.seed.now())}
clock offset is 0.5013 msec, root delay is 4.12 msec
root dispersion is 7.91 msec, peer dispersion is 2.06 msec
`;
}

/** `show ntp associations`: a line for each server that is configured. */
export function showNtpAssociations({ device }: RouterShell): string {
  const servers = device.config.entries.flatMap(({ line }) => /^ntp server (\S+)/.exec(line)?.[1] ?? []);
  if (servers.length === 0) return '\n';
  const rows = servers.map(
    (server, index) =>
      `${index === 0 ? '*' : '+'}~${server.padEnd(15)} ${'10.255.0.1'.padEnd(15)} ${'2'.padStart(3)} ${'17'.padStart(6)} ${'64'.padStart(6)} ${'377'.padStart(5)}  4.118   0.501  2.061`,
  );
  return `
  address         ref clock        st   when   poll reach  delay  offset   disp
${rows.join('\n')}
 * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured
`;
}

/** `show logging`. */
export function showLogging({ device }: RouterShell): string {
  const hosts = device.config.entries.flatMap(({ line }) => /^logging (?:host )?(\d\S*)/.exec(line)?.[1] ?? []);
  const changes = device.config.changedAt;
  const messages = [
    `${logStamp(device.facts.bootedAt)}: %SYS-5-RESTART: System restarted --`,
    ...(changes === undefined
      ? []
      : [`${logStamp(changes)}: %SYS-5-CONFIG_I: Configured from console by lab on vty0 (127.0.0.1)`]),
  ];
  return `Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns)

    Console logging: disabled
    Monitor logging: level debugging, 0 messages logged
    Buffer logging:  level debugging, ${messages.length} messages logged
    Trap logging: level informational, ${messages.length} message lines logged
${hosts.map((host) => `        Logging to ${host}  (udp port 514), ${messages.length} message lines logged\n`).join('')}
Log Buffer (8192 bytes):

${messages.join('\n')}
`;
}

/** `ping`: everybody answers but the addresses kept for documentation (192.0.2.0/24). */
export function ping(target: string): string {
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(target)) return `% Unrecognized host or address, or protocol not running.\n`;
  const isReachable = !target.startsWith('192.0.2.');
  return `Type escape sequence to abort.
Sending 5, 100-byte ICMP Echos to ${target}, timeout is 2 seconds:
${isReachable ? '!!!!!' : '.....'}
Success rate is ${isReachable ? '100 percent (5/5), round-trip min/avg/max = 1/1/4 ms' : '0 percent (0/5)'}
`;
}
