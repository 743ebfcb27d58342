import { describeValue } from '../document/describe-value.js';
import { DocumentError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import { NETMIKO_KEYS, NORNIR_KEYS } from './key-table.js';
import { childOf, placeOf, type YamlNode } from './place.js';
import { findCsvDelimiter } from './read-csv.js';
import { isMap } from './read-settings.js';

const FLOW_SECTIONS = ['hosts', 'groups', 'defaults', 'lab'];
const ANSIBLE_SECTIONS = new Set(['hosts', 'children', 'vars']);

/** What a text may be, judged by its first lines; an ending such as `.csv` only counts when those do not tell. */
export function recogniseText(file: string, text: string): 'yaml' | 'ansible-ini' | 'csv' {
  const lines = text.split(/\r\n|[\r\n]/);
  const first = lines.find((line) => line.trim() !== '' && !/^\s*[#;]/.test(line))?.trim() ?? '';
  // `[core]`, `[core:vars]`; not `[{host: r1}]`, `[` or `["r1"]`
  if (/^\[[^\]{}"',]+\](\s*[#;].*)?$/.test(first)) return 'ansible-ini';
  if (findCsvDelimiter(lines[0] ?? '') !== undefined) return 'csv';
  if (file.endsWith('.csv')) return 'csv';
  if (/\.(?:ini|cfg)$/.test(file)) return 'ansible-ini';
  if (/\.(?:ya?ml|json)$/.test(file)) return 'yaml';
  // A mapping (`r1: {`), a list or a document mark; not `r1 ansible_host=10.0.0.1` or `r1:2222`.
  const isYaml = /^(?:---|- |-$|\{|\[|%)/.test(first) || /^[^\s=]+:(?:\s|$)/.test(first) || /^"[^"]*":/.test(first);
  return isYaml || first === '' ? 'yaml' : 'ansible-ini';
}

/** Which notation a YAML value is in. @throws {DocumentError} when it is none that flow knows */
export function recogniseYaml(node: YamlNode): 'flow' | 'netmiko' | 'nornir' | 'ansible-yaml' {
  const { value } = node;
  if (Array.isArray(value)) return 'netmiko';
  if (!isMap(value)) throw unknownShape(node, `expected an inventory, got ${describeValue(value)}`);
  const keys = Object.keys(value);
  if (keys.length === 0 || keys.some((key) => FLOW_SECTIONS.includes(key))) return 'flow';
  const members = Object.values(value);
  if (members.some(Array.isArray)) return 'netmiko';
  if (members.some((member) => hasAnyKey(member, ANSIBLE_SECTIONS)) || keys.includes('all')) return 'ansible-yaml';
  const near = keys.map((key) => proposeName(key, FLOW_SECTIONS)).find((proposal) => proposal !== undefined);
  if (near)
    throw unknownShape(
      node,
      `expected an inventory with hosts, groups or defaults, got ${keys.slice(0, 5).join(', ')}`,
      near,
    );
  const devices = ['host', 'ip', 'device_type', 'address'].filter((key) => NETMIKO_KEYS.has(key));
  if (members.some((member) => hasAnyKey(member, new Set(devices)))) return 'netmiko';
  if (members.some((member) => hasAnyKey(member, NORNIR_KEYS))) return 'nornir';
  if (keys.length === 1 && !members.some(isMap)) {
    const [[key, member]] = Object.entries(value) as [[string, unknown]];
    throw unknownShape(childOf(node, key, member), `expected a list of devices, got ${describeValue(member)}`);
  }
  throw unknownShape(node, `expected an inventory, got a map of ${keys.slice(0, 5).join(', ')}`);
}

function hasAnyKey(member: unknown, keys: { has(key: string): boolean }): boolean {
  return isMap(member) && Object.keys(member).some((key) => keys.has(key));
}

function unknownShape(node: YamlNode, message: string, proposal?: string): DocumentError {
  const shapes = "write hosts: (flow), a list of devices (Netmiko), or Ansible's or Nornir's notation";
  return new DocumentError([placeOf(node).diagnose(message, { proposal: proposal ?? shapes })]);
}
