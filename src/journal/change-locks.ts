import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../error/flow-error.js';
import { systemCode } from '../error/system-error.js';
import { attempt, FILE_MODE, FOLDER_MODE, prepareHome } from './journal-home.js';
import { removeLifeLine } from './life-line.js';
import { isAlive, type ProcessMark } from './process-mark.js';

/** Where a host is, whatever a playbook calls it. */
export interface LockedHost {
  name: string;
  address: string;
  port: number;
}

/** Who holds a lock: the content of its file. */
export interface LockOwner {
  run: string;
  process: ProcessMark;
  /** The socket that ends with it; see `life-line.ts`. */
  lifeLine: string;
}

/** Another run is changing one of the hosts. */
export class HostsLocked extends UsageError {
  readonly holder: LockOwner;

  constructor({ name }: LockedHost, holder: LockOwner) {
    const { run, process } = holder;
    super(
      `${name} is being changed by the run ${run} (process ${process.pid} on ${process.machine})\n  say --wait, or wait until it has ended`,
    );
    this.holder = holder;
  }
}

/**
 * Keeps other runs of the project from changing the same hosts: a file for each host in `locks/`, each a hard link to one that names
 * the run and its process. The lock of a process that is gone counts for nothing.
 *
 * @param ended  runs that are known to have ended, as their life line has
 * @returns what gives them back
 * @throws {HostsLocked} when another run is changing one of them; then none is locked
 * @throws {JournalError} when the files cannot be written
 */
export function lockHosts(
  home: string,
  hosts: readonly LockedHost[],
  owner: LockOwner,
  ended: ReadonlySet<string> = new Set(),
): () => void {
  prepareHome(home);
  const folder = path.join(home, 'locks');
  const own = ownerFile(folder, owner.run);
  const taken: string[] = [];
  const release = () => {
    for (const lock of [...taken, own]) rmSync(lock, { force: true });
  };
  attempt(`write ${folder}`, () => {
    mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
    writeFileSync(own, JSON.stringify(owner), { flag: 'wx', mode: FILE_MODE });
  });
  try {
    // All runs in the same order: of two that want the same hosts, the one that comes second holds none of them.
    for (const [file, host] of [...filesOf(hosts)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const lock = path.join(folder, file);
      const holder = attempt(`write ${lock}`, () => takeLock(lock, own, ended));
      if (holder) throw new HostsLocked(host, holder);
      taken.push(lock);
    }
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

function ownerFile(folder: string, run: string): string {
  return path.join(folder, `${run}.owner`);
}

/** A file for each address; two hosts may share one, behind different jump hosts. */
function filesOf(hosts: readonly LockedHost[]): Map<string, LockedHost> {
  return new Map(hosts.map((host) => [`${encodeURIComponent(`${host.address}:${host.port}`)}.lock`, host]));
}

/** @returns who holds the lock, when it cannot be had */
function takeLock(lock: string, own: string, ended: ReadonlySet<string>): LockOwner | undefined {
  for (;;) {
    if (tryLink(own, lock)) return undefined;
    const holder = readOwner(lock);
    if (!holder) continue; // it was given back in between
    if (!ended.has(holder.run) && isAlive(holder.process)) return holder;
    removeLost(lock, holder, `${own}.lost`);
  }
}

/** Takes away the lock of a process that is gone; one that somebody else has taken meanwhile is put back. */
function removeLost(lock: string, lost: LockOwner, aside: string): void {
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  const moved = readOwner(aside);
  if (moved && moved.run !== lost.run) tryLink(aside, lock);
  rmSync(aside, { force: true });
  rmSync(ownerFile(path.dirname(lock), lost.run), { force: true });
  removeLifeLine(lost.lifeLine);
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(lock: string): LockOwner | undefined {
  try {
    return JSON.parse(readFileSync(lock, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
