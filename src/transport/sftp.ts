import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { DeviceError } from '../error/flow-error.js';
import { type FileMove, statLocal } from './file-move.js';
import type { SftpClient, SshClient } from './ssh-client.js';

/** Opens SFTP on a connection. @throws {Error} the package's, with a `reason` where the channel was refused */
export function openSftp(client: SshClient): Promise<SftpClient> {
  return new Promise((resolve, reject) => {
    const onClose = () => reject(new Error('the connection was closed'));
    client.once('close', onClose);
    client.sftp((error, sftp) => {
      client.removeListener('close', onClose);
      if (error) return reject(error);
      sftp.on('error', () => {}); // each request tells its own
      resolve(sftp);
    });
  });
}

/** Brings a file to the host, many pieces at a time, and looks whether all of it is there. */
export async function putBySftp(sftp: SftpClient, { local, remote, onMoved }: FileMove): Promise<void> {
  const { size } = await statLocal(local);
  const step = (moved: number, _piece: number, all: number) => onMoved(moved, all);
  await untilClosed(sftp, (done) => sftp.fastPut(local, remote, { step }, done));
  const there = await sizeOf(sftp, remote);
  if (there !== undefined && there !== size) throw cutShort(remote, there, size);
}

/** Fetches a file from the host, many pieces at a time. */
export async function getBySftp(sftp: SftpClient, { local, remote, onMoved }: FileMove): Promise<void> {
  const size = await sizeOf(sftp, remote);
  if (size) {
    const step = (moved: number, _piece: number, all: number) => onMoved(moved, all);
    await untilClosed(sftp, (done) => sftp.fastGet(remote, local, { step }, done));
    return;
  }
  // Of an empty file, and of those that only look empty (/proc), the end is found by reading.
  let moved = 0;
  const source = sftp.createReadStream(remote);
  source.on('data', (piece: Buffer) => {
    moved += piece.length;
    onMoved(moved, moved);
  });
  await pipeline(source, createWriteStream(local));
}

/** Undefined where the host does not tell; that a file is not there is told by what comes next. */
function sizeOf(sftp: SftpClient, remote: string): Promise<number | undefined> {
  return untilClosed<number | undefined>(sftp, (done) =>
    sftp.stat(remote, (error, found) => done(undefined, error ? undefined : found.size)),
  );
}

/** The package does not call back where the channel was closed before a request. */
function untilClosed<T = void>(
  sftp: SftpClient,
  ask: (done: (error?: Error | null, value?: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const onClose = () => reject(new Error('the channel was closed'));
    sftp.once('close', onClose);
    ask((error, value) => {
      sftp.removeListener('close', onClose);
      if (error) reject(error.message === 'No response from server' ? new Error('it was closed') : error);
      else resolve(value as T);
    });
  });
}

function cutShort(remote: string, there: number, size: number): DeviceError {
  const message = `"${remote}" has ${there} bytes on the device, and ${size} on this machine`;
  return new DeviceError('incomplete', message, { phase: 'command' });
}
