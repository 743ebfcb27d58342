import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolders } from '../document/make-folders.js';
import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import { countOf } from '../task/summarize-run.js';
import type { CopyAction } from '../task/task.js';
import { type FileMove, statLocal } from '../transport/file-move.js';
import type { FileLink } from '../transport/files.js';
import type { Transport } from '../transport/transport.js';
import { localPathOf } from './local-path.js';
import type { Platform } from './platform.js';
import type { Reply } from './reply.js';
import type { Typed } from './run-task.js';
import type { Session } from './session.js';

/** What moving a file needs. */
export interface CopyOptions {
  action: CopyAction;
  /** Rendered. */
  local: string;
  remote: string;
  platform: Platform;
  transport: Transport;
  /** The longest time without a byte, in milliseconds; also the limit of the device's checksum. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Told what is done, for people: `copy 45%`. */
  onStep: (step: string) => void;
  /** Called right before the file on the device may change. */
  onBegin: () => void;
}

/**
 * Brings a file to the device or fetches one, and compares checksums where the platform can compute one. What is fetched
 * appears under its name only when it is whole.
 *
 * @returns what was moved and how it was checked, as the output; `error` is `incomplete` when the checksums differ
 * @throws {DeviceError} `template` for a wrong path; `device` when the host refuses; `timeout`, `disconnected`, `incomplete`, `cancelled`
 */
export async function copyFile(session: Session, options: CopyOptions): Promise<Typed> {
  const { action, local, remote, transport } = options;
  const path = localPathOf(action, local);
  if (action.direction === 'put') await statLocal(path);
  if (!transport.openFiles)
    throw new DeviceError('device', 'files can be moved over SSH only', {
      phase: 'command',
      hint: 'check `transport`',
    });
  const link = await transport.openFiles();
  try {
    const move = { remote, idleMs: options.timeoutMs, signal: options.signal, onMoved: tellProgress(options.onStep) };
    if (action.direction === 'get') return await getFile(session, path, { ...options, link, move });
    options.onBegin();
    await link.put({ ...move, local: path });
    const check = await compareSums(session, path, options);
    return report(check, { ...options, link, size: (await statLocal(path)).size });
  } finally {
    link.close();
  }
}

async function getFile(
  session: Session,
  path: string,
  options: CopyOptions & { link: FileLink; move: Omit<FileMove, 'local'> },
): Promise<Typed> {
  const { link, move, local } = options;
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  try {
    makeParent(path, local);
    localPathOf(options.action, local); // again: the folder is there now, and could be a link
    await link.get({ ...move, local: temporary });
    const check = await compareSums(session, temporary, options);
    const { size } = await statLocal(temporary);
    if (!check.error) await rename(temporary, path);
    return report(check, { ...options, size });
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What came of comparing checksums. */
interface SumCheck {
  /** Of the file on this machine. */
  sha256: string;
  /** In words, for the report. */
  verdict: string;
  reply?: Reply;
  error?: DeviceError;
}

async function compareSums(session: Session, path: string, options: CopyOptions): Promise<SumCheck> {
  const { platform, remote, timeoutMs, onStep } = options;
  const sha256 = await hashFile(path, 'sha256');
  const { checksum } = platform;
  if (!checksum) return { sha256, verdict: 'the device computes no checksum' };
  onStep('comparing checksums');
  const command = checksum.command.replaceAll('{file}', asWord(remote, platform));
  const reply = await session.command(command, { timeoutMs });
  const found = reply.lines.flatMap((line) => new RegExp(checksum.pattern).exec(line.trim())?.[1]?.toLowerCase() ?? []);
  const there = found.at(-1);
  const algorithm = there && ALGORITHMS[there.length];
  if (!there || !algorithm) return { sha256, reply, verdict: `"${command}" gave no checksum` };
  const here = await hashFile(path, algorithm);
  if (there === here) return { sha256, reply, verdict: `${algorithm} is the same on the device` };
  const message = `the file on the device has the ${algorithm} ${there}, the one on this machine ${here}`;
  const error = new DeviceError('incomplete', message, { phase: 'check', hint: 'copy it again', last: reply.output });
  return { sha256, reply, verdict: message, error };
}

/** By the number of hexadecimal digits. */
const ALGORITHMS: Partial<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' };

async function hashFile(path: string, algorithm: string): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** A path as one word of a command; a platform without a configuration mode is a Unix shell. */
function asWord(path: string, { config }: Platform): string {
  if (config !== undefined || /^[\w@%+=:,./-]+$/.test(path)) return path;
  return `'${path.replaceAll("'", "'\\''")}'`;
}

function report({ sha256, verdict, reply, error }: SumCheck, { link, size }: { link: FileLink; size: number }): Typed {
  const output = `${countOf(size, 'byte')} over ${link.protocol}, sha256 ${sha256}; ${verdict}`;
  return { replies: reply ? [reply] : [], output: () => output, ...(error ? { error } : {}) };
}

/** Tells every twentieth of the way. */
function tellProgress(onStep: (step: string) => void): (moved: number, size: number) => void {
  let told = -1;
  return (moved, size) => {
    const percent = size === 0 ? 100 : Math.floor((moved / size) * 20) * 5;
    if (percent > told) onStep(`copy ${percent}%`);
    told = Math.max(told, percent);
  };
}

function makeParent(path: string, local: string): void {
  try {
    makeFolders(dirname(path));
  } catch (error) {
    const { message } = error as Error;
    throw new DeviceError('incomplete', `${printableLine(local)} on this machine: ${message}`, { phase: 'command' });
  }
}
