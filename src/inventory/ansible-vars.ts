import { nearestName } from '../error/nearest.js';
import { convertSetting } from './convert-setting.js';
import type { Findings } from './findings.js';
import type { KeyRule, KeyTable } from './key-table.js';
import type { Entry } from './read-settings.js';
import { noSettings, SECRET_KEYS, type Settings } from './settings.js';

/** Ansible's variables that flow reads or knows to be of no use here. @see Ansible's list of special variables */
const ANSIBLE_KEYS: KeyTable = new Map<string, KeyRule>([
  ['ansible_host', 'address'],
  ['ansible_ssh_host', 'address'],
  ['ansible_port', 'port'],
  ['ansible_ssh_port', 'port'],
  ['ansible_user', 'username'],
  ['ansible_ssh_user', 'username'],
  ['ansible_password', 'password'],
  ['ansible_ssh_pass', 'password'],
  ['ansible_ssh_password', 'password'],
  ['ansible_ssh_private_key_file', 'key'],
  ['ansible_private_key_file', 'key'],
  ['ansible_ssh_private_key_passphrase', 'passphrase'],
  ['ansible_become_password', 'secret'],
  ['ansible_become_pass', 'secret'],
  ['ansible_network_os', 'platform'],
  ['ansible_connection', 'structure'],
  ['ansible_group_priority', 'structure'],
  ['ansible_become', 'unused'],
  ['ansible_become_method', 'unused'],
  ['ansible_become_user', 'unused'],
  ['ansible_become_exe', 'unused'],
  ['ansible_become_flags', 'unused'],
  ['ansible_ssh_common_args', 'unused'],
  ['ansible_ssh_extra_args', 'unused'],
  ['ansible_ssh_args', 'unused'],
  ['ansible_ssh_executable', 'unused'],
  ['ansible_python_interpreter', 'unused'],
  ['ansible_shell_type', 'unused'],
  ['ansible_command_timeout', 'unused'],
  ['ansible_connect_timeout', 'unused'],
]);

/** Last part of `ansible_network_os` → flow's name of the platform, where the two differ. */
const PLATFORMS: Readonly<Record<string, string>> = {
  ios: 'cisco_ios',
  iosxe: 'cisco_xe',
  nxos: 'cisco_nxos',
  iosxr: 'cisco_xr',
  asa: 'cisco_asa',
  eos: 'arista_eos',
  junos: 'juniper_junos',
  sros: 'nokia_sros',
  routeros: 'mikrotik_routeros',
  aoscx: 'aruba_aoscx',
  exos: 'extreme_exos',
  edgeos: 'ubiquiti_edge',
  fortios: 'fortinet',
  dellos10: 'dell_os10',
  os10: 'dell_os10',
  comware: 'hp_comware',
  ce: 'huawei',
};

const SSH_CONNECTIONS = new Set([
  'ssh',
  'paramiko',
  'paramiko_ssh',
  'network_cli',
  'libssh',
  'smart',
  'local',
  'ansible.netcommon.network_cli',
  'ansible.netcommon.libssh',
]);

/**
 * Sorts Ansible's variables: those of the connection become settings, all others variables of the host.
 * Jinja in a setting is a mistake; a variable with Jinja is left out with a warning, so that its raw text is sent nowhere.
 */
export function readAnsibleVars(entries: readonly Entry[], findings: Findings): Settings {
  const settings = noSettings();
  for (const entry of entries) {
    const rule = ANSIBLE_KEYS.get(entry.key);
    if (rule === undefined) readOther(entry, settings, findings);
    else if (rule === 'unused') findings.ignore(entry.keyPlace, entry.key);
    else if (rule === 'structure') checkConnection(entry, findings);
    else if (isJinja(entry.value)) refuseJinja(entry, SECRET_KEYS.has(rule), findings);
    else {
      const value = rule === 'platform' ? platformOf(entry.value) : textOf(entry.value, rule);
      convertSetting(rule, { value, place: entry.place }, { settings, findings });
    }
  }
  return settings;
}

/** The group's `ansible_group_priority`; undefined when it has none. */
export function priorityOf(entries: readonly Entry[]): number | undefined {
  const found = entries.find(({ key }) => key === 'ansible_group_priority');
  const priority = Number(found?.value);
  return found && Number.isInteger(priority) ? priority : undefined;
}

function readOther(entry: Entry, settings: Settings, findings: Findings): void {
  const { key, value, keyPlace, place } = entry;
  if (key.startsWith('ansible_')) {
    const nearest = nearestName(key, ANSIBLE_KEYS.keys());
    if (nearest) findings.error(keyPlace, 'unknown variable of Ansible', { proposal: `did you mean "${nearest}"?` });
    else findings.ignore(keyPlace, key);
  } else if (isJinja(value)) {
    findings.warn(place, 'flow does not evaluate Jinja: this variable is left out');
  } else {
    if (typeof value === 'string') findings.noteReferences(value, place);
    settings.vars.set(key, value);
  }
}

function refuseJinja({ place }: Entry, hidden: boolean, findings: Findings): void {
  const proposal = 'write the value, or ${env:NAME}, ${file:path}, ${exec:command} or ${prompt:text}';
  findings.error(place, 'flow does not evaluate Jinja', { proposal, hidden });
}

function checkConnection(entry: Entry, findings: Findings): void {
  if (entry.key !== 'ansible_connection' || typeof entry.value !== 'string' || isJinja(entry.value)) return;
  if (!SSH_CONNECTIONS.has(entry.value)) findings.warn(entry.place, `flow speaks SSH, not ${entry.value}`);
}

function isJinja(value: unknown): boolean {
  if (typeof value === 'string') return /\{\{|\{%/.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(isJinja);
}

/** `cisco.ios.ios` → `cisco_ios`; a name that is not known stays, and is checked with all others. */
function platformOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const last = value.split('.').at(-1) ?? value;
  return PLATFORMS[last] ?? last;
}

/** Ansible makes text of numbers by itself; leading zeros of a password would be lost, so those stay a mistake. */
function textOf(value: unknown, rule: KeyRule): unknown {
  return typeof value === 'number' && rule === 'username' ? String(value) : value;
}
