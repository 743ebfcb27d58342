/** One line that configuration mode knows. */
export interface ConfigRule {
  /** In the notation of the command tree. */
  pattern: string;
  /** So many words identify the setting, which is there once; absent: the whole line does, and there may be many. */
  keyWords?: number;
  /** The sub-mode it opens. */
  opens?: Section;
}

/** Sub-modes by what stands in their prompt: `(config-if)#`. */
export type Section =
  | 'config-if'
  | 'config-router'
  | 'config-line'
  | 'config-vlan'
  | 'config-ext-nacl'
  | 'config-route-map';

/** Lines of the configuration mode itself. */
export const GLOBAL_RULES: readonly ConfigRule[] = [
  { pattern: 'hostname <word>', keyWords: 1 },
  { pattern: 'interface <line>', opens: 'config-if' },
  { pattern: 'router ospf <number>', opens: 'config-router' },
  { pattern: 'router bgp <number>', opens: 'config-router' },
  { pattern: 'router eigrp <word>', opens: 'config-router' },
  { pattern: 'router rip', opens: 'config-router' },
  { pattern: 'line <line>', opens: 'config-line' },
  { pattern: 'vlan <number>', opens: 'config-vlan' },
  { pattern: 'ip access-list extended <word>', opens: 'config-ext-nacl' },
  { pattern: 'ip access-list standard <word>', opens: 'config-ext-nacl' },
  { pattern: 'route-map <line>', opens: 'config-route-map' },
  { pattern: 'ntp server <word> [<line>]', keyWords: 3 },
  { pattern: 'ntp source <line>', keyWords: 2 },
  { pattern: 'ntp master [<number>]', keyWords: 2 },
  { pattern: 'ntp authenticate' },
  { pattern: 'ntp authentication-key <number> md5 <line>', keyWords: 3 },
  { pattern: 'ntp trusted-key <number>' },
  { pattern: 'ntp update-calendar' },
  { pattern: 'logging host <word> [<line>]', keyWords: 3 },
  { pattern: 'logging <ip>' },
  { pattern: 'logging buffered [<line>]', keyWords: 2 },
  { pattern: 'logging console [<line>]', keyWords: 2 },
  { pattern: 'logging monitor [<line>]', keyWords: 2 },
  { pattern: 'logging trap [<line>]', keyWords: 2 },
  { pattern: 'logging source-interface <line>', keyWords: 2 },
  { pattern: 'logging facility <word>', keyWords: 2 },
  { pattern: 'snmp-server community <word> [<line>]', keyWords: 3 },
  { pattern: 'snmp-server location <line>', keyWords: 2 },
  { pattern: 'snmp-server contact <line>', keyWords: 2 },
  { pattern: 'snmp-server host <word> [<line>]', keyWords: 3 },
  { pattern: 'snmp-server enable traps [<line>]' },
  { pattern: 'banner motd <line>', keyWords: 2 },
  { pattern: 'banner login <line>', keyWords: 2 },
  { pattern: 'banner exec <line>', keyWords: 2 },
  { pattern: 'enable secret <line>', keyWords: 2 },
  { pattern: 'enable password <line>', keyWords: 2 },
  { pattern: 'username <word> <line>', keyWords: 2 },
  { pattern: 'ip domain name <word>', keyWords: 3 },
  { pattern: 'ip domain lookup', keyWords: 3 },
  { pattern: 'ip domain-name <word>', keyWords: 2 },
  { pattern: 'ip name-server <line>' },
  { pattern: 'ip route <ip> <ip> <line>' },
  { pattern: 'ip default-gateway <ip>', keyWords: 2 },
  { pattern: 'ip http server' },
  { pattern: 'ip http secure-server' },
  { pattern: 'ip ssh <line>' },
  { pattern: 'ip routing' },
  { pattern: 'ip cef' },
  { pattern: 'ip tftp source-interface <line>', keyWords: 3 },
  { pattern: 'ip prefix-list <line>' },
  { pattern: 'access-list <number> <line>' },
  { pattern: 'service timestamps <word> [<line>]', keyWords: 3 },
  { pattern: 'service password-encryption' },
  { pattern: 'service tcp-keepalives-in' },
  { pattern: 'clock timezone <line>', keyWords: 2 },
  { pattern: 'clock summer-time <line>', keyWords: 2 },
  { pattern: 'aaa <line>' },
  { pattern: 'tacacs-server <line>' },
  { pattern: 'radius-server <line>' },
  { pattern: 'archive' },
  { pattern: 'cdp run' },
  { pattern: 'lldp run' },
  { pattern: 'spanning-tree <line>' },
  { pattern: 'vtp <line>' },
  { pattern: 'boot <line>' },
  { pattern: 'alias <word> <word> <line>' },
];

