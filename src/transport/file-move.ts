import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import type { SshClient } from './ssh-client.js';

/** One file that is moved, and what to heed meanwhile. */
export interface FileMove {
  /** Path on this machine. */
  local: string;
  /** Path on the host, as it takes it. */
  remote: string;
  /** The longest time without a byte, in milliseconds. */
  idleMs: number;
  signal: AbortSignal;
  /** Told after each piece; both in bytes. */
  onMoved: (moved: number, size: number) => void;
}

/** Opens a channel with the function given, on another connection where this one is refused it. */
export type OnChannel = <T>(open: (client: SshClient) => Promise<T>) => Promise<T>;

/** A file that is to be brought to a host. @throws {DeviceError} `template` when there is none at that path */
export async function statLocal(local: string): Promise<Stats> {
  const found = await stat(local).catch(() => undefined);
  if (found?.isFile()) return found;
  const message = `${printableLine(local)}: expected a file, ${found ? 'got something else' : 'got no such file'}`;
  throw new DeviceError('template', message, { phase: 'command', hint: 'check `from`' });
}
