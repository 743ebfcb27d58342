import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { JournalError } from '../error/flow-error.js';

/** A socket that is open for as long as its process lives, or until it is given up: others see its end without asking again and again. */
export interface LifeLine {
  /** Absolute path of the socket. */
  path: string;
  /** Tells all who watch that it is over. */
  end(): void;
}

/** Opens the life line of a run; it does not keep the process alive. Rejects with a {@link JournalError} where there is no place for it. */
export async function openLifeLine(run: string): Promise<LifeLine> {
  const socketPath = path.join(tmpdir(), `flow-${run}.sock`);
  const watchers = new Set<Socket>();
  const server = createServer((watcher) => {
    watchers.add(watcher.unref());
    watcher.on('error', () => {}).once('close', () => watchers.delete(watcher));
  });
  server.unref();
  await new Promise<void>((resolve, reject) => {
    const refuse = ({ message }: Error) => reject(new JournalError(`cannot open ${socketPath}: ${message}`));
    server.once('error', refuse).listen(socketPath, resolve);
  });
  return {
    path: socketPath,
    end() {
      server.close();
      for (const watcher of watchers) watcher.destroy();
    },
  };
}

/**
 * Waits until a life line has ended.
 *
 * @param signal  aborted: waits no longer
 * @returns false when there was none to watch: its process is gone, or on another machine
 */
export function watchLifeLine(socketPath: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let wasOpen = false;
    const socket = connect(socketPath);
    const leave = () => socket.destroy();
    signal.addEventListener('abort', leave, { once: true });
    socket
      .once('connect', () => {
        wasOpen = true;
      })
      .on('error', () => {}) // a close follows
      .once('close', () => {
        signal.removeEventListener('abort', leave);
        resolve(wasOpen);
      })
      .resume();
    if (signal.aborted) leave();
  });
}

/** What a process that was killed has left. */
export function removeLifeLine(socketPath: string): void {
  rmSync(socketPath, { force: true });
}
