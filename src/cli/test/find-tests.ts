import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { readDocument } from '../../document/document.js';
import { DocumentError, UsageError } from '../../error/flow-error.js';

/** A playbook to be tried, and the report that it gave when somebody looked at it last. Paths are as the user would write them. */
export interface PlaybookTest {
  playbook: string;
  golden: string;
}

const YAML = /\.ya?ml$/;
/** A file with one of these is a playbook, and no inventory. */
const ACTIONS = ['command', 'commands', 'config', 'copy', 'tasks'];

/**
 * Finds playbooks: files as they are named, and of a folder every playbook that lies directly in it.
 *
 * @param folder  that relative paths start from
 * @throws {UsageError} for a path that is not there, or a folder without playbooks
 */
export function findTests(paths: readonly string[], folder: string): PlaybookTest[] {
  const found = paths.flatMap((path) => (isFolder(path, folder) ? playbooksIn(path, folder) : [path]));
  return [...new Set(found)].map((playbook) => ({ playbook, golden: `${playbook.replace(YAML, '')}.golden.md` }));
}

/** Where playbooks are when nobody says: in the folder itself, else in its folder `playbooks`, as `flow init` lays out a project. */
export function usualPaths(folder: string): string[] {
  const isBelow = listPlaybooks('.', folder).length === 0 && existsSync(join(folder, 'playbooks'));
  return isBelow ? ['playbooks'] : ['.'];
}

/** The folders of the playbooks and of the recordings beside them, absolute. */
export function foldersOf(tests: readonly PlaybookTest[], folder: string): string[] {
  const own = [...new Set(tests.map(({ playbook }) => resolve(folder, playbook, '..')))];
  const recordings = own.flatMap((path) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /(?:^|\.)recordings$/.test(entry.name))
      .map(({ name }) => join(path, name)),
  );
  return [...own, ...recordings];
}

function isFolder(path: string, folder: string): boolean {
  try {
    return statSync(resolve(folder, path)).isDirectory();
  } catch {
    throw new UsageError(`${path}: no such file or folder`);
  }
}

/** @throws {UsageError} when there are none */
function playbooksIn(path: string, folder: string): string[] {
  const found = listPlaybooks(path, folder);
  if (found.length === 0) throw new UsageError(`${path}: there are no playbooks in this folder`);
  return found;
}

function listPlaybooks(path: string, folder: string): string[] {
  const names = readdirSync(resolve(folder, path))
    .filter((name) => YAML.test(name) && !name.startsWith('.'))
    .sort();
  return names.map((name) => shorten(join(path, name), folder)).filter((file) => isPlaybook(resolve(folder, file)));
}

/** What cannot be read is told by its test. */
function isPlaybook(file: string): boolean {
  try {
    const { value } = readDocument(file);
    return typeof value === 'object' && value !== null && 'name' in value && ACTIONS.some((action) => action in value);
  } catch (error) {
    if (error instanceof DocumentError) return existsSync(file);
    throw error;
  }
}

function shorten(path: string, folder: string): string {
  const short = relative(folder, resolve(folder, path));
  return short.startsWith(`..${sep}`) ? path : short;
}
