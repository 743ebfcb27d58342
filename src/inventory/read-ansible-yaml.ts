import { describeValue } from '../document/describe-value.js';
import { proposeName } from '../error/nearest.js';
import type { AnsibleTree, NamedGroup } from './ansible-tree.js';
import { placeOf, type YamlNode } from './place.js';
import { childrenOf, entriesOf } from './read-settings.js';

const SECTIONS = ['hosts', 'children', 'vars'];
/** Groups within groups; deeper ones are a mistake, or made to overflow. */
const DEEPEST = 100;

/** Reads Ansible's YAML: groups at the top, each with `hosts`, `children` and `vars`. @see ansible/plugins/inventory/yaml.py */
export function readAnsibleYaml(node: YamlNode, tree: AnsibleTree): void {
  tree.draft.place ??= placeOf(node);
  for (const [name, member] of childrenOf(node, tree.findings, 'a map of groups'))
    readGroup(name, { node: member, depth: 0 }, tree);
}

function readGroup(name: string, at: { node: YamlNode; depth: number }, tree: AnsibleTree): void {
  const { node, depth } = at;
  const { findings } = tree;
  const group = { name, place: placeOf(node, 'key') };
  if (depth > DEEPEST) {
    findings.error(group.place, `groups are nested more than ${DEEPEST} deep`);
    return;
  }
  tree.openGroup(group);
  for (const [key, section] of childrenOf(node, findings, 'a map with hosts, children or vars')) {
    switch (key) {
      case 'hosts':
        readHosts(section, group, tree);
        break;
      case 'vars':
        tree.addVars(group, entriesOf(section, findings));
        break;
      case 'children':
        for (const [childName, child] of childrenOf(section, findings, 'a map of groups')) {
          tree.addChild(group, { name: childName, place: placeOf(child, 'key') });
          readGroup(childName, { node: child, depth: depth + 1 }, tree);
        }
        break;
      default:
        findings.error(placeOf(section, 'key'), 'unknown key', {
          proposal: proposeName(key, SECTIONS) ?? `known keys: ${SECTIONS.join(', ')}`,
        });
    }
  }
}

function readHosts(node: YamlNode, group: NamedGroup, tree: AnsibleTree): void {
  if (Array.isArray(node.value)) {
    tree.findings.error(placeOf(node), `expected a map of hosts, got ${describeValue(node.value)}`, {
      proposal: 'write each host as a key: `r1:` instead of `- r1`',
    });
    return;
  }
  if (typeof node.value === 'string') {
    tree.addHosts({ text: node.value, place: placeOf(node) }, group, []);
    return;
  }
  for (const [pattern, host] of childrenOf(node, tree.findings, 'a map of hosts')) {
    tree.addHosts({ text: pattern, place: placeOf(host, 'key') }, group, entriesOf(host, tree.findings));
  }
}
