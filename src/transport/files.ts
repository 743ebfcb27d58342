import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import { systemReason } from '../error/system-error.js';
import type { FileMove, OnChannel } from './file-move.js';
import { getByScp, putByScp } from './scp.js';
import { getBySftp, openSftp, putBySftp } from './sftp.js';
import type { SshClient } from './ssh-client.js';

/** Moves whole files between this machine and a host. */
export interface FileLink {
  readonly protocol: 'sftp' | 'scp';
  /** @throws {DeviceError} `device`, `timeout`, `disconnected`, `incomplete`, `cancelled` */
  put(move: FileMove): Promise<void>;
  /** @throws {DeviceError} as `put` */
  get(move: FileMove): Promise<void>;
  close(): void;
}

/** A connection that files can be moved on. */
export interface FileLogin {
  client: SshClient;
  end(): void;
}

/**
 * Opens a way to move files: SFTP, and SCP where the host has no SFTP.
 *
 * @param login  the connection of the session; its channels are used where the host grants a second one
 * @param again  opens another connection, for hosts with one channel per connection; closed with the link
 * @throws {DeviceError} what `again` throws
 */
export async function openFiles(login: FileLogin, again: () => Promise<FileLogin>): Promise<FileLink> {
  const own: FileLogin[] = [];
  const close = () => {
    for (const extra of own) extra.end();
  };
  const onChannel: OnChannel = async (open) => {
    const { client } = own.at(-1) ?? login;
    try {
      return await open(client);
    } catch (error) {
      if (!isRefusedChannel(error)) throw error;
    }
    const extra = await again();
    own.push(extra);
    return open(extra.client);
  };
  try {
    const sftp = await onChannel(openSftp).catch((error: unknown) => {
      if (error instanceof DeviceError) throw error;
      return undefined; // no such subsystem, or one that ends at once
    });
    if (!sftp) {
      return {
        protocol: 'scp',
        put: (move) => guard(move, (heeded) => putByScp(onChannel, heeded)),
        get: (move) => guard(move, (heeded) => getByScp(onChannel, heeded)),
        close,
      };
    }
    return {
      protocol: 'sftp',
      put: (move) => guard(move, (heeded) => putBySftp(sftp, heeded)),
      get: (move) => guard(move, (heeded) => getBySftp(sftp, heeded)),
      close: () => {
        sftp.end();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Ends a move that nothing moves in any more, or that is cancelled, and puts its failure into flow's words. */
function guard(move: FileMove, act: (move: FileMove) => Promise<void>): Promise<void> {
  const { signal, idleMs, remote } = move;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      end();
    };
    const fail = (error: DeviceError) => settle(() => reject(error));
    const onAbort = () => fail(new DeviceError('cancelled', 'cancelled while it ran', { phase: 'command' }));
    const timer = setTimeout(() => {
      const message = `"${printableLine(remote)}": no byte was moved for ${idleMs / 1000} s`;
      fail(new DeviceError('timeout', message, { phase: 'command' }));
    }, idleMs);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();
    const onMoved = (moved: number, size: number) => {
      timer.refresh();
      move.onMoved(moved, size);
    };
    act({ ...move, onMoved }).then(
      () => settle(resolve),
      (error: unknown) => fail(explain(error, move)),
    );
  });
}

function explain(error: unknown, { local, remote }: FileMove): DeviceError {
  if (error instanceof DeviceError) return error;
  const failure = error as Error & { code?: string | number };
  const details = { phase: 'command', cause: error } as const;
  const words = printableLine(failure.message);
  if (typeof failure.code === 'number')
    return new DeviceError('device', `"${printableLine(remote)}": ${words}`, details);
  if (typeof failure.code === 'string') {
    const message = `${printableLine(local)} on this machine: ${printableLine(systemReason(failure))}`;
    return new DeviceError('incomplete', message, details);
  }
  return new DeviceError(
    'disconnected',
    `"${printableLine(remote)}": the connection was lost on the way: ${words}`,
    details,
  );
}

/** The host grants no further channel on this connection (RFC 4254, section 5.1). */
function isRefusedChannel(error: unknown): boolean {
  return error instanceof Error && 'reason' in error;
}
