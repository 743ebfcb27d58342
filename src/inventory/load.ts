import { dirname } from 'node:path';
import { type Document, parseDocument } from '../document/document.js';
import { valueAt } from '../document/pointer.js';
import { readText } from '../document/read-text.js';
import { wrongArgument } from '../error/arguments.js';
import { DocumentError } from '../error/flow-error.js';
import { AnsibleTree } from './ansible-tree.js';
import { explainVault, hasVaultHeader, vaultError } from './ansible-vault.js';
import { assemble, type ReadInventory } from './assemble.js';
import { checkDraft } from './check-drafts.js';
import type { Draft } from './draft.js';
import { Findings } from './findings.js';
import { isFolder } from './folder.js';
import type { Inventory, InventoryKind } from './host.js';
import { isInventoryFolder, listInventoryFiles } from './inventory-folder.js';
import type { YamlNode } from './place.js';
import { readAnsibleFiles } from './read-ansible-files.js';
import { readAnsibleIni } from './read-ansible-ini.js';
import { readAnsibleYaml } from './read-ansible-yaml.js';
import { readCsv } from './read-csv.js';
import { readFlow } from './read-flow.js';
import { readNetmiko } from './read-netmiko.js';
import { findNornirHosts, hasNornirSiblings, readNornir } from './read-nornir.js';
import { recogniseText, recogniseYaml } from './recognise.js';

/**
 * Reads inventories in any notation, told by their shape, and puts their hosts together in that order.
 *
 * @param paths  a file or folder (Nornir's SimpleInventory, or Ansible's), or several, relative to the working directory
 * @throws {DocumentError} with every mistake of all of them, {TypeError} for what is no path
 */
export function loadInventory(paths: string | readonly string[]): Inventory {
  const all = typeof paths === 'string' ? [paths] : paths;
  if (!Array.isArray(all) || all.some((path) => typeof path !== 'string'))
    throw wrongArgument('loadInventory', 'a path or a list of paths', paths);
  return soundInventory(readInventories(all));
}

/** The same as far as it can be read, with every mistake. */
export function readInventories(paths: readonly string[]): ReadInventory {
  const findings = new Findings();
  const drafts = paths.flatMap((path) => attempt(findings, () => readPath(path, findings)));
  return assemble(drafts, findings);
}

/**
 * Reads an inventory that stands in a document, such as a playbook's `inventory:`.
 *
 * @param pointer  JSON pointer of the map with `hosts`, `groups`, `defaults`, or `lab`
 * @throws {DocumentError} with every mistake
 */
export function inventoryFrom(document: Document, pointer: string): Inventory {
  return soundInventory(readInventoryFrom(document, pointer));
}

/** The same as far as it can be read, with every mistake. */
export function readInventoryFrom(document: Document, pointer: string): ReadInventory {
  const findings = new Findings();
  const node = { document, pointer, value: valueAt(document.value, pointer) };
  const drafts = attempt(findings, () => [
    Array.isArray(node.value) ? readNetmiko(node, findings) : readFlow(node, 'inline', findings),
  ]);
  for (const draft of drafts) checkDraft(draft, findings);
  return assemble(drafts, findings);
}

function soundInventory({ inventory, mistakes }: ReadInventory): Inventory {
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  return inventory;
}

/** Goes on with the next file after one that could not be read at all. */
function attempt(findings: Findings, read: () => Draft[]): Draft[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    for (const diagnostic of error.diagnostics) findings.errors.push(explainVault(diagnostic));
    return [];
  }
}

function readPath(path: string, findings: Findings): Draft[] {
  if (/^\w+:\/\//.test(path)) {
    throw new DocumentError([
      { file: path, message: 'an inventory from a URL (NetBox) is not available yet', severity: 'error' },
    ]);
  }
  const folder = isFolder(path) ? path : undefined;
  const drafts = folder === undefined ? readFile(path, findings) : readFolder(path, findings);
  for (const draft of drafts) {
    if (draft.lineage === 'ansible') readAnsibleFiles(folder ?? dirname(path), draft, findings);
    checkDraft(draft, findings);
  }
  return drafts;
}

/** A folder is Nornir's when its hosts file has that shape, else Ansible's: the inventory files in it are one inventory. */
function readFolder(folder: string, findings: Findings): Draft[] {
  const hosts = findNornirHosts(folder);
  if (hosts !== undefined) {
    const document = parseDocument(hosts, readText(hosts));
    const notation = hasNornirSiblings(folder) ? 'nornir' : recogniseYaml(rootOf(document));
    if (notation === 'netmiko' || notation === 'nornir') return [readNornir(folder, document, findings)];
  }
  const files = listInventoryFiles(folder);
  if (files.length === 0)
    throw new DocumentError([{ file: folder, message: 'there is no inventory in this folder', severity: 'error' }]);
  if (!isInventoryFolder(folder, files)) {
    const message = "expected a folder with Nornir's hosts.yaml or Ansible's inventory files, got one of other files";
    throw new DocumentError([{ file: folder, message, proposal: 'name the inventory file itself', severity: 'error' }]);
  }
  const tree = new AnsibleTree('ansible-yaml', folder, findings);
  const others = files.flatMap((file) => attempt(findings, () => readFile(file, findings, tree)));
  const ansible = tree.finish();
  return ansible.hosts.length > 0 || others.length === 0 ? [ansible, ...others] : others;
}

/** @param shared  what Ansible's notations add to, instead of being an inventory each */
function readFile(file: string, findings: Findings, shared?: AnsibleTree): Draft[] {
  const text = readText(file);
  if (hasVaultHeader(text)) throw vaultError(file);
  const notation = recogniseText(file, text);
  switch (notation) {
    case 'csv':
      return [readCsv(file, text, findings)];
    case 'ansible-ini':
      return inTree('ansible-ini', { file, findings, shared }, (tree) => readAnsibleIni(file, text, tree));
    case 'yaml':
      return readYaml(rootOf(parseDocument(file, text)), findings, shared);
    default:
      return notation satisfies never;
  }
}

function readYaml(node: YamlNode, findings: Findings, shared?: AnsibleTree): Draft[] {
  const notation = recogniseYaml(node);
  switch (notation) {
    case 'flow':
      return [readFlow(node, 'flow', findings)];
    case 'netmiko':
      return [readNetmiko(node, findings)];
    case 'nornir':
      return [readNornir(dirname(node.document.file), node.document, findings)];
    case 'ansible-yaml':
      return inTree('ansible-yaml', { file: node.document.file, findings, shared }, (tree) =>
        readAnsibleYaml(node, tree),
      );
    default:
      return notation satisfies never;
  }
}

function inTree(
  kind: InventoryKind,
  of: { file: string; findings: Findings; shared: AnsibleTree | undefined },
  read: (tree: AnsibleTree) => void,
): Draft[] {
  const tree = of.shared ?? new AnsibleTree(kind, of.file, of.findings);
  tree.draft.kind = kind;
  read(tree);
  return of.shared ? [] : [tree.finish()];
}

function rootOf(document: Document): YamlNode {
  return { document, pointer: '', value: document.value };
}
