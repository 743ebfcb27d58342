/**
 * Prompts by platform: first level, privileged, configuration, and inside of a section of the configuration; `-` where there is none,
 * `␠` for a blank at the end. `{host}` is the device's name, `{user}` who logged in, `{count}` a number that rises with each
 * command, `{star}` and `{mark}` the signs of unsaved and of uncommitted changes, `{section}` the section's name.
 */
export const PROMPT_TABLE = `
a10 ¦ {host}(NOLICENSE)> ¦ {host}(NOLICENSE)# ¦ {host}(config)(NOLICENSE)# ¦ {host}(config-if)(NOLICENSE)#
accedian ¦ {host}:
adtran_os ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
adva_fsp150f2 ¦ {host}-->
adva_fsp150f3 ¦ {host}-->
alaxala_ax36s ¦ {host}>␠ ¦ {star}{host}#␠ ¦ {star}{host}(config)#␠ ¦ {star}{host}(config-if)#␠
alcatel_aos ¦ ->␠
allied_telesis_awplus ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
apresia_aeos ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
arista_eos ¦ {host}> ¦ {host}(s1)# ¦ {host}(s1)(config)# ¦ {host}(s1)(config-if-Et1)#
arris_cer ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
aruba_aoscx ¦ {host}>␠ ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(config-if)#␠
aruba_os ¦ ({host}) > ¦ ({host}) # ¦ ({host}) (config) #
asterfusion_asternos ¦ - ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(config-if)#␠
audiocode_66 ¦ {host}{star}> ¦ {host}{star}# ¦ {host}(config-system){star}# ¦ {host}(config-if)#
audiocode_72 ¦ {host}{star}>␠ ¦ {host}{star}#␠ ¦ {host}(config-system){star}#␠ ¦ {host}(config-if)#␠
audiocode_shell ¦ />
bintec_boss ¦ {host}:>␠
broadcom_icos ¦ ({host}) > ¦ ({host}) # ¦ ({host}) (Config)# ¦ ({host}) (Interface 0/1)#
brocade_fos ¦ {host}:{user}>␠
calix_b6 ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
casa_cmts ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(conf-if 1/0)#
cdot_cros ¦ {user}@{host}>␠ ¦ - ¦ {user}@{host}(config)#␠
checkpoint_gaia ¦ {host}>␠
ciena_saos ¦ {host}{star}>␠
ciena_saos10 ¦ {host}>␠ ¦ - ¦ {host}(config)>␠
cisco_apic ¦ - ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(config-if)#␠
cisco_asa ¦ {host}/pri/act> ¦ {host}/pri/act# ¦ {host}/pri/act(config)# ¦ {host}/pri/act(config-if)#
cisco_ftd ¦ >␠
cisco_nxos ¦ {host}>␠ ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(config-if)#␠
cisco_s200 ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
cisco_s300 ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
cisco_tp ¦ OK
cisco_viptela ¦ - ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(config-vpn-0)#␠
cisco_wlc ¦ ({host}) > ¦ - ¦ ({host}) config>
cisco_xr ¦ - ¦ RP/0/RSP0/CPU0:{host}# ¦ RP/0/RSP0/CPU0:{host}(config)# ¦ RP/0/RSP0/CPU0:{host}(config-if)#
cloudgenix_ion ¦ {host}#␠
coriant ¦ {host}>
cumulus_linux ¦ {user}@{host}:mgmt:~$␠ ¦ root@{host}:mgmt:~#␠
dell_force10 ¦ {host}> ¦ {host}# ¦ {host}(conf)# ¦ {host}(conf-if-te-0/1)#
dell_isilon ¦ {host}-1%␠ ¦ {host}-1#␠
dell_os10 ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(conf-if-eth1/1/1)#
dell_os6 ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
dell_powerconnect ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
dell_sonic ¦ - ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(config-if-Ethernet0)#␠
digi_transport ¦ {host}>
dlink_ds ¦ {host}:user# ¦ {host}:admin#
edgecore_sonic ¦ {user}@{host}:~$␠ ¦ root@{host}:~#␠
ekinops_ek360 ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
eltex ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
eltex_esr ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if-gi)#
endace ¦ {host} >␠ ¦ {host} #␠ ¦ {host} (config) #␠ ¦ {host} (config) #␠
enterasys ¦ {host}(rw)-> ¦ {host}(su)->
ericsson_ipos ¦ [local]{host}> ¦ [local]{host}# ¦ [local]{host}(config)# ¦ [local]{host}(config-if)#
ericsson_mltn ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config)#
ericsson_mltn63 ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config)#
extreme_ers ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
extreme_exos ¦ {star}{host}.{count} >␠ ¦ {star}{host}.{count} #␠
extreme_netiron ¦ SSH@{host}> ¦ SSH@{host}# ¦ SSH@{host}(config)# ¦ SSH@{host}(config-if)#
extreme_nos ¦ - ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(config-if)#␠
extreme_slx ¦ - ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(conf-if-eth-0/1)#␠
extreme_tierra ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
extreme_vsp ¦ {host}:1> ¦ {host}:1# ¦ {host}:1(config)# ¦ {host}:1(config-if)#
extreme_wing ¦ {host}{star}> ¦ {host}{star}# ¦ {host}(config){star}# ¦ {host}(config-if){star}#
f5_linux ¦ [{user}@{host}:Active:Standalone] config $␠ ¦ [root@{host}:Active:Standalone] config #␠
f5_tmsh ¦ {user}@({host})(cfg-sync Standalone)(Active)(/Common)(tmos)#␠
fiberstore_fsos ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
fiberstore_fsosv2 ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
flexvnf ¦ {user}@{host}-cli>␠ ¦ - ¦ {user}@{host}-cli(config)%␠
fortinet ¦ {host} #␠ ¦ - ¦ {host} ({section}) #␠
garderos_grs ¦ - ¦ {host}#␠ ¦ {host}(configuration-terminal)#␠ ¦ {host}(configuration-terminal)#␠
hillstone_stoneos ¦ - ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(config-if)#␠
hp_comware ¦ <{host}> ¦ - ¦ [{host}] ¦ [{host}-GigabitEthernet1/0/1]
hp_procurve ¦ {host}>␠ ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(vlan-10)#␠
huawei ¦ <{host}> ¦ - ¦ [{host}] ¦ [{host}-GigabitEthernet0/0/1]
huawei_smartax ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if-gpon-0/1)#
huawei_vrpv8 ¦ <{host}> ¦ - ¦ [{mark}{host}] ¦ [{mark}{host}-GigabitEthernet0/0/1]
infinera_packet ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
ipinfusion_ocnos ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
juniper_junos ¦ {user}@{host}>␠ ¦ - ¦ {user}@{host}#␠
juniper_screenos ¦ {host}->␠
keymile ¦ />
keymile_nos ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
lancom_lcossx4 ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
maipu ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
mellanox_mlnxos ¦ {host} [standalone: master] >␠ ¦ {host} [standalone: master] #␠ ¦ {host} [standalone: master] (config) #␠ ¦ {host} [standalone: master] (config) #␠
mikrotik_routeros ¦ [{user}@{host}] >␠
mrv_lx ¦ {host}:0 > ¦ {host}:0 >> ¦ Config:0 >>
mrv_optiswitch ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
nec_ix ¦ - ¦ {host}#␠ ¦ {host}(config)#␠ ¦ {host}(config-if)#␠
netapp_cdot ¦ {host}::>␠ ¦ {host}::*>␠
netgear_prosafe ¦ ({host}) > ¦ ({host}) # ¦ ({host}) (Config)# ¦ ({host}) (Interface 0/1)#
netscaler ¦ >␠
nokia_sros ¦ - ¦ {star}A:{host}#␠ ¦ {star}A:{host}>config#␠ ¦ {star}A:{host}>config>router#␠
nokia_sros_md ¦ - ¦ A:{user}@{host}#␠ ¦ A:{user}@{host}#␠
nokia_srl ¦ - ¦ A:{host}#␠ ¦ A:{host}#␠
oneaccess_oneos ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
paloalto_panos ¦ {user}@{host}(active)>␠ ¦ - ¦ {user}@{host}(active)#␠
pluribus ¦ CLI ({user}@{host}) >␠
quanta_mesh ¦ ({host}) > ¦ ({host}) # ¦ ({host}) (Config)# ¦ ({host}) (Interface 0/1)#
rad_etx ¦ {host}> ¦ {host}# ¦ {host}>config# ¦ {host}>config>port#
raisecom_roap ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
ruckus_fastiron ¦ SSH@{host} Router> ¦ SSH@{host} Router# ¦ SSH@{host} Router(config)# ¦ SSH@{host} Router(config-vlan-10)#
ruijie_os ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
silverpeak_vxoa ¦ {host} >␠ ¦ {host} #␠ ¦ {host} (config) #␠ ¦ {host} (config) #␠
sixwind_os ¦ {host}>␠ ¦ - ¦ {host} running config#␠ ¦ {host} running interface#␠
sophos_sfos ¦ console>␠
supermicro_smis ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
telcosystems_binos ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
teldat_cit ¦ {host} * ¦ - ¦ {host} Config$
tplink_jetstream ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
ubiquiti_edge ¦ ({host}) > ¦ ({host}) # ¦ ({host}) (Config)# ¦ ({host}) (Interface 0/1)#
ubiquiti_edgerouter ¦ {user}@{host}:~$␠ ¦ - ¦ {user}@{host}#␠
unifiswitch ¦ ({host}) > ¦ ({host}) # ¦ ({host}) (Config)# ¦ ({host}) (Interface 0/1)#
vertiv_mph ¦ cli->
vyos ¦ {user}@{host}:~$␠ ¦ - ¦ {user}@{host}#␠
watchguard_fireware ¦ - ¦ WG<managed-by-wsm><master># ¦ WG<managed-by-wsm><master>(config)# ¦ WG<managed-by-wsm><master>(config/interface)#
yamaha ¦ {host}>␠ ¦ {host}#␠
zte_zxros ¦ {host}> ¦ {host}# ¦ {host}(config)# ¦ {host}(config-if)#
zyxel_os ¦ - ¦ {host}#␠ ¦ {host}(config)#␠
`;
