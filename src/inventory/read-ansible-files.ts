import { basename, join } from 'node:path';
import { parseDocument } from '../document/document.js';
import { readText } from '../document/read-text.js';
import { stronger } from './ansible-tree.js';
import { priorityOf, readAnsibleVars } from './ansible-vars.js';
import { hasVaultHeader, vaultError } from './ansible-vault.js';
import type { Draft } from './draft.js';
import type { Findings } from './findings.js';
import { isFolder, listFolder } from './folder.js';
import type { Entry } from './read-settings.js';
import { entriesOf, saysNothing } from './read-settings.js';
import { noSettings, type Settings } from './settings.js';

const ENDINGS = ['', '.yml', '.yaml', '.json'];

/**
 * Adds what stands in `group_vars` and `host_vars` beside an inventory: a file NAME, NAME.yml, NAME.yaml or NAME.json,
 * or a folder NAME of such files, for each group and host there is.
 *
 * @see ansible/plugins/vars/host_group_vars.py
 */
export function readAnsibleFiles(folder: string, draft: Draft, findings: Findings): void {
  const groupFiles = listVars(join(folder, 'group_vars'));
  const everybody = readFiles('all', groupFiles, findings);
  if (everybody) draft.defaults.strong = everybody.settings;
  for (const group of draft.groups.values()) {
    const read = readFiles(group.name, groupFiles, findings);
    if (!read) continue;
    group.strong = read.settings;
    const priority = priorityOf(read.entries);
    if (priority !== undefined) group.priority = priority;
  }
  const hostFiles = listVars(join(folder, 'host_vars'));
  for (const host of hostFiles.size > 0 ? draft.hosts : []) {
    const read = readFiles(host.name, hostFiles, findings);
    if (read) host.strong = stronger(read.settings, host.strong ?? noSettings());
  }
}

/** Members of a folder by name; none when there is no such folder. */
function listVars(folder: string): Map<string, string> {
  return new Map(isFolder(folder) ? listFolder(folder).map((path) => [basename(path), path]) : []);
}

function readFiles(
  name: string,
  files: ReadonlyMap<string, string>,
  findings: Findings,
): { settings: Settings; entries: Entry[] } | undefined {
  const paths = ENDINGS.flatMap((ending) => listFiles(files.get(name + ending)));
  if (paths.length === 0) return undefined;
  let settings = noSettings();
  const all: Entry[] = [];
  for (const path of paths) {
    const entries = readEntries(path, findings);
    for (const entry of entries) all.push(entry);
    settings = stronger(readAnsibleVars(entries, findings), settings);
  }
  return { settings, entries: all };
}

/** The file itself, or what a folder holds, sorted by name as Ansible reads it. */
function listFiles(path: string | undefined): string[] {
  if (path === undefined) return [];
  if (!isFolder(path)) return [path];
  const isVars = (name: string) =>
    !name.startsWith('.') && !name.endsWith('~') && /^[^.]*$|\.(?:ya?ml|json)$/.test(name);
  return listFolder(path)
    .filter((member) => isVars(basename(member)))
    .flatMap(listFiles);
}

function readEntries(path: string, findings: Findings): Entry[] {
  const text = readText(path);
  if (hasVaultHeader(text)) throw vaultError(path);
  if (saysNothing(text)) return [];
  const document = parseDocument(path, text);
  return entriesOf({ document, pointer: '', value: document.value }, findings);
}
