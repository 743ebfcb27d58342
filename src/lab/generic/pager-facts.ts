import type { PagerStyle } from '../personalities/personality.js';

const ESC = '\u001b';
const swept = (count: number): string => `\r${' '.repeat(count)}\r`;
const painted = (columns: number): string => `${ESC}[${columns}D${' '.repeat(columns)}${ESC}[${columns}D`;
const CLEARED = `\r${ESC}[K`;

/** The pager of Cisco IOS and of what resembles it. */
const IOS: PagerStyle = { marker: ' --More-- ', eraser: '\b'.repeat(9) + ' '.repeat(8) + '\b'.repeat(9) };
const SMB: PagerStyle = { marker: 'More: <space>,  Quit: q or CTRL+Z, One line: <return> ', eraser: swept(54) };
const ICOS: PagerStyle = { marker: '--More-- or (q)uit', eraser: swept(18) };
const VRP: PagerStyle = { marker: '  ---- More ----', eraser: painted(42) };
const LESS: PagerStyle = { marker: 'lines 1-23', eraser: CLEARED };
const ASA: PagerStyle = { marker: '<--- More --->', eraser: swept(14) };
const FOUNDRY: PagerStyle = {
  marker: '--More--, next page: Space, next line: Return key, quit: Control-c',
  eraser: CLEARED,
};
const MORE: PagerStyle = { marker: ' --MORE--', eraser: swept(9) };
const ANY_KEY: PagerStyle = { marker: 'Press any key to continue (Q to quit)', eraser: swept(37) };

/** The pagers of families that have one of their own: the marker, how it is erased, and the key that it wants where that is not Space. */
const OWN: Readonly<Record<string, PagerStyle>> = {
  aruba_os: { marker: '--More-- (q) quit (u) pageup (/) search (n) repeat ', eraser: swept(51) },
  audiocode_66: MORE,
  audiocode_72: MORE,
  broadcom_icos: ICOS,
  brocade_fos: { marker: 'Type <CR> to continue, Q<CR> to stop: ', eraser: CLEARED, key: '\r' },
  cisco_asa: ASA,
  cisco_ftd: ASA,
  cisco_s200: SMB,
  cisco_s300: SMB,
  cisco_wlc: ICOS,
  dell_os6: ICOS,
  dell_powerconnect: ICOS,
  dlink_ds: { marker: 'CTRL+C ESC q Quit SPACE n Next Page ENTER Next Entry a All', eraser: CLEARED },
  eltex: SMB,
  endace: LESS,
  extreme_ers: { marker: '----More (q=Quit, space/return=Continue)----', eraser: swept(44) },
  extreme_exos: { marker: 'Press <SPACE> to continue or <Q> to quit:', eraser: CLEARED },
  extreme_netiron: FOUNDRY,
  f5_tmsh: { marker: '---(less 42%)---', eraser: CLEARED },
  fortinet: { marker: '--More-- ', eraser: swept(9) },
  hp_comware: VRP,
  hp_procurve: { marker: '-- MORE --, next page: Space, next line: Enter, quit: Control-C', eraser: `\r${ESC}[2K` },
  huawei: VRP,
  huawei_smartax: { marker: "---- More ( Press 'Q' to break ) ----", eraser: painted(37) },
  huawei_vrpv8: VRP,
  juniper_junos: { marker: '---(more 42%)---', eraser: swept(16) },
  juniper_screenos: { marker: '--- more --- ', eraser: swept(13) },
  mellanox_mlnxos: LESS,
  mikrotik_routeros: { marker: '-- [Q quit|D dump|down]', eraser: CLEARED, key: 'D' },
  netapp_cdot: {
    marker: "Press <space> to page down, <return> for next line, or 'q' to quit... ",
    eraser: swept(70),
  },
  netgear_prosafe: ICOS,
  nokia_sros: ANY_KEY,
  nokia_sros_md: {
    marker: 'Press Q to quit, Enter to print next line or any other key to print next page.',
    eraser: swept(79),
  },
  paloalto_panos: LESS,
  quanta_mesh: ICOS,
  ruckus_fastiron: FOUNDRY,
  silverpeak_vxoa: LESS,
  tplink_jetstream: ANY_KEY,
  ubiquiti_edge: ICOS,
  ubiquiti_edgerouter: LESS,
  unifiswitch: ICOS,
  vyos: LESS,
  yamaha: { marker: '---more---', eraser: swept(10) },
  zte_zxros: { marker: '----- more ----- Press Q or Ctrl+C to break -----', eraser: swept(49) },
};

/** The pager of a family; that of IOS for those that have none of their own and are like it. */
export function pagerOf(platform: string, isLikeIos: boolean): PagerStyle | undefined {
  return OWN[platform] ?? (isLikeIos ? IOS : undefined);
}
