import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Debian keeps what is not on a user's path. */
const FOLDERS = ['/usr/sbin', '/sbin', '/usr/lib/frr'];

/** The programs of OpenSSH's side, needed by every test against a real server. */
export const OPENSSH = ['sshd', 'ssh-keygen', 'useradd', 'userdel', 'chpasswd', 'flock'];
/** What a router of FRRouting needs on top. */
export const FRR = ['zebra', 'vtysh', 'unshare'];

/** The full path of a program, or undefined where it is not installed. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...FOLDERS].filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The full path of a program. @throws {Error} where it is not installed */
export function pathOf(name: string): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`${name} is not installed`);
  return path;
}

/**
 * Says why tests with these programs cannot run here; false where they can.
 * The server's users are made for the test and removed after it, which only root may do.
 */
export function whyNot(...programs: string[]): string | false {
  const missing = programs.filter((name) => findProgram(name) === undefined);
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  return process.getuid?.() === 0 ? false : 'needs root, to make users for the server';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
