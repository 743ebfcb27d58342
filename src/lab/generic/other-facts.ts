import type { OtherFacts } from './family-facts.js';

const ESC = '\u001b';
const FREE: OtherFacts = { isEnableFree: true };
const BOOT_CONFIG = "Saving configuration to '/config/config.boot'...\nDone";
const SROS_SAVED = 'Writing configuration to cf3:\\config.cfg\nSaving configuration ... OK\nCompleted.';

/** What only few families have, by name of the platform. */
export const OTHER_FACTS: Readonly<Record<string, OtherFacts>> = {
  alaxala_ax36s: { star: '!' },
  alcatel_aos: { start: 'exec' },
  arista_eos: { saved: 'Copy completed successfully.' },
  aruba_aoscx: { saved: 'Copying configuration: [Success]', wrap: ['\r', ''] },
  aruba_os: { wrap: ['\r', ''], saved: 'Saving Configuration...\n\nConfiguration Saved.' },
  asterfusion_asternos: { shell: '{user}@{host}:~$ ' },
  audiocode_66: { star: '*' },
  audiocode_72: { star: '*' },
  cdot_cros: { start: 'exec', committed: 'Commit complete.' },
  ciena_saos: { star: '*' },
  cisco_apic: { wrap: [`\0\0${ESC}[m\0${ESC}[J`, `${ESC}[K${ESC}[?1h${ESC}=${ESC}[?2004h`] },
  cisco_asa: { wrap: ['\r', ''] },
  cisco_nxos: { wrap: ['\r', '\u0007'], saved: '[########################################] 100%\nCopy complete.' },
  cisco_s200: { wrap: [`${ESC}[m`, ''] },
  cisco_s300: {
    wrap: [`${ESC}[m`, ''],
    saved: '16-Aug-2023 10:10:10 %COPY-N-TRAP: The copy operation was completed successfully',
  },
  cisco_viptela: { committed: 'Commit complete.' },
  cisco_wlc: { ident: 'CISCO_WLC' },
  cisco_xr: { ident: 'Cisco-2.0', stamp: 'Wed Feb 11 16:07:46.829 CET' },
  dell_sonic: { shell: '{user}@{host}:~$ ' },
  eltex_esr: {
    committed: 'Configuration has been successfully applied and saved to flash. Commit timer started.',
    saved: 'Configuration has been confirmed. Commit timer canceled.',
  },
  endace: FREE,
  ericsson_ipos: { committed: 'Transaction committed.' },
  extreme_ers: FREE,
  extreme_exos: { star: '* ' },
  extreme_netiron: { ident: 'RomSShell_5.40', saved: 'Write startup-config done.' },
  extreme_nos: { wrap: [`${ESC}[?7h`, ''] },
  extreme_vsp: FREE,
  extreme_wing: { star: '*' },
  flexvnf: { above: { config: '[edit]' }, shell: '[{user}@{host}: ~] $ ', committed: 'Commit complete.' },
  garderos_grs: { wrap: [`${ESC}[4m\r`, `${ESC}[m`] },
  hp_comware: {
    ident: 'Comware-7.1.070',
    wrap: ['\0', '\u0007'],
    saved: 'Saved the current configuration to mainboard device successfully.',
  },
  hp_procurve: { ident: 'Mocana SSH 6.3', wrap: [`${ESC}[24;1H${ESC}[2K`, `${ESC}[?25h`] },
  huawei: {
    ident: 'HUAWEI-1.5',
    saved: 'Now saving the current configuration to the slot 0.\nSave the configuration successfully.',
  },
  huawei_smartax: FREE,
  huawei_vrpv8: { marks: ['~', '*'], ident: 'HUAWEI-1.5', saved: 'Save the configuration successfully.' },
  juniper_junos: { above: { exec: '\n{master:0}', config: '\n{master:0}[edit]' }, committed: 'commit complete' },
  mellanox_mlnxos: { isEnableFree: true, wrap: [`\r${ESC}[K${ESC}[?1l${ESC}>\r`, ''] },
  mikrotik_routeros: { ident: 'ROSSH', echo: 'twice' },
  netapp_cdot: { start: 'exec', isEnableFree: true },
  netgear_prosafe: { wrap: [`${ESC}[H${ESC}[J`, ''] },
  nokia_sros: { star: '*', saved: SROS_SAVED },
  nokia_sros_md: { above: { privileged: '[]', config: '{mark}(ex)[]' }, marks: ['', '*'], saved: SROS_SAVED },
  nokia_srl: {
    above: {
      privileged: '--{ running }--[  ]--',
      config: '--{ {mark}candidate private private-{user} }--[  ]--',
    },
    marks: ['', '* '],
    committed: 'All changes have been committed.',
    saved: '/system: Saved current running configuration as initial (startup) configuration',
  },
  paloalto_panos: {
    above: { config: '[edit]' },
    committed: 'Commit job 2 is in progress.\n...55%...100%\nConfiguration committed successfully',
  },
  ruckus_fastiron: { echo: 'none', ident: 'RomSShell_5.40', saved: 'Write startup-config done.' },
  silverpeak_vxoa: FREE,
  sixwind_os: { committed: 'Configuration committed.' },
  sophos_sfos: { shell: 'Select Menu Number [0-7]: ' },
  teldat_cit: { start: 'exec' },
  tplink_jetstream: { echo: 'none' },
  ubiquiti_edgerouter: { above: { config: '[edit]' }, saved: BOOT_CONFIG },
  unifiswitch: { shell: 'US-24.v6.5.59# ' },
  vyos: { above: { config: '[edit]' }, wrap: [`\r${ESC}[K${ESC}[?1l${ESC}>\r`, ''], saved: BOOT_CONFIG },
};
