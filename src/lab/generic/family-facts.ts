import type { Mode } from '../../device/platform.js';
import type { PagerStyle } from '../personalities/personality.js';

/**
 * What a device family shows beside what its platform definition says of it; what is not here is made from the definition's patterns.
 * In prompts `{host}` is the device's name, `{user}` who logged in, `{count}` a number that rises with each command, `{star}` and
 * `{mark}` the signs of unsaved and of uncommitted changes, `{ns}` the name of a section of the configuration.
 */
export interface FamilyFacts extends Partial<Record<Mode, string>> {
  /** The configuration prompt inside of a section. */
  section?: string;
  /** The line above the prompt, by mode. */
  above?: Partial<Record<Mode, string>>;
  /** The sign of unsaved changes: `*`. */
  star?: string;
  /** The signs for `{mark}`: nothing is waiting for a commit, and something is. */
  marks?: readonly [string, string];
  /** Where a login lands first, and what leads on is in the definition: a Unix shell, a menu. */
  shell?: string;
  /** Where a login stands; the first level unless there is no way up from it. */
  start?: Mode;
  /** SSH's first line. */
  ident?: string;
  /** A command with a short answer; `show version` unless given. */
  show?: string;
  /** One with a long answer; `show log` unless given. */
  long?: string;
  /** What `show` answers. */
  version?: string;
  /** What is printed for a line that the device does not know; `{line}` is the line. */
  error?: string;
  pager?: PagerStyle;
  /** The privileged mode asks for no password. */
  isEnableFree?: boolean;
  /** It repeats nothing that is typed, or paints prompt and line anew when Enter comes. */
  echo?: 'none' | 'twice';
  /** Printed before each output. */
  stamp?: string;
  /** Sent around each prompt: control bytes that a terminal does not show. */
  wrap?: readonly [before: string, behind: string];
  /** A successful commit. */
  committed?: string;
  /** A successful save. */
  saved?: string;
}

const ESC = '\u001b';
const caret = (text: string) => `          ^\n${text}`;
const IOS_ERROR = caret("% Invalid input detected at '^' marker.\n");
const backs = (count: number, blanks = count): string => '\b'.repeat(count) + ' '.repeat(blanks) + '\b'.repeat(blanks);
const swept = (count: number): string => `\r${' '.repeat(count)}\r`;
const IOS_PAGER: PagerStyle = { marker: ' --More-- ', eraser: backs(9, 8) };
const SMB_PAGER: PagerStyle = {
  marker: 'More: <space>,  Quit: q or CTRL+Z, One line: <return> ',
  eraser: swept(54),
};
const ICOS_PAGER: PagerStyle = { marker: '--More-- or (q)uit', eraser: swept(18) };
const VRP_PAGER: PagerStyle = { marker: '  ---- More ----', eraser: `${ESC}[42D${' '.repeat(42)}${ESC}[42D` };
const LESS_PAGER: PagerStyle = { marker: 'lines 1-23', eraser: `\r${ESC}[K` };

/** `host>`, `host#`, `host(config)#`: what most have; `end` stands behind each. */
function likeIos(end = '', more: FamilyFacts = {}): FamilyFacts {
  return {
    exec: `{host}>${end}`,
    privileged: `{host}#${end}`,
    config: `{host}(config)#${end}`,
    section: `{host}(config-if)#${end}`,
    pager: IOS_PAGER,
    error: IOS_ERROR,
    ...more,
  };
}

/** `(host) >`, `(host) #`, `(host) (Config)#`. */
function likeIcos(more: FamilyFacts = {}): FamilyFacts {
  return {
    exec: '({host}) >',
    privileged: '({host}) #',
    config: '({host}) (Config)#',
    section: '({host}) (Interface 0/1)#',
    pager: ICOS_PAGER,
    error: IOS_ERROR,
    ...more,
  };
}