/** Lines of each sub-mode, on top of those of the configuration mode. */
export const SECTION_RULES: Record<Section, readonly ConfigRule[]> = {
  'config-if': [
    { pattern: 'description <line>', keyWords: 1 },
    { pattern: 'ip address <ip> <ip> [secondary]', keyWords: 2 },
    { pattern: 'ip address dhcp', keyWords: 2 },
    { pattern: 'ip helper-address <ip>' },
    { pattern: 'ip mtu <number>', keyWords: 2 },
    { pattern: 'ip ospf <line>' },
    { pattern: 'ip access-group <word> in', keyWords: 3 },
    { pattern: 'ip access-group <word> out', keyWords: 3 },
    { pattern: 'shutdown' },
    { pattern: 'mtu <number>', keyWords: 1 },
    { pattern: 'bandwidth <number>', keyWords: 1 },
    { pattern: 'speed <word>', keyWords: 1 },
    { pattern: 'duplex <word>', keyWords: 1 },
    { pattern: 'load-interval <number>', keyWords: 1 },
    { pattern: 'negotiation auto', keyWords: 1 },
    { pattern: 'switchport [<line>]' },
    { pattern: 'service-policy <line>' },
    { pattern: 'standby <line>' },
    { pattern: 'cdp enable' },
  ],
  'config-router': [
    { pattern: 'network <ip> [<line>]' },
    { pattern: 'router-id <ip>', keyWords: 1 },
    { pattern: 'neighbor <word> <line>' },
    { pattern: 'passive-interface <line>' },
    { pattern: 'redistribute <line>' },
    { pattern: 'default-information originate' },
    { pattern: 'bgp <line>' },
    { pattern: 'log-adjacency-changes' },
    { pattern: 'auto-summary' },
    { pattern: 'version <number>', keyWords: 1 },
  ],
  'config-line': [
    { pattern: 'password <line>', keyWords: 1 },
    { pattern: 'login [<line>]', keyWords: 1 },
    { pattern: 'transport input <line>', keyWords: 2 },
    { pattern: 'transport preferred <line>', keyWords: 2 },
    { pattern: 'exec-timeout <number> [<number>]', keyWords: 1 },
    { pattern: 'logging synchronous', keyWords: 2 },
    { pattern: 'access-class <line>', keyWords: 1 },
    { pattern: 'privilege level <number>', keyWords: 2 },
    { pattern: 'stopbits <number>', keyWords: 1 },
  ],
  'config-vlan': [{ pattern: 'name <word>', keyWords: 1 }, { pattern: 'shutdown' }],
  'config-ext-nacl': [
    { pattern: 'permit <line>' },
    { pattern: 'deny <line>' },
    { pattern: 'remark <line>' },
    { pattern: '<number> permit <line>' },
    { pattern: '<number> deny <line>' },
  ],
  'config-route-map': [
    { pattern: 'match <line>' },
    { pattern: 'set <line>' },
    { pattern: 'description <line>', keyWords: 1 },
  ],
};
