import { clockText, spanText, stampText } from './clock-text.js';
import type { RouterDevice } from './router-device.js';
import type { RouterShell } from './router-shell.js';

/** `show clock`: a star in front while no time server has set the clock. */
export function showClock({ device }: RouterShell): string {
  return `${device.isSynchronised ? '' : '*'}${clockText(device.seed.now())}\n`;
}

/** `show version`. */
export function showVersion({ device }: RouterShell): string {
  const { facts, hostname, seed } = device;
  const family = facts.model.replace(/^CISCO(\d\d).*/, 'C$100');
  return `Cisco IOS Software, ${family} Software (${family}-UNIVERSALK9-M), Version ${facts.version}, RELEASE SOFTWARE (fc1)
Simulated by flow lab. No such device exists.

ROM: System Bootstrap, Version 15.0(1r)M16, RELEASE SOFTWARE (fc1)

${hostname} uptime is ${spanText(seed.now() - facts.bootedAt)}
System returned to ROM by power-on
System restarted at ${stampText(facts.bootedAt)}
System image file is "flash0:${facts.image}"
Last reload type: Normal Reload
Last reload reason: power-on

Cisco ${facts.model} (revision 1.0) with 483328K/40960K bytes of memory.
Processor board ID ${facts.serial}
${device.facts.ports.length - 1} Gigabit Ethernet interfaces
DRAM configuration is 64 bits wide with parity enabled.
255K bytes of non-volatile configuration memory.
250880K bytes of ATA System CompactFlash 0 (Read/Write)

Configuration register is 0x2102

`;
}

/** `show inventory`. */
export function showInventory({ device }: RouterShell): string {
  const { model, serial } = device.facts;
  const part = model.replace(/\/.*/, '');
  return `NAME: "${part} chassis", DESCR: "${part} chassis"
PID: ${model.padEnd(18)}, VID: V07 , SN: ${serial}

NAME: "C29xx power supply 0", DESCR: "AC power supply"
PID: ${'PWR-2911-AC'.padEnd(18)}, VID: V03 , SN: ${serial.replace('FLW', 'FLP')}

`;
}

/** `show users`: the lines in use, with a star at one's own. */
export function showUsers(shell: RouterShell): string {
  const rows = [...shell.device.lines.values()].map(({ number, username, from }) => {
    const mark = number === shell.lineNumber ? '*' : ' ';
    return `${mark}${String(number + 2).padStart(3)} vty ${String(number).padEnd(5)} ${username.padEnd(10)} idle                 00:00:00 ${from}`;
  });
  return `    Line       User       Host(s)              Idle       Location\n${rows.join('\n')}\n
  Interface    User               Mode         Idle     Peer Address
`;
}

/** `show privilege`. */
export function showPrivilege(shell: RouterShell): string {
  return `Current privilege level is ${shell.isPrivileged ? 15 : 1}\n`;
}

/** `show running-config`, with its header. */
export function showRunningConfig({ device }: RouterShell): string {
  const { config } = device;
  const changed =
    config.changedAt === undefined ? '' : `! Last configuration change at ${stampText(config.changedAt)} by lab\n!\n`;
  const saved =
    device.savedAt === undefined ? '' : `! NVRAM config last updated at ${stampText(device.savedAt)} by lab\n!\n`;
  const body = `!\n${changed}${saved}${config.lines().join('\n')}\nend\n`;
  return `Building configuration...\n\nCurrent configuration : ${body.length} bytes\n${body}\n`;
}

/** `show running-config interface NAME`. */
export function showInterfaceConfig(device: RouterDevice, name: string): string {
  const header = `interface ${name}`;
  const body = [header, ...device.config.childrenOf(header).map((line) => ` ${line}`), 'end'].join('\n');
  return `Building configuration...\n\nCurrent configuration : ${body.length} bytes\n!\n${body}\n\n`;
}

/** `show startup-config`. */
export function showStartupConfig({ device }: RouterShell): string {
  const body = `!\n${device.startup.join('\n')}\nend\n`;
  return `Using ${body.length} out of 262136 bytes\n${body}\n`;
}