/** `<host>`, `[host]`, `[host-GigabitEthernet0/0/1]`. */
function likeVrp(more: FamilyFacts = {}): FamilyFacts {
  return {
    exec: '<{host}>',
    config: '[{mark}{host}]',
    section: '[{mark}{host}-GigabitEthernet0/0/1]',
    show: 'display version',
    long: 'display logbuffer',
    pager: VRP_PAGER,
    error: caret("Error: Unrecognized command found at '^' position.\n"),
    ...more,
  };
}

/** By name of the platform. */
export const FAMILY_FACTS: Readonly<Record<string, FamilyFacts>> = {
  a10: likeIos('', {
    exec: '{host}(NOLICENSE)>',
    privileged: '{host}(NOLICENSE)#',
    config: '{host}(config)(NOLICENSE)#',
  }),
  accedian: { exec: '{host}:', show: 'board show', long: 'log show', error: 'Unknown command: {line}' },
  adtran_os: likeIos('', { error: '% Unrecognized command' }),
  adva_fsp150f2: { exec: '{host}-->', error: 'Unrecognized command: {line}' },
  adva_fsp150f3: { exec: '{host}-->', error: 'Unrecognized command: {line}' },
  alaxala_ax36s: likeIos(' ', { config: '{star}{host}(config)# ', privileged: '{star}{host}# ', star: '!' }),
  alcatel_aos: {
    exec: '-> ',
    start: 'exec',
    version: 'Alcatel-Lucent Enterprise OS6860',
    error: 'ERROR: Invalid entry: "{line}"',
  },
  allied_telesis_awplus: likeIos('', { version: 'AlliedWare Plus (TM) 5.5.2 05/12/23' }),
  apresia_aeos: likeIos('', { version: 'Apresia15000 AEOS 8.40' }),
  arista_eos: likeIos('', {
    privileged: '{host}(s1)#',
    config: '{host}(s1)(config)#',
    section: '{host}(s1)(config-if-Et1)#',
    version: 'Arista DCS-7050TX-64\nSoftware image version: 4.28.3M',
    error: '% Invalid input',
    saved: 'Copy completed successfully.',
  }),
  arris_cer: likeIos(),
  aruba_aoscx: likeIos(' ', {
    version: 'ArubaOS-CX\nVersion      : FL.10.10.1010',
    error: 'Invalid input: {line}',
    saved: 'Copying configuration: [Success]',
    wrap: ['\r', ''],
  }),
  aruba_os: {
    exec: '({host}) >',
    privileged: '({host}) #',
    config: '({host}) (config) #',
    version: 'Aruba Operating System Software.\nArubaOS (MODEL: Aruba7210), Version 8.6.0.4',
    error: caret("% Invalid input detected at '^' marker."),
    pager: { marker: '--More-- (q) quit (u) pageup (/) search (n) repeat ', eraser: swept(51) },
    wrap: ['\r', ''],
    saved: 'Saving Configuration...\n\nConfiguration Saved.',
  },
  asterfusion_asternos: likeIos(' ', {
    shell: '{user}@{host}:~$ ',
    error: '% Error: Invalid input detected at "^" marker.',
  }),
  audiocode_66: likeIos('', {
    exec: '{host}{star}>',
    privileged: '{host}{star}#',
    config: '{host}(config-system){star}#',
    star: '*',
    pager: { marker: ' --MORE--', eraser: swept(9) },
    error: 'Invalid command [{line}]',
  }),
  audiocode_72: likeIos(' ', {
    exec: '{host}{star}> ',
    privileged: '{host}{star}# ',
    config: '{host}(config-system){star}# ',
    star: '*',
    pager: { marker: ' --MORE--', eraser: swept(9) },
    error: 'Invalid command [{line}]',
  }),
  audiocode_shell: { exec: '/>', error: 'Invalid command: {line}' },
  bintec_boss: { exec: '{host}:> ', error: 'Unknown command: {line}' },
  broadcom_icos: likeIcos(),
  brocade_fos: {
    exec: '{host}:{user}> ',
    show: 'version',
    long: 'errdump',
    pager: { marker: 'Type <CR> to continue, Q<CR> to stop: ', eraser: '\r\n' },
    error: 'rbash: {line}: command not found',
  },
  calix_b6: likeIos(),
  casa_cmts: likeIos('', { section: '{host}(conf-if 1/0)#' }),
  cdot_cros: {
    exec: '{user}@{host}> ',
    config: '{user}@{host}(config)# ',
    start: 'exec',
    error: 'syntax error: unknown command',
  },
  checkpoint_gaia: {
    exec: '{host}> ',
    show: 'show version all',
    long: 'show route all',
    error: "CLINFR0329  Invalid command:'{line}'.",
  },
  ciena_saos: {
    exec: '{host}{star}> ',
    star: '*',
    show: 'software show',
    long: 'lldp show',
    version: '| Running Package    : saos-06-18-00-0250',
    error: "SHELL PARSER FAILURE: '{line}' - command not found",
  },
  ciena_saos10: { exec: '{host}> ', config: '{host}(config)> ', error: "Error: Unknown command '{line}'" },
  cisco_apic: likeIos(' ', {
    wrap: [`\0\0${ESC}[m\0${ESC}[J`, `${ESC}[K${ESC}[?1h${ESC}=${ESC}[?2004h`],
    error: 'Error: Invalid argument {line}',
  }),
  cisco_asa: likeIos('', {
    exec: '{host}/pri/act>',
    privileged: '{host}/pri/act#',
    config: '{host}/pri/act(config)#',
    section: '{host}/pri/act(config-if)#',
    version: 'Cisco Adaptive Security Appliance Software Version 9.12(4)',
    pager: { marker: '<--- More --->', eraser: swept(14) },
    error: "ERROR: % Invalid input detected at '^' marker.",
    wrap: ['\r', ''],
  }),
  cisco_ftd: {
    exec: '> ',
    version: 'Model : Cisco Firepower 2110 Threat Defense (77) Version 7.0.1',
    pager: { marker: '<--- More --->', eraser: swept(14) },
    error: 'Syntax error: Illegal command line',
  },
  cisco_nxos: likeIos(' ', {
    version: 'Cisco Nexus Operating System (NX-OS) Software\nNXOS: version 9.3(9)',
    error: caret("% Invalid command at '^' marker."),
    wrap: ['\r', '\u0007'],
    saved: '[########################################] 100%\nCopy complete.',
  }),
  cisco_s200: likeIos('', { pager: SMB_PAGER, error: '% Unrecognized command', wrap: [`${ESC}[m`, ''] }),
  cisco_s300: likeIos('', {
    pager: SMB_PAGER,
    error: '% Unrecognized command',
    wrap: [`${ESC}[m`, ''],
    saved: '16-Aug-2023 10:10:10 %COPY-N-TRAP: The copy operation was completed successfully',
  }),
  cisco_tp: { exec: 'OK', show: 'xstatus systemunit', long: 'xstatus diagnostics', error: 'Command not recognized.' },
  cisco_viptela: likeIos(' ', {
    section: '{host}(config-vpn-0)# ',
    show: 'show system status',
    version: 'Viptela (tm) vedge Operating System Software\nCopyright (c) 2013-2022 by Viptela, Inc.',
    error: '---^\nsyntax error: unknown command',
    committed: 'Commit complete.',
  }),
  cisco_wlc: {
    exec: '({host}) >',
    config: '({host}) config>',
    ident: 'CISCO_WLC',
    show: 'show inventory',
    version: 'NAME: "Chassis"    , DESCR: "Cisco 5508 Series Wireless LAN Controller"',
    pager: { marker: '--More-- or (q)uit', eraser: swept(18) },
    error: "Incorrect usage.  Use the '?' or <TAB> key to list commands.",
  },
  cisco_xr: likeIos('', {
    privileged: 'RP/0/RSP0/CPU0:{host}#',
    config: 'RP/0/RSP0/CPU0:{host}(config)#',
    section: 'RP/0/RSP0/CPU0:{host}(config-if)#',
    ident: 'Cisco-2.0',
    stamp: 'Wed Feb 11 16:07:46.829 CET',
    version: 'Cisco IOS XR Software, Version 7.5.2',
  }),
  cloudgenix_ion: { exec: '{host}# ', show: 'dump version', long: 'dump log', error: 'Error: invalid command' },
  coriant: { exec: '{host}>', error: 'Error: unknown command' },
  cumulus_linux: { exec: '{user}@{host}:mgmt:~$ ', privileged: 'root@{host}:mgmt:~# ' },
  dell_force10: likeIos('', {
    config: '{host}(conf)#',
    section: '{host}(conf-if-te-0/1)#',
    version: 'Dell Real Time Operating System Software\nDell Operating System Version:  2.0\nOS Version: 9.14',
    error: caret("% Error: Invalid input at '^' marker."),
  }),
  dell_isilon: { exec: '{host}-1% ', privileged: '{host}-1# ' },
  dell_os10: likeIos('', {
    section: '{host}(conf-if-eth1/1/1)#',
    version: 'Dell EMC Networking OS10 Enterprise\nOS Version: 10.5.3',
    error: '% Error: Unrecognized command.',
  }),
  dell_os6: likeIos('', {
    pager: ICOS_PAGER,
    error: caret('Command not found / Incomplete command. Use ? to list commands.'),
  }),
  dell_powerconnect: likeIos('', { pager: ICOS_PAGER, error: '% Unrecognized command' }),
  dell_sonic: likeIos(' ', {
    shell: '{user}@{host}:~$ ',
    section: '{host}(config-if-Ethernet0)# ',
    error: '% Error: Invalid input detected at "^" marker.',
  }),
  digi_transport: { exec: '{host}>', show: 'show version', error: 'ERROR' },
  dlink_ds: {
    exec: '{host}:user#',
    privileged: '{host}:admin#',
    show: 'show switch',
    pager: { marker: 'CTRL+C ESC q Quit SPACE n Next Page ENTER Next Entry a All', eraser: `\r${ESC}[K` },
    error: 'Available commands:',
  },
  edgecore_sonic: { exec: '{user}@{host}:~$ ', privileged: 'root@{host}:~# ' },
  ekinops_ek360: likeIos(),
  eltex: likeIos('', { pager: SMB_PAGER, error: '% Unrecognized command' }),
  eltex_esr: likeIos('', {
    section: '{host}(config-if-gi)#',
    error: 'Syntax error: Unknown command',
    committed:
      'Configuration has been successfully applied and saved to flash. Commit timer started, changes will be reverted in 600 seconds.',
    saved: 'Configuration has been confirmed. Commit timer canceled.',
  }),
  endace: likeIos(' ', {
    exec: '{host} > ',
    privileged: '{host} # ',
    config: '{host} (config) # ',
    section: '{host} (config) # ',
    pager: LESS_PAGER,
    error: '% Unrecognized command "{line}".',
    isEnableFree: true,
  }),
  enterasys: { exec: '{host}(rw)->', privileged: '{host}(su)->', error: 'Error: Invalid command' },
  ericsson_ipos: likeIos('', {
    exec: '[local]{host}>',
    privileged: '[local]{host}#',
    config: '[local]{host}(config)#',
    section: '[local]{host}(config-if)#',
    version: 'Ericsson IPOS Version IPOS-17.2',
    error: caret("% Invalid input at '^' marker"),
    committed: 'Transaction committed.',
  }),
  ericsson_mltn: likeIos('', { section: '{host}(config)#' }),
  ericsson_mltn63: likeIos('', { section: '{host}(config)#' }),
  extreme_ers: likeIos('', {
    isEnableFree: true,
    pager: { marker: '----More (q=Quit, space/return=Continue)----', eraser: swept(44) },
    error: caret("% Invalid input detected at '^' marker."),
  }),
  extreme_exos: {
    exec: '{star}{host}.{count} > ',
    privileged: '{star}{host}.{count} # ',
    star: '* ',
    version: 'Switch      : 800472-00-04 1234N-56789\nImage   : ExtremeXOS version 22.7.1.2',
    pager: { marker: 'Press <SPACE> to continue or <Q> to quit:', eraser: `\r${ESC}[K` },
    error: caret("%% Invalid input detected at '^' marker."),
  },
  extreme_netiron: likeIos('', {
    exec: 'SSH@{host}>',
    privileged: 'SSH@{host}#',
    config: 'SSH@{host}(config)#',
    section: 'SSH@{host}(config-if)#',
    version: 'System: NetIron MLX-4e (Serial #: BGD2503J01F)',
    ident: 'RomSShell_5.40',
    pager: { marker: '--More--, next page: Space, next line: Return key, quit: Control-c', eraser: `\r${ESC}[K` },
    error: 'Invalid input -> {line}',
  }),
  extreme_nos: likeIos(' ', { wrap: [`${ESC}[?7h`, ''], error: '--------^\nsyntax error: unknown argument.' }),
  extreme_slx: likeIos(' ', {
    section: '{host}(conf-if-eth-0/1)# ',
    version: 'SLX-OS Operating System Software\nSLX-OS Operating System Version: 20.3.4',
    error: '--------^\nsyntax error: unknown argument.',
  }),
  extreme_tierra: likeIos('', { version: 'TierraOS Version 1.4' }),
  extreme_vsp: likeIos('', {
    exec: '{host}:1>',
    privileged: '{host}:1#',
    config: '{host}:1(config)#',
    section: '{host}:1(config-if)#',
    isEnableFree: true,
  }),
  extreme_wing: likeIos('', {
    exec: '{host}{star}>',
    privileged: '{host}{star}#',
    config: '{host}(config){star}#',
    section: '{host}(config-if){star}#',
    star: '*',
  }),
  f5_linux: {
    exec: '[{user}@{host}:Active:Standalone] config $ ',
    privileged: '[root@{host}:Active:Standalone] config # ',
  },
  f5_tmsh: {
    exec: '{user}@({host})(cfg-sync Standalone)(Active)(/Common)(tmos)# ',
    show: 'show sys version',
    long: 'list ltm virtual',
    version: 'Sys::Version\nMain Package\n  Product     BIG-IP\n  Version     15.1.5',
    pager: { marker: '---(less 42%)---', eraser: `\r${ESC}[K` },
    error: 'Syntax Error: unexpected argument "{line}"',
  },
  fiberstore_fsos: likeIos('', { error: '% Unknown command.' }),
  fiberstore_fsosv2: likeIos('', { error: '% Unknown command.' }),
  flexvnf: {
    exec: '{user}@{host}-cli> ',
    config: '{user}@{host}-cli(config)% ',
    above: { config: '[edit]' },
    shell: '[{user}@{host}: ~] $ ',
    error: '---------^\nsyntax error: unknown command',
    committed: 'Commit complete.',
  },
  fortinet: {
    exec: '{host} # ',
    config: '{host} ({ns}) # ',
    show: 'get system status',
    long: 'get router info routing-table all',
    version: 'Version: FortiGate-60E v7.0.6,build0366,220606 (GA.F)',
    pager: { marker: '--More-- ', eraser: '\r         \r' },
    error: "command parse error before '{line}'\nCommand fail. Return code -61",
  },
  garderos_grs: likeIos(' ', {
    config: '{host}(configuration-terminal)# ',
    section: '{host}(configuration-terminal)# ',
    wrap: [`${ESC}[4m\r`, `${ESC}[m`],
    error: 'Error: unknown command',
  }),
  hillstone_stoneos: likeIos(' ', { error: '   ^-----unrecognized keyword {line}' }),
  hp_comware: likeVrp({
    ident: 'Comware-7.1.070',
    version: 'HPE Comware Software, Version 7.1.070, Release 3506P11',
    config: '[{host}]',
    section: '[{host}-GigabitEthernet1/0/1]',
    error: caret("% Unrecognized command found at '^' position."),
    wrap: ['\0', '\u0007'],
    saved: 'Saved the current configuration to mainboard device successfully.',
  }),
  hp_procurve: likeIos(' ', {
    ident: 'Mocana SSH 6.3',
    section: '{host}(vlan-10)# ',
    version: 'Image stamp:    /sw/code/build/xform(ec1)',
    pager: { marker: '-- MORE --, next page: Space, next line: Enter, quit: Control-C', eraser: `\r${ESC}[2K` },
    error: 'Invalid input: {line}',
    wrap: [`${ESC}[24;1H${ESC}[2K`, `${ESC}[?25h`],
  }),
  huawei: likeVrp({
    ident: 'HUAWEI-1.5',
    version:
      'Huawei Versatile Routing Platform Software\nVRP (R) software, Version 5.170\nCopyright (C) 2011-2020 HUAWEI TECH CO., LTD\nHuawei Technologies',
    config: '[{host}]',
    section: '[{host}-GigabitEthernet0/0/1]',
    saved: 'Now saving the current configuration to the slot 0.\nSave the configuration successfully.',
  }),
  huawei_smartax: likeIos('', {
    section: '{host}(config-if-gpon-0/1)#',
    show: 'display version',
    long: 'display log',
    isEnableFree: true,
    version: 'Huawei Integrated Access Software (MA5800).',
    pager: { marker: "---- More ( Press 'Q' to break ) ----", eraser: `${ESC}[37D${' '.repeat(37)}${ESC}[37D` },
    error: "% Unknown command, the error locates at '^'",
  }),
  huawei_vrpv8: likeVrp({
    marks: ['~', '*'],
    ident: 'HUAWEI-1.5',
    version: 'Huawei Versatile Routing Platform Software\nVRP (R) software, Version 8.180 (CE6850)',
  }),
  infinera_packet: likeIos(),
  ipinfusion_ocnos: likeIos('', {
    section: '{host}(config-if)#',
    error: caret("% Invalid input detected at '^' marker."),
  }),
  juniper_junos: {
    exec: '{user}@{host}> ',
    config: '{user}@{host}# ',
    above: { exec: '{master:0}', config: '{master:0}[edit]' },
    version: 'Hostname: {host}\nModel: mx240\nJunos: 21.4R3\nJUNOS OS Kernel 64-bit Software Suite [21.4R3]',
    pager: { marker: '---(more 42%)---', eraser: swept(16) },
    error: '                 ^\nunknown command.',
    committed: 'commit complete',
  },
  juniper_screenos: {
    exec: '{host}-> ',
    show: 'get system',
    long: 'get config',
    pager: { marker: '--- more --- ', eraser: swept(13) },
    error: '   ^-------unknown keyword {line}',
  },
  keymile: { exec: '/>', show: 'ls', long: 'get log', error: 'error: unknown command' },
  keymile_nos: likeIos(),
  lancom_lcossx4: likeIos(),
  maipu: likeIos(),
  mellanox_mlnxos: likeIos(' ', {
    exec: '{host} [standalone: master] > ',
    privileged: '{host} [standalone: master] # ',
    config: '{host} [standalone: master] (config) # ',
    section: '{host} [standalone: master] (config) # ',
    version: 'Product name:      Onyx\nProduct release:   3.9.2400',
    isEnableFree: true,
    pager: LESS_PAGER,
    error: '% Unrecognized command "{line}".',
    wrap: [`\r${ESC}[K${ESC}[?1l${ESC}>\r`, ''],
  }),
  mikrotik_routeros: {
    exec: '[{user}@{host}] > ',
    ident: 'ROSSH',
    echo: 'twice',
    show: '/system resource print',
    long: '/log print',
    error: 'bad command name {line} (line 1 column 1)',
    pager: { marker: '-- [Q quit|D dump|down]', eraser: `\r${ESC}[K`, key: 'D' },
  },
  mrv_lx: { exec: '{host}:0 >', privileged: '{host}:0 >>', config: 'Config:0 >>', error: 'Error: unknown command' },
  mrv_optiswitch: likeIos(),
  nec_ix: likeIos(' ', {
    show: 'show hardware',
    version: 'NEC Portable Internetwork Core Operating System Software\nIX Series IX2105',
    error: '% {line} -- Invalid command.',
  }),
  netapp_cdot: {
    exec: '{host}::> ',
    privileged: '{host}::*> ',
    start: 'exec',
    show: 'version',
    long: 'event log show',
    isEnableFree: true,
    pager: { marker: "Press <space> to page down, <return> for next line, or 'q' to quit... ", eraser: swept(70) },
    error: 'Error: "{line}" is not a recognized command',
  },
  netgear_prosafe: likeIcos({
    version: 'Machine Description............ ProSAFE GS748T',
    wrap: [`${ESC}[H${ESC}[J`, ''],
  }),
  netscaler: { exec: '> ', error: 'ERROR: No such command' },
  nokia_sros: {
    privileged: '{star}A:{host}# ',
    config: '{star}A:{host}>config# ',
    section: '{star}A:{host}>config>router# ',
    star: '*',
    version: 'TiMOS-C-20.10.R1 cpm/hops64 Nokia 7750 SR Copyright (c) 2000-2020 Nokia.',
    pager: { marker: 'Press any key to continue (Q to quit)', eraser: swept(37) },
    error: '    ^\nError: Bad command.',
    saved: 'Writing configuration to cf3:\\config.cfg\nSaving configuration ... OK\nCompleted.',
  },
  nokia_sros_md: {
    privileged: 'A:{user}@{host}# ',
    config: 'A:{user}@{host}# ',
    above: { privileged: '[]', config: '{mark}(ex)[]' },
    marks: ['', '*'],
    pager: {
      marker: 'Press Q to quit, Enter to print next line or any other key to print next page.',
      eraser: swept(79),
    },
    error: '    ^^^^\nMINOR: CLI #2001: Unknown element - {line}',
    saved: 'Writing configuration to cf3:\\config.cfg\nSaving configuration OK\nCompleted.',
  },
  nokia_srl: {
    privileged: 'A:{host}# ',
    config: 'A:{host}# ',
    above: { privileged: '--{ running }--[  ]--', config: '--{ {mark}candidate private private-{user} }--[  ]--' },
    marks: ['', '* '],
    error: "Parsing error: Unknown token '{line}'.",
    committed: 'All changes have been committed. Leaving candidate mode.',
    saved:
      "/system: Saved current running configuration as initial (startup) configuration '/etc/opt/srlinux/config.json'",
  },
  oneaccess_oneos: likeIos('', { version: 'OneOS-PBE Version 6.6' }),
  paloalto_panos: {
    exec: '{user}@{host}(active)> ',
    config: '{user}@{host}(active)# ',
    above: { config: '[edit]' },
    show: 'show system info',
    version: 'hostname: {host}\nmodel: PA-220\nsw-version: 10.1.6',
    pager: LESS_PAGER,
    error: 'Unknown command: {line}',
    committed: 'Commit job 2 is in progress.\n...55%...100%\nConfiguration committed successfully',
  },
  pluribus: {
    exec: 'CLI ({user}@{host}) > ',
    show: 'switch-show',
    long: 'log-event-show',
    error: 'Invalid command: {line}',
  },
  quanta_mesh: likeIcos(),
  rad_etx: {
    exec: '{host}>',
    privileged: '{host}#',
    config: '{host}>config#',
    section: '{host}>config>port#',
    error: '# cli error: Invalid command',
  },
  raisecom_roap: likeIos('', { error: caret("Error input in the position marked by '^'.") }),
  ruckus_fastiron: likeIos('', {
    exec: 'SSH@{host} Router>',
    privileged: 'SSH@{host} Router#',
    config: 'SSH@{host} Router(config)#',
    section: 'SSH@{host} Router(config-vlan-10)#',
    ident: 'RomSShell_5.40',
    pager: { marker: '--More--, next page: Space, next line: Return key, quit: Control-c', eraser: `\r${ESC}[K` },
    error: 'Invalid input -> {line}',
    saved: 'Flash Memory Write (8192 bytes per dot) .\nWrite startup-config done.',
  }),
  ruijie_os: likeIos('', { error: caret('% Unrecognized command.') }),
  silverpeak_vxoa: likeIos(' ', {
    exec: '{host} > ',
    privileged: '{host} # ',
    config: '{host} (config) # ',
    section: '{host} (config) # ',
    pager: LESS_PAGER,
    error: '% Unrecognized command "{line}".',
    isEnableFree: true,
  }),
  sixwind_os: {
    exec: '{host}> ',
    config: '{host} running config# ',
    section: '{host} running interface# ',
    error: 'Error: Invalid command',
    committed: 'Configuration committed.',
  },
  sophos_sfos: { exec: 'console> ', shell: 'Select Menu Number [0-7]: ', error: '% Unknown command: {line}' },
  supermicro_smis: likeIos('', {
    show: 'show system info',
    version: 'Switch Model : Super Micro SBM-25G-100',
    error: '% Invalid Command',
  }),
  telcosystems_binos: likeIos('', { version: 'BiNOS Version 10.1' }),
  teldat_cit: {
    exec: '{host} *',
    config: '{host} Config$',
    start: 'exec',
    show: 'status',
    long: 'status all',
    error: 'CLI Error: Unrecognized command or invalid value',
  },
  tplink_jetstream: likeIos('', {
    pager: { marker: 'Press any key to continue (Q to quit)', eraser: swept(37) },
    error: 'Error: Bad command',
  }),
  ubiquiti_edge: likeIcos({ version: 'Machine Model.................. EdgeSwitch 24-Port' }),
  ubiquiti_edgerouter: {
    exec: '{user}@{host}:~$ ',
    config: '{user}@{host}# ',
    above: { config: '[edit]' },
    pager: LESS_PAGER,
    error: 'Invalid command: [{line}]',
    saved: "Saving configuration to '/config/config.boot'...\nDone",
  },
  unifiswitch: likeIcos({ shell: 'US-24.v6.5.59# ', show: 'show hardware' }),
  vertiv_mph: { exec: 'cli->', error: 'Error: unknown command' },
  vyos: {
    exec: '{user}@{host}:~$ ',
    config: '{user}@{host}# ',
    above: { config: '[edit]' },
    version: 'Version:          VyOS 1.3.3',
    pager: LESS_PAGER,
    error: 'Invalid command: [{line}]',
    wrap: [`\r${ESC}[K${ESC}[?1l${ESC}>\r`, ''],
    saved: "Saving configuration to '/config/config.boot'...\nDone",
  },
  watchguard_fireware: likeIos('', {
    privileged: '{host}<managed-by-wsm><master>#',
    config: '{host}<managed-by-wsm><master>(config)#',
    section: '{host}<managed-by-wsm><master>(config/interface)#',
    error: '% Invalid input',
  }),
  yamaha: {
    exec: '{host}> ',
    privileged: '{host}# ',
    show: 'show copyright',
    version: 'RTX1210 Rev.14.01.38\nCopyright (c) 1994-2020 Yamaha Corporation. All Rights Reserved.',
    pager: { marker: '---more---', eraser: swept(10) },
    error: 'Error: Invalid command name',
  },
  zte_zxros: likeIos('', {
    pager: { marker: '----- more ----- Press Q or Ctrl+C to break -----', eraser: swept(49) },
    error: caret("%Error 20200: Invalid input detected at '^' marker."),
  }),
  zyxel_os: { privileged: '{host}# ', config: '{host}(config)# ', error: 'invalid command' },
};
