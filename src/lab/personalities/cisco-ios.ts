import { expandInterface } from '../router/interface-name.js';
import { RouterDevice } from '../router/router-device.js';
import type { ExecCommand, RouterDialect } from '../router/router-dialect.js';
import type { RouterShell } from '../router/router-shell.js';
import * as session from '../router/session-commands.js';
import * as interfaces from '../router/show-interfaces.js';
import * as neighbours from '../router/show-neighbours.js';
import * as services from '../router/show-services.js';
import * as system from '../router/show-system.js';
import type { Personality } from './personality.js';
import { NOTHING, output } from './personality.js';

const COMMANDS: readonly ExecCommand[] = [
  show('clock', system.showClock),
  show('version', system.showVersion),
  show('inventory', system.showInventory),
  show('users', system.showUsers),
  show('privilege', system.showPrivilege),
  show('ip interface brief', interfaces.showInterfaceBrief),
  show('interfaces', (shell) => interfaces.showInterfaces(shell)),
  show('interfaces description', interfaces.showDescriptions),
  show('interfaces <line>', (shell, [name = '']) => interfaces.showInterfaces(shell, expandInterface(name))),
  show('ip route', interfaces.showRoutes),
  show('cdp neighbors', neighbours.showCdpNeighbours),
  show('lldp neighbors', neighbours.showLldpNeighbours),
  show('ntp status', services.showNtpStatus),
  show('ntp associations', services.showNtpAssociations),
  show('logging', services.showLogging),
  privileged(show('running-config', system.showRunningConfig)),
  privileged(
    show('running-config interface <line>', ({ device }, [name = '']) =>
      system.showInterfaceConfig(device, expandInterface(name)),
    ),
  ),
  privileged(show('startup-config', system.showStartupConfig)),
  { pattern: 'enable', run: session.enable },
  { pattern: 'disable', run: session.disable },
  { pattern: 'exit', run: (shell) => shell.leave() },
  { pattern: 'quit', run: (shell) => shell.leave() },
  { pattern: 'logout', run: () => ({ kind: 'close', text: '' }) },
  { pattern: 'terminal length <size>', run: (shell, [rows]) => session.resize(shell, 'rows', rows) },
  { pattern: 'terminal width <size>', run: (shell, [columns]) => session.resize(shell, 'columns', columns) },
  { pattern: 'terminal monitor', run: () => NOTHING },
  { pattern: 'terminal no monitor', run: () => NOTHING },
  { pattern: 'terminal exec prompt timestamp', run: () => NOTHING },
  { pattern: 'terminal no exec prompt timestamp', run: () => NOTHING },
  { pattern: 'ping <word>', run: (_shell, [target = '']) => output(services.ping(target)) },
  privileged({ pattern: 'configure terminal', run: (shell) => shell.enterConfig() }),
  privileged({ pattern: 'write', run: session.save }),
  privileged({ pattern: 'write memory', run: session.save }),
  privileged({ pattern: 'write terminal', isShow: true, run: (shell) => output(system.showRunningConfig(shell)) }),
  privileged({ pattern: 'copy running-config startup-config', run: session.copyToStartup }),
  privileged({ pattern: 'reload', run: session.reload }),
  privileged({
    pattern: 'clear counters',
    run: () => session.confirm('Clear "show interface" counters on all interfaces', () => NOTHING),
  }),
];

const DIALECT: RouterDialect = {
  name: 'cisco_ios',
  // Ten columns: the eraser goes back nine, so the blank in front of the marker stays under the cursor's way.
  pager: { marker: ' --More-- ', eraser: `${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}` },
  promptEnd: '',
  greeting: '\n',
  hasUserMode: true,
  configGreeting: 'Enter configuration commands, one per line.  End with CNTL/Z.\n',
  showsInConfig: false,
  expandsInterfaces: true,
  configNameLength: 20,
  commands: COMMANDS,
  errors: {
    invalid: (_line, column) => `${' '.repeat(column)}^\n% Invalid input detected at '^' marker.\n\n`,
    incomplete: () => '% Incomplete command.\n\n',
    ambiguous: (line) => `% Ambiguous command:  "${line}"\n`,
  },
  makeConfig: ({ name }, { ports, version }) => [
    `version ${version.slice(0, 4)}`,
    'service timestamps debug datetime msec',
    'service timestamps log datetime msec',
    'no service password-encryption',
    `hostname ${name.replace(/[^\w.-]/g, '-')}`,
    'boot-start-marker',
    'boot-end-marker',
    'no aaa new-model',
    'ip cef',
    ...ports.flatMap((port) => [
      `interface ${port.name}`,
      ...(port.name === 'GigabitEthernet0/0' ? [' description to the rest of the lab'] : []),
      port.address ? ` ip address ${port.address} ${port.mask}` : ' no ip address',
      ...(port.address ? [] : [' shutdown']),
    ]),
    'ip forward-protocol nd',
    'no ip http server',
    'control-plane',
    'line con 0',
    'line aux 0',
    'line vty 0 4',
    ' login local',
    ' transport input ssh',
  ],
};

/** A Cisco IOS router: user and privileged mode, configuration, paging, a line editor that scrolls sideways. */
export const ciscoIos: Personality = {
  name: DIALECT.name,
  aliases: ['cisco_xe', 'cisco_ios_xe', 'ios', 'iosxe'],
  ident: 'Cisco-1.25',
  makeDevice: (seed) => new RouterDevice(seed, DIALECT),
};

function show(words: string, tell: (shell: RouterShell, args: string[]) => string): ExecCommand {
  return { pattern: `show ${words}`, isShow: true, run: (shell, args) => output(tell(shell, args)) };
}

function privileged(command: ExecCommand): ExecCommand {
  return { ...command, isPrivileged: true };
}
