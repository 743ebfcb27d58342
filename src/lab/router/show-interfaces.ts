import { listPorts, maskLength, networkOf, type Port, shortName } from './ports.js';
import type { RouterShell } from './router-shell.js';

/** `show ip interface brief`. */
export function showInterfaceBrief({ device }: RouterShell): string {
  const rows = listPorts(device).map((port) =>
    [
      port.name.padEnd(26),
      (port.address ?? 'unassigned').padEnd(15),
      'YES',
      (port.address ? 'NVRAM' : 'unset').padEnd(6),
      statusOf(port).padEnd(21),
      `${port.isUp ? 'up' : 'down'}      `,
    ].join(' '),
  );
  return `Interface                  IP-Address      OK? Method Status                Protocol\n${rows.join('\n')}\n`;
}

/** `show interfaces`, of all ports or of one. */
export function showInterfaces({ device }: RouterShell, name?: string): string {
  return listPorts(device)
    .filter((port) => name === undefined || port.name === name)
    .map(describePort)
    .join('');
}

/** `show interfaces description`. */
export function showDescriptions({ device }: RouterShell): string {
  const rows = listPorts(device).map(
    (port) =>
      `${shortName(port.name).padEnd(30)} ${(port.isShut ? 'admin down' : port.isUp ? 'up' : 'down').padEnd(14)} ${(port.isUp ? 'up' : 'down').padEnd(8)} ${port.description ?? ''}`,
  );
  return `Interface                      Status         Protocol Description\n${rows.join('\n')}\n`;
}

/** `show ip route`: what the ports are connected to, and static routes. */
export function showRoutes({ device }: RouterShell): string {
  const connected = listPorts(device).flatMap(({ address, mask, name, isUp }) => {
    if (!address || !mask || !isUp) return [];
    const own = `L        ${address}/32 is directly connected, ${name}`;
    return mask === '255.255.255.255'
      ? [`C        ${address}/32 is directly connected, ${name}`]
      : [`C        ${networkOf(address, mask)} is directly connected, ${name}`, own];
  });
  const fixed = device.config.entries.flatMap(({ line }) => {
    const [, network, mask, via] = /^ip route (\S+) (\S+) (\S+)/.exec(line) ?? [];
    return network && mask
      ? [`S${mask === '0.0.0.0' ? '*' : ' '}       ${networkOf(network, mask)} [1/0] via ${via}`]
      : [];
  });
  const gateway = /^ip route 0\.0\.0\.0 0\.0\.0\.0 (\S+)/.exec(device.config.find('ip route 0.0.0.0') ?? '')?.[1];
  return `Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, O - OSPF, * - candidate default

Gateway of last resort is ${gateway ? `${gateway} to network 0.0.0.0` : 'not set'}

      10.0.0.0/8 is variably subnetted, ${connected.length} subnets, 2 masks
${[...fixed, ...connected].join('\n')}
`;
}

function describePort(port: Port): string {
  const isLoopback = port.name.startsWith('Loopback');
  const lines = [
    `${port.name} is ${statusOf(port)}, line protocol is ${port.isUp ? 'up' : 'down'}`,
    isLoopback
      ? '  Hardware is Loopback'
      : `  Hardware is CN Gigabit Ethernet, address is ${port.mac} (bia ${port.mac})`,
    ...(port.description ? [`  Description: ${port.description}`] : []),
    ...(port.address && port.mask ? [`  Internet address is ${port.address}/${maskLength(port.mask)}`] : []),
    `  MTU ${isLoopback ? 1514 : 1500} bytes, BW ${isLoopback ? 8000000 : 1000000} Kbit/sec, DLY 10 usec,`,
    '     reliability 255/255, txload 1/255, rxload 1/255',
    `  Encapsulation ${isLoopback ? 'LOOPBACK' : 'ARPA'}, loopback not set`,
    '  Last clearing of "show interface" counters never',
    '  5 minute input rate 0 bits/sec, 0 packets/sec',
    '  5 minute output rate 0 bits/sec, 0 packets/sec',
    '     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored',
    '     0 output errors, 0 collisions, 0 interface resets',
  ];
  return `${lines.join('\n')}\n`;
}

function statusOf(port: Port): string {
  if (port.isShut) return 'administratively down';
  return port.isUp ? 'up' : 'down';
}
