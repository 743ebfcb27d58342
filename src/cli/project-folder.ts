import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const MARKS = ['.flow', '.git', 'package.json'];

/**
 * Finds the folder that flow keeps its own things of a project in (as `.flow/`): the nearest parent of the playbook
 * that has a `.flow`, a `.git` or a `package.json`; else the playbook's own folder.
 *
 * @param folder  absolute folder of the playbook
 */
export function findProjectFolder(folder: string): string {
  for (let current = folder; ; current = dirname(current)) {
    if (MARKS.some((mark) => existsSync(join(current, mark)))) return current;
    if (dirname(current) === current) return folder;
  }
}

/** The folder of a project's journal: its `.flow`, or `FLOW_HOME`. @param folder  absolute folder of the playbook, or the working folder */
export function journalHome(folder: string, env: Readonly<Record<string, string | undefined>>): string {
  return env.FLOW_HOME ? resolve(env.FLOW_HOME) : join(findProjectFolder(folder), '.flow');
}

/** The file that pins host keys, in OpenSSH's format: `.flow/known_hosts` of the project. It need not exist yet. */
export function knownHostsFile(folder: string): string {
  return join(findProjectFolder(folder), '.flow', 'known_hosts');
}
