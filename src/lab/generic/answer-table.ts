/**
 * Answers by platform: a command with a short answer (`show version` for `-`), one with a long answer (`show log`), what is printed for a
 * line that the device does not know (IOS's words), and what the first command answers. `\n` is a line break, `{line}` the line typed.
 */
export const ANSWER_TABLE = String.raw`
accedian ¦ board show ¦ log show ¦ Unknown command: {line}
adtran_os ¦ - ¦ - ¦ % Unrecognized command
adva_fsp150f2 ¦ - ¦ - ¦ Unrecognized command: {line}
adva_fsp150f3 ¦ - ¦ - ¦ Unrecognized command: {line}
alcatel_aos ¦ show system ¦ - ¦ ERROR: Invalid entry: "{line}" ¦ Alcatel-Lucent Enterprise OS6860
allied_telesis_awplus ¦ - ¦ - ¦ - ¦ AlliedWare Plus (TM) 5.5.2 05/12/23
apresia_aeos ¦ show system ¦ - ¦ - ¦ Apresia15000 AEOS 8.40
arista_eos ¦ - ¦ - ¦ % Invalid input ¦ Arista DCS-7050TX-64\nSoftware image version: 4.28.3M
aruba_aoscx ¦ - ¦ - ¦ Invalid input: {line} ¦ ArubaOS-CX\nVersion      : FL.10.10.1010
aruba_os ¦ - ¦ - ¦           ^\n% Invalid input detected at '^' marker. ¦ Aruba Operating System Software.\nArubaOS (MODEL: Aruba7210), Version 8.6.0.4
asterfusion_asternos ¦ - ¦ - ¦ % Error: Invalid input detected at "^" marker.
audiocode_66 ¦ - ¦ - ¦ Invalid command [{line}]
audiocode_72 ¦ - ¦ - ¦ Invalid command [{line}]
audiocode_shell ¦ - ¦ - ¦ Invalid command: {line}
bintec_boss ¦ - ¦ - ¦ Unknown command: {line}
brocade_fos ¦ version ¦ errdump ¦ rbash: {line}: command not found
cdot_cros ¦ - ¦ - ¦ syntax error: unknown command
checkpoint_gaia ¦ show version all ¦ show route all ¦ CLINFR0329  Invalid command:'{line}'.
ciena_saos ¦ software show ¦ lldp show ¦ SHELL PARSER FAILURE: '{line}' - command not found ¦ | Running Package    : saos-06-18-00-0250
ciena_saos10 ¦ - ¦ - ¦ Error: Unknown command '{line}'
cisco_apic ¦ - ¦ - ¦ Error: Invalid argument {line}
cisco_asa ¦ - ¦ - ¦ ERROR: % Invalid input detected at '^' marker. ¦ Cisco Adaptive Security Appliance Software Version 9.12(4)
cisco_ftd ¦ - ¦ - ¦ Syntax error: Illegal command line ¦ Model : Cisco Firepower 2110 Threat Defense (77) Version 7.0.1
cisco_nxos ¦ - ¦ - ¦           ^\n% Invalid command at '^' marker. ¦ Cisco Nexus Operating System (NX-OS) Software\nNXOS: version 9.3(9)
cisco_s200 ¦ - ¦ - ¦ % Unrecognized command
cisco_s300 ¦ - ¦ - ¦ % Unrecognized command
cisco_tp ¦ xstatus systemunit ¦ xstatus diagnostics ¦ Command not recognized.
cisco_viptela ¦ show system status ¦ - ¦ ---^\nsyntax error: unknown command ¦ Viptela (tm) vedge Operating System Software\nCopyright (c) 2013-2022 by Viptela, Inc.
cisco_wlc ¦ show inventory ¦ - ¦ Incorrect usage.  Use the '?' or <TAB> key to list commands. ¦ NAME: "Chassis"    , DESCR: "Cisco 5508 Series Wireless LAN Controller"
cisco_xr ¦ - ¦ - ¦ - ¦ Cisco IOS XR Software, Version 7.5.2
cloudgenix_ion ¦ dump version ¦ dump log ¦ Error: invalid command
coriant ¦ - ¦ - ¦ Error: unknown command
dell_isilon ¦ isi version ¦ isi event list ¦ zsh: command not found: {line}
dell_force10 ¦ - ¦ - ¦           ^\n% Error: Invalid input at '^' marker. ¦ Dell Real Time Operating System Software\nDell Operating System Version:  2.0\nOS Version: 9.14
dell_os10 ¦ - ¦ - ¦ % Error: Unrecognized command. ¦ Dell EMC Networking OS10 Enterprise\nOS Version: 10.5.3
dell_os6 ¦ - ¦ - ¦           ^\nCommand not found / Incomplete command. Use ? to list commands.
dell_powerconnect ¦ - ¦ - ¦ % Unrecognized command
dell_sonic ¦ - ¦ - ¦ % Error: Invalid input detected at "^" marker.
digi_transport ¦ show version ¦ - ¦ ERROR
dlink_ds ¦ show switch ¦ - ¦ Available commands:
eltex ¦ - ¦ - ¦ % Unrecognized command
eltex_esr ¦ - ¦ - ¦ Syntax error: Unknown command
endace ¦ - ¦ - ¦ % Unrecognized command "{line}".
enterasys ¦ - ¦ - ¦ Error: Invalid command
ericsson_ipos ¦ - ¦ - ¦           ^\n% Invalid input at '^' marker ¦ Ericsson IPOS Version IPOS-17.2
extreme_ers ¦ - ¦ - ¦           ^\n% Invalid input detected at '^' marker.
extreme_exos ¦ - ¦ - ¦           ^\n%% Invalid input detected at '^' marker. ¦ Switch      : 800472-00-04 1234N-56789\nImage   : ExtremeXOS version 22.7.1.2
extreme_netiron ¦ - ¦ - ¦ Invalid input -> {line} ¦ System: NetIron MLX-4e (Serial #: BGD2503J01F)
extreme_nos ¦ - ¦ - ¦ --------^\nsyntax error: unknown argument.
extreme_slx ¦ - ¦ - ¦ --------^\nsyntax error: unknown argument. ¦ SLX-OS Operating System Software\nSLX-OS Operating System Version: 20.3.4
extreme_tierra ¦ - ¦ - ¦ - ¦ TierraOS Version 1.4
f5_tmsh ¦ show sys version ¦ list ltm virtual ¦ Syntax Error: unexpected argument "{line}" ¦ Sys::Version\nMain Package\n  Product     BIG-IP\n  Version     15.1.5
fiberstore_fsos ¦ - ¦ - ¦ % Unknown command.
fiberstore_fsosv2 ¦ - ¦ - ¦ % Unknown command.
flexvnf ¦ - ¦ - ¦ ---------^\nsyntax error: unknown command
fortinet ¦ get system status ¦ get router info routing-table all ¦ command parse error before '{line}'\nCommand fail. Return code -61 ¦ Version: FortiGate-60E v7.0.6,build0366,220606 (GA.F)
garderos_grs ¦ - ¦ - ¦ Error: unknown command
hillstone_stoneos ¦ - ¦ - ¦    ^-----unrecognized keyword {line}
hp_comware ¦ display version ¦ display logbuffer ¦           ^\n% Unrecognized command found at '^' position. ¦ HPE Comware Software, Version 7.1.070, Release 3506P11
hp_procurve ¦ - ¦ - ¦ Invalid input: {line} ¦ Image stamp:    /sw/code/build/xform(ec1)
huawei ¦ display version ¦ display logbuffer ¦           ^\nError: Unrecognized command found at '^' position.\n ¦ Huawei Versatile Routing Platform Software\nVRP (R) software, Version 5.170\nCopyright (C) 2011-2020 HUAWEI TECH CO., LTD\nHuawei Technologies
huawei_smartax ¦ display version ¦ display log ¦ % Unknown command, the error locates at '^' ¦ Huawei Integrated Access Software (MA5800).
huawei_vrpv8 ¦ display version ¦ display logbuffer ¦           ^\nError: Unrecognized command found at '^' position.\n ¦ Huawei Versatile Routing Platform Software\nVRP (R) software, Version 8.180 (CE6850)
ipinfusion_ocnos ¦ - ¦ - ¦           ^\n% Invalid input detected at '^' marker.
juniper_junos ¦ - ¦ - ¦                  ^\nunknown command. ¦ Hostname: {host}\nModel: mx240\nJunos: 21.4R3\nJUNOS OS Kernel 64-bit Software Suite [21.4R3]
juniper_screenos ¦ get system ¦ get log event ¦    ^-------unknown keyword {line}
keymile ¦ ls ¦ get log ¦ error: unknown command
mellanox_mlnxos ¦ - ¦ - ¦ % Unrecognized command "{line}". ¦ Product name:      Onyx\nProduct release:   3.9.2400
mikrotik_routeros ¦ /system resource print ¦ /log print ¦ bad command name {line} (line 1 column 1)
mrv_lx ¦ - ¦ - ¦ Error: unknown command
nec_ix ¦ show hardware ¦ - ¦ % Invalid command ¦ NEC Portable Internetwork Core Operating System Software\nIX Series IX2105
netapp_cdot ¦ version ¦ event log show ¦ Error: "{line}" is not a recognized command
netgear_prosafe ¦ - ¦ - ¦ - ¦ Machine Description............ ProSAFE GS748T
netscaler ¦ - ¦ - ¦ ERROR: No such command
nokia_sros ¦ - ¦ - ¦     ^\nError: Bad command. ¦ TiMOS-C-20.10.R1 cpm/hops64 Nokia 7750 SR Copyright (c) 2000-2020 Nokia.
nokia_sros_md ¦ - ¦ - ¦     ^^^^\nMINOR: CLI #2001: Unknown element - {line}
nokia_srl ¦ - ¦ - ¦ Parsing error: Unknown token '{line}'.
oneaccess_oneos ¦ - ¦ - ¦ - ¦ OneOS-PBE Version 6.6
paloalto_panos ¦ show system info ¦ - ¦ Unknown command: {line} ¦ hostname: {host}\nmodel: PA-220\nsw-version: 10.1.6
pluribus ¦ switch-show ¦ log-event-show ¦ Invalid command: {line}
rad_etx ¦ - ¦ - ¦ # cli error: Invalid command
raisecom_roap ¦ - ¦ - ¦           ^\nError input in the position marked by '^'.
ruckus_fastiron ¦ - ¦ - ¦ Invalid input -> {line}
ruijie_os ¦ - ¦ - ¦           ^\n% Unrecognized command.
silverpeak_vxoa ¦ - ¦ - ¦ % Unrecognized command "{line}".
sixwind_os ¦ - ¦ - ¦ Error: Invalid command
sophos_sfos ¦ - ¦ - ¦ % Unknown command: {line}
supermicro_smis ¦ show system info ¦ - ¦ % Invalid Command ¦ Switch Model : Super Micro SBM-25G-100
telcosystems_binos ¦ - ¦ - ¦ - ¦ BiNOS Version 10.1
teldat_cit ¦ status ¦ status all ¦ CLI Error: Unrecognized command or invalid value
tplink_jetstream ¦ - ¦ - ¦ Error: Bad command
ubiquiti_edge ¦ - ¦ - ¦ - ¦ Machine Model.................. EdgeSwitch 24-Port
ubiquiti_edgerouter ¦ - ¦ - ¦ Invalid command: [{line}]
unifiswitch ¦ show hardware
vertiv_mph ¦ - ¦ - ¦ Error: unknown command
vyos ¦ - ¦ - ¦ Invalid command: [{line}] ¦ Version:          VyOS 1.3.3
watchguard_fireware ¦ - ¦ - ¦ % Invalid input
yamaha ¦ show copyright ¦ - ¦ Error: Invalid command name ¦ RTX1210 Rev.14.01.38\nCopyright (c) 1994-2020 Yamaha Corporation. All Rights Reserved.
zte_zxros ¦ - ¦ - ¦           ^\n%Error 20200: Invalid input detected at '^' marker.
zyxel_os ¦ - ¦ - ¦ invalid command
`;
