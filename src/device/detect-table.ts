/** What an answer, a prompt or an identification must contain, and the platform that it tells of. */
export type Sign = readonly [pattern: RegExp, platform: string];

/** Prompts that only one family has: `admin@(bigip1)(cfg-sync Standalone)(Active)(/Common)(tmos)#`; without blanks at the ends. */
export const PROMPT_SIGNS: readonly Sign[] = [
  [/\(tmos[^()]*\)#$/, 'f5_tmsh'],
  [/^\[root@[^\]]*:(?:Active|Standby|Offline)[^\]]*\] /, 'f5_linux'],
  [/^[\w.-]+::[\w ]*\*?>$/, 'netapp_cdot'],
  [/^\[[^\]@]+@[^\]]+\] ?(?:\/[\w/ -]*)?(?:<SAFE>|>)$/, 'mikrotik_routeros'],
  [/^CLI \(\S+@\S+\) ?>$/, 'pluribus'],
  [/^\w+@[\w.-]+-cli>$/, 'flexvnf'],
  [/^[\w.-]+\((?:su|rw|ro)\)->$/, 'enterasys'],
  [/^cli->$/, 'vertiv_mph'],
  [/^[^:]+:(?:admin|user|oper|puser)#$/, 'dlink_ds'],
  [/^\[local\]/, 'ericsson_ipos'],
  [/^\[Expert@/, 'checkpoint_gaia'],
  [/^RP\/\d+\/\w+\/CPU\d+:/, 'cisco_xr'],
];

/** SSH identifications that only one family has. */
export const IDENT_SIGNS: readonly Sign[] = [
  [/^CISCO_WLC/, 'cisco_wlc'],
  [/^ROSSH/, 'mikrotik_routeros'],
  [/^Comware-/, 'hp_comware'],
];

/** Commands to be tried at a prompt of this shape, two at most; the last row takes every prompt. */
export const PROBES: readonly (readonly [prompt: RegExp, ...commands: string[]])[] = [
  // <HUAWEI>
  [/^\S*<[^<>]+>$/, 'display version'],
  // user@host:~$, [user@host ~]#, root@host:~ #
  [/^\[?[\w.-]+@[\w.-]+[: ][^>]*[$#%]$/, 'uname -a', 'show version'],
  // FGT60E #
  [/^[\w.~-]+(?:\(\w+\))? [#$]$/, 'get system status', 'show version'],
  // ssg5-serial->
  [/^[\w.:()-]+->$/, 'get system'],
  // the default prompt of OmniSwitch
  [/^->$/, 'show system'],
  // admin@PA-220(active)>
  [/^[\w.-]+@[\w.()-]+[>#]$/, 'show version', 'show system info'],
  // (Cisco Controller) >
  [/^\([^()]+\) ?>$/, 'show version', 'show inventory'],
  // SAN1:admin>
  [/^[\w.-]+:[A-Za-z]\w*>$/, 'version', 'show version'],
  [/$/, 'show version'],
];

/** How the answer to the first command tells which one to try next; the last row takes every answer. */
export const NEXT_PROBES: readonly (readonly [answer: RegExp, command: string])[] = [
  [/SHELL PARSER FAILURE/, 'software show'],
  [/^Error: Invalid command name/m, 'show copyright'],
  [/syntax error: unknown/, 'show system status'],
  [/^% Invalid Command$/m, 'show system info'],
  [/^% Invalid command$/m, 'show hardware'],
  [/^% Unknown command, the error locates/m, 'display version'],
  [/$/, 'show system'],
];

/** What answers to these commands tell, the more special before the more general. */
export const ANSWER_SIGNS: readonly Sign[] = [
  [/Cisco IOS[- ]XR/, 'cisco_xr'],
  [/Nexus Operating System|NX-OS/, 'cisco_nxos'],
  [/Adaptive Security Appliance/, 'cisco_asa'],
  [/Firepower|Threat Defense/, 'cisco_ftd'],
  [/Viptela, Inc/i, 'cisco_viptela'],
  [/Cisco.{0,60}Wireless.{0,20}Controller/, 'cisco_wlc'],
  [/Cisco IOS|Cisco Internetwork Operating System/, 'cisco_ios'],
  [/\bArista\b|\bvEOS\b/, 'arista_eos'],
  [/ArubaOS-CX/, 'aruba_aoscx'],
  [/Aruba Operating System|\bArubaOS\b/, 'aruba_os'],
  [/AlliedWare Plus/, 'allied_telesis_awplus'],
  [/ExtremeXOS/, 'extreme_exos'],
  [/\bSLX-OS\b/, 'extreme_slx'],
  [/\bNetIron\b|\bMLXe?\b/, 'extreme_netiron'],
  [/\bFastIron\b|\bICX\d/, 'ruckus_fastiron'],
  [/\bTierraOS\b/, 'extreme_tierra'],
  [/\bEdgeSwitch\b/, 'ubiquiti_edge'],
  [/\bOnyx\b|MLNX-OS/, 'mellanox_mlnxos'],
  [/\bProSAFE\b/i, 'netgear_prosafe'],
  [/\bBiNOS\b/i, 'telcosystems_binos'],
  [/\bOneOS\b/, 'oneaccess_oneos'],
  [/Ericsson IPOS/, 'ericsson_ipos'],
  [/OS10 Enterprise/, 'dell_os10'],
  [/Dell[\s\S]*OS Version: 9/, 'dell_force10'],
  [/\bPowerConnect\b/, 'dell_powerconnect'],
  [/Image stamp:[\s\S]{0,80}\/code\/build/, 'hp_procurve'],
  [/\bJUNOS\b/i, 'juniper_junos'],
  [/\bTiMOS\b/, 'nokia_sros_md'],
  [/\bTiMOS\b/, 'nokia_sros'],
  [/\bSR ?Linux\b/, 'nokia_srl'],
  [/Huawei Integrated Access Software/, 'huawei_smartax'],
  [/VRP \(R\) software, Version 8\./, 'huawei_vrpv8'],
  [/Huawei Versatile Routing Platform|Huawei Technologies/i, 'huawei'],
  [/\b(?:H3C|HPE?) Comware\b/, 'hp_comware'],
  [/\bForti(?:Gate|OS|Wifi)\b/i, 'fortinet'],
  [/^\s*model: PA-/m, 'paloalto_panos'],
  [/Super ?Micro/i, 'supermicro_smis'],
  [/\bBIG-IP\b/, 'f5_tmsh'],
  [/\bsaos-|WAVESERVER/i, 'ciena_saos'],
  [/Yamaha Corporation/, 'yamaha'],
  [/\bIX Series\b/, 'nec_ix'],
  [/Alcatel-Lucent/, 'alcatel_aos'],
  [/\bApresia/i, 'apresia_aeos'],
  [/\bFabric OS\b/, 'brocade_fos'],
  [/\bFRRouting\b/, 'frr'],
  [/\bVyOS\b/, 'vyos'],
  [/\bEdgeOS\b/, 'ubiquiti_edgerouter'],
  [/\bLinux cumulus\b|-cl-\d+-amd64/, 'cumulus_linux'],
  [/\bLinux\b/, 'linux'],
];
