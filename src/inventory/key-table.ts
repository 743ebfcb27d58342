import type { SettingKey } from './settings.js';

/**
 * What becomes of a key of a notation: a setting of the host; something the notation reads itself (`structure`);
 * known to the other tool and of no use here (`unused`).
 */
export type KeyRule = SettingKey | 'structure' | 'unused';

/** The keys of one notation, as they are written. */
export type KeyTable = ReadonlyMap<string, KeyRule>;

/** Keys of flow's own notation. */
export const FLOW_KEYS: KeyTable = new Map<string, KeyRule>([
  ['name', 'structure'],
  ['address', 'address'],
  ['host', 'address'],
  ['ip', 'address'],
  ['hostname', 'address'],
  ['port', 'port'],
  ['platform', 'platform'],
  ['device_type', 'platform'],
  ['username', 'username'],
  ['password', 'password'],
  ['secret', 'secret'],
  ['key', 'key'],
  ['passphrase', 'passphrase'],
  ['credentials', 'credentials'],
  ['transport', 'transport'],
  ['proxy', 'proxy'],
  ['groups', 'structure'],
  ['vars', 'structure'],
  ['jump', 'jump'],
  ['ssh', 'ssh'],
]);

/** The same for a group or the defaults, which have neither name nor address. */
export const SHARED_KEYS: KeyTable = new Map(
  [...FLOW_KEYS].filter(([key, rule]) => rule !== 'address' && key !== 'name'),
);

/** Parameters of Netmiko's ConnectHandler that flow can do without. @see netmiko/base_connection.py, BaseConnection */
const NETMIKO_UNUSED = [
  'verbose',
  'global_delay_factor',
  'global_cmd_verify',
  'use_keys',
  'pkey',
  'disabled_algorithms',
  'disable_sha2_fix',
  'allow_agent',
  'ssh_strict',
  'system_host_keys',
  'alt_host_keys',
  'alt_key_file',
  'ssh_config_file',
  'conn_timeout',
  'auth_timeout',
  'banner_timeout',
  'blocking_timeout',
  'timeout',
  'session_timeout',
  'read_timeout_override',
  'keepalive',
  'default_enter',
  'response_return',
  'serial_settings',
  'fast_cli',
  'session_log',
  'session_log_record_writes',
  'session_log_file_mode',
  'allow_auto_change',
  'encoding',
  'sock',
  'sock_telnet',
  'auto_connect',
  'delay_factor_compat',
  'disable_lf_normalization',
];

/** Keys of a Netmiko dict; flow's own keys are understood as well. */
export const NETMIKO_KEYS: KeyTable = new Map<string, KeyRule>([
  ...FLOW_KEYS,
  ['key_file', 'key'],
  ...NETMIKO_UNUSED.map((key): [string, KeyRule] => [key, 'unused']),
]);

/** Keys of a host, group or the defaults in Nornir's SimpleInventory. @see nornir/plugins/inventory/simple.py */
export const NORNIR_KEYS: KeyTable = new Map<string, KeyRule>([
  ['hostname', 'address'],
  ['port', 'port'],
  ['username', 'username'],
  ['password', 'password'],
  ['platform', 'platform'],
  ['groups', 'structure'],
  ['data', 'structure'],
  ['connection_options', 'structure'],
]);

/** `extras` of a Nornir connection: Netmiko's parameters, and scrapli's names for the same. */
export const NORNIR_EXTRAS: KeyTable = new Map<string, KeyRule>([
  ...NETMIKO_KEYS,
  ['auth_secondary', 'secret'],
  ['auth_private_key', 'key'],
  ['auth_private_key_passphrase', 'passphrase'],
]);

/** Words that other tools use, and flow's for the same. */
export const SYNONYMS: Readonly<Record<string, string>> = {
  user: 'username',
  login: 'username',
  pass: 'password',
  enable: 'secret',
  enable_password: 'secret',
  enable_secret: 'secret',
  key_file: 'key',
  private_key: 'key',
  identity_file: 'key',
  data: 'vars',
  variables: 'vars',
  type: 'platform',
  os: 'platform',
  bastion: 'jump',
  proxy_jump: 'jump',
  protocol: 'transport',
};
