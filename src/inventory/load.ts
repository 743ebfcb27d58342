import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Document, parseDocument } from '../document/document.js';
import { valueAt } from '../document/pointer.js';
import { readText } from '../document/read-text.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { explainVault, hasVaultHeader, vaultError } from './ansible-vault.js';
import { checkDraft, checkHeirs } from './check-drafts.js';
import type { Draft } from './draft.js';
import { Findings } from './findings.js';
import { hideSecretsOf } from './hide-secrets.js';
import type { Inventory, PlatformPlace } from './host.js';
import { type Heir, inheritAll } from './inherit.js';
import type { YamlNode } from './place.js';
import { readAnsibleFiles } from './read-ansible-files.js';
import { readAnsibleIni } from './read-ansible-ini.js';
import { readAnsibleYaml } from './read-ansible-yaml.js';
import { readCsv } from './read-csv.js';
import { readFlow } from './read-flow.js';
import { readNetmiko } from './read-netmiko.js';
import { findNornirHosts, readNornir } from './read-nornir.js';
import { recogniseText, recogniseYaml } from './recognise.js';

/**
 * Reads inventories in any notation, told by their shape, and puts their hosts together in that order.
 *
 * @param paths  files, or folders (Nornir's SimpleInventory, or Ansible's), relative to the working directory
 * @throws {DocumentError} with every mistake of all of them
 */
export function loadInventory(paths: readonly string[]): Inventory {
  const findings = new Findings();
  const drafts = paths.flatMap((path) => attempt(findings, () => readPath(path, findings)));
  return finish(drafts, findings);
}

/**
 * Reads an inventory that stands in a document, such as a playbook's `inventory:`.
 *
 * @param pointer  JSON pointer of the map with `hosts`, `groups`, `defaults`, or `lab`
 * @throws {DocumentError} with every mistake
 */
export function inventoryFrom(document: Document, pointer: string): Inventory {
  const findings = new Findings();
  const node = { document, pointer, value: valueAt(document.value, pointer) };
  const drafts = attempt(findings, () => [Array.isArray(node.value) ? readNetmiko(node, findings) : readFlow(node, 'inline', findings)]);
  for (const draft of drafts) checkDraft(draft, findings);
  return finish(drafts, findings);
}

/** Goes on with the next file after one that could not be read at all. */
function attempt(findings: Findings, read: () => Draft[]): Draft[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    findings.errors.push(...error.diagnostics.map((diagnostic) => hideSecretsOf(explainVault(diagnostic))));
    return [];
  }
}

function readPath(path: string, findings: Findings): Draft[] {
  if (/^\w+:\/\//.test(path)) {
    throw new DocumentError([{ file: path, message: 'an inventory from a URL (NetBox) is not available yet', severity: 'error' }]);
  }
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const drafts = isFolder ? readFolder(path, findings) : [readFile(path, findings)];
  for (const draft of drafts) {
    if (draft.kind.startsWith('ansible')) readAnsibleFiles(isFolder ? path : dirname(path), draft, findings);
    checkDraft(draft, findings);
  }
  return drafts;
}

/** A folder is Nornir's when its hosts file has that shape, else Ansible's: every inventory file in it. */
function readFolder(folder: string, findings: Findings): Draft[] {
  const hosts = findNornirHosts(folder);
  if (hosts !== undefined) {
    const document = parseDocument(hosts, readText(hosts));
    const node = rootOf(document);
    const notation = recogniseYaml(node);
    return [notation === 'netmiko' || notation === 'nornir' ? readNornir(folder, document, findings) : readYaml(node, findings)];
  }
  const isInventory = (name: string) => !/^\.|~$|\.(?:orig|bak|retry|md|py|sh|pyc)$|^ansible\.cfg$/.test(name);
  const files = readdirSync(folder)
    .filter(isInventory)
    .sort()
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
  if (files.length > 0) return files.map((file) => readFile(file, findings));
  throw new DocumentError([{ file: folder, message: 'there is no inventory in this folder', severity: 'error' }]);
}

function readFile(file: string, findings: Findings): Draft {
  const text = readText(file);
  if (hasVaultHeader(text)) throw vaultError(file);
  const notation = recogniseText(file, text);
  switch (notation) {
    case 'csv':
      return readCsv(file, text, findings);
    case 'ansible-ini':
      return readAnsibleIni(file, text, findings);
    case 'yaml':
      return readYaml(rootOf(parseDocument(file, text)), findings);
    default:
      return notation satisfies never;
  }
}

function readYaml(node: YamlNode, findings: Findings): Draft {
  const notation = recogniseYaml(node);
  switch (notation) {
    case 'flow':
      return readFlow(node, 'flow', findings);
    case 'netmiko':
      return readNetmiko(node, findings);
    case 'nornir':
      return readNornir(dirname(node.document.file), node.document, findings);
    case 'ansible-yaml':
      return readAnsibleYaml(node, findings);
    default:
      return notation satisfies never;
  }
}

function rootOf(document: Document): YamlNode {
  return { document, pointer: '', value: document.value };
}

/** Inherits and checks once nothing is known to be wrong: what follows from a mistake is not told as another one. */
function finish(drafts: readonly Draft[], findings: Findings): Inventory {
  if (findings.errors.length > 0) throw new DocumentError(inOrder(findings.errors));
  const heirs = drafts.flatMap(inheritAll);
  checkHeirs(heirs, findings);
  if (findings.errors.length > 0) throw new DocumentError(inOrder(findings.errors));
  const lab = drafts.find((draft) => draft.lab !== undefined)?.lab;
  return {
    hosts: heirs.map(({ host }) => host),
    groups: membersByGroup(drafts, heirs),
    sources: drafts.map(({ file, kind }) => ({ file, kind })),
    ...(lab && { lab }),
    warnings: inOrder(findings.warnings()),
    plainSecrets: lab ? [] : findings.plainSecrets(),
    platformPlaces: new Map(heirs.map((heir) => [heir.host.name, placeOfPlatform(heir)])),
  };
}

function membersByGroup(drafts: readonly Draft[], heirs: readonly Heir[]): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const draft of drafts) for (const name of draft.groups.keys()) if (!members.has(name)) members.set(name, []);
  for (const { host } of heirs) {
    for (const group of host.groups) {
      const known = members.get(group);
      if (known) known.push(host.name);
      else members.set(group, [host.name]);
    }
  }
  return members;
}

function placeOfPlatform({ draft, values }: Heir): PlatformPlace {
  return (message, proposal) => (values.platform?.place ?? draft.place).diagnose(message, { proposal });
}

/** By file, then by place; each only once. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const files = [...new Set(diagnostics.map(({ file }) => file))];
  const seen = new Set<string>();
  return diagnostics
    .filter(({ file, position, message }) => {
      const key = JSON.stringify([file, position?.line, position?.column, message]);
      return seen.has(key) ? false : seen.add(key);
    })
    .sort(
      (a, b) =>
        files.indexOf(a.file) - files.indexOf(b.file) ||
        (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
        (a.position?.column ?? 0) - (b.position?.column ?? 0),
    );
}
