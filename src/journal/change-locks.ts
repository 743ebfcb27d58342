import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolders } from '../document/make-folders.js';
import { UsageError } from '../error/flow-error.js';
import { systemCode } from '../error/system-error.js';
import { attempt, FILE_MODE, FOLDER_MODE, prepareHome } from './journal-home.js';
import { removeLifeLine } from './life-line.js';
import { isAlive, isElsewhere, type ProcessMark } from './process-mark.js';

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

  /** @param folder  of the locks */
  constructor({ name }: LockedHost, holder: LockOwner, folder: string) {
    const { run, process } = holder;
    const said = `${name} is being changed by the run ${run} (process ${process.pid} on ${process.machine})\n  `;
    const owner = ownerFile(folder, run);
    if (!isElsewhere(process)) super(said, { remedy: 'wait' });
    else super(`${said}wait until it has ended; if that machine is gone, look at the devices and remove ${owner}`);
    this.holder = holder;
  }
}

/**
 * Keeps other runs of the project from changing the same hosts: a file for each host in `locks/`, each a hard link to one that names
 * the run and its process. The lock of a process that is gone counts for nothing, nor does one whose `RUN.owner` somebody has removed.
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
  try {
    attempt(`write ${folder}`, () => {
      makeFolders(folder, FOLDER_MODE);
      writeFileSync(own, JSON.stringify(owner), { flag: 'wx', mode: FILE_MODE });
    });
    // All runs in the same order: of two that want the same hosts, the one that comes second holds none of them.
    for (const [file, host] of [...filesOf(hosts)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const lock = path.join(folder, file);
      const holder = attempt(`write ${lock}`, () => takeLock(lock, own, ended));
      if (holder) throw new HostsLocked(host, holder, folder);
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

/**
 * Takes a lock. That of a process that is gone is replaced in one step, so that it is never free meanwhile: who does so must hold a lock
 * named after the lost run, and of several only one has that.
 *
 * @returns who holds the lock, or is about to take it from a lost run, when it cannot be had
 */
function takeLock(lock: string, own: string, ended: ReadonlySet<string>): LockOwner | undefined {
  for (;;) {
    if (tryLink(own, lock)) return undefined;
    const holder = readOwner(lock);
    if (!holder) continue; // it was given back in between
    const ownerOf = ownerFile(path.dirname(lock), holder.run);
    if (existsSync(ownerOf) && !ended.has(holder.run) && isAlive(holder.process)) return holder;
    const inheritance = `${lock}.${holder.run}`;
    const heir = takeLock(inheritance, own, ended);
    if (heir) return heir;
    // Nobody else can replace the lock of that run now; but somebody may have done so before.
    if (readOwner(lock)?.run === holder.run) {
      renameSync(inheritance, lock);
      rmSync(ownerOf, { force: true });
      removeLifeLine(holder.lifeLine);
      return undefined;
    }
    rmSync(inheritance, { force: true });
  }
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
