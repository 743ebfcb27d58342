import { listPorts, maskLength } from '../router/ports.js';
import { RouterDevice } from '../router/router-device.js';
import type { ExecCommand, RouterDialect } from '../router/router-dialect.js';
import type { RouterShell } from '../router/router-shell.js';
import * as session from '../router/session-commands.js';
import * as interfaces from '../router/show-interfaces.js';
import { NOTHING, output, type Personality } from './personality.js';

const VERSION = '8.4.4';

const COMMANDS: readonly ExecCommand[] = [
  show(
    'version',
    ({ device }) =>
      `FRRouting ${VERSION} (${device.hostname}) on Linux(6.1.0-flow-lab).\nSimulated by flow lab. No such device exists.\n`,
  ),
  show('running-config', showRunningConfig),
  show('interface brief', showInterfaceBrief),
  show('ip route', interfaces.showRoutes),
  { pattern: 'enable', run: session.enable },
  { pattern: 'disable', run: session.disable },
  { pattern: 'exit', run: (shell) => shell.leave() },
  { pattern: 'quit', run: (shell) => shell.leave() },
  { pattern: 'terminal length <number>', run: () => NOTHING },
  { pattern: 'terminal paginate', run: () => NOTHING },
  { pattern: 'no terminal paginate', run: () => NOTHING },
  privileged({ pattern: 'configure terminal', run: (shell) => shell.enterConfig() }),
  privileged({ pattern: 'write memory', run: save }),
  privileged({ pattern: 'copy running-config startup-config', run: save }),
];

const DIALECT: RouterDialect = {
  name: 'frr',
  promptEnd: ' ',
  greeting: `\nHello, this is FRRouting (version ${VERSION}).\nSimulated by flow lab. No such device exists.\n\n`,
  hasUserMode: false,
  configGreeting: '',
  showsInConfig: true,
  expandsInterfaces: false,
  configNameLength: 64,
  commands: COMMANDS,
  errors: {
    invalid: (line) => `% Unknown command: ${line}\n`,
    incomplete: (line) => `% Command incomplete: ${line}\n`,
    ambiguous: (line) => `% Ambiguous command: ${line}\n`,
  },
  makeConfig: ({ name }, { ports }) => [
    `frr version ${VERSION}`,
    'frr defaults traditional',
    `hostname ${name}`,
    'service integrated-vtysh-config',
    ...ports.flatMap((port, index) => [
      `interface ${portName(port.name, index)}`,
      port.address ? ` ip address ${port.address} ${port.mask}` : ' shutdown',
    ]),
  ],
};

/** FRRouting's vtysh: privileged at once, no paging, its own words for mistakes. @see FRR 8.4.4, as it was seen to behave */
export const frr: Personality = {
  name: DIALECT.name,
  aliases: ['frrouting', 'vtysh'],
  ident: 'OpenSSH_9.2p1',
  makeDevice: (seed) => {
    const device = new RouterDevice({ ...seed, secret: undefined }, DIALECT);
    for (const [index, port] of device.facts.ports.entries()) port.name = portName(port.name, index);
    return device;
  },
};

function showRunningConfig({ device }: RouterShell): string {
  const lines = device.config.lines().map((line) => {
    const [, address, mask] = /^ ip address (\S+) (\S+)$/.exec(line) ?? [];
    return address && mask ? ` ip address ${address}/${maskLength(mask)}` : line;
  });
  return `Building configuration...\n\nCurrent configuration:\n!\n${lines.join('\n')}\nend\n`;
}

function showInterfaceBrief({ device }: RouterShell): string {
  const rows = listPorts(device).map(({ name, isUp, address, mask }) => {
    const addresses = address && mask ? `${address}/${maskLength(mask)}` : '';
    return `${name.padEnd(16)}${(isUp ? 'up' : 'down').padEnd(8)}${'default'.padEnd(16)}${addresses}`;
  });
  return `Interface       Status  VRF             Addresses\n---------       ------  ---             ---------\n${rows.join('\n')}\n\n`;
}

function save(shell: RouterShell): ReturnType<ExecCommand['run']> {
  shell.device.save();
  return output(
    'Note: this version of vtysh never writes vtysh.conf\nBuilding Configuration...\nIntegrated configuration saved to /etc/frr/frr.conf\n[OK]\n',
  );
}

function portName(name: string, index: number): string {
  return name.startsWith('Loopback') ? 'lo' : `eth${index}`;
}

function show(words: string, tell: (shell: RouterShell) => string): ExecCommand {
  return { pattern: `show ${words}`, isShow: true, run: (shell) => output(tell(shell)) };
}

function privileged(command: ExecCommand): ExecCommand {
  return { ...command, isPrivileged: true };
}
