import type { ClientChannel, SshClient } from './ssh-client.js';

/** Of a terminal, in characters. */
export interface TerminalSize {
  columns: number;
  rows: number;
}

/**
 * Opens a shell on a terminal, asking for both in one flight as OpenSSH does; ssh2's own `shell` waits for the answer in between.
 * A device that has no terminal to give may still give the shell.
 *
 * @throws {Error} when the device refuses the channel or the shell; `hasTerminal` of it says whether the terminal was granted
 */
export function openShellAtOnce(client: SshClient, { columns, rows }: TerminalSize): Promise<ClientChannel> {
  const { _chanMgr: channels, _protocol: protocol } = client as unknown as Inside;
  return new Promise((resolve, reject) => {
    let hasTerminal = false;
    const onOpen = (error: Error | undefined, channel: InsideChannel) => {
      if (error) return reject(error);
      const { id } = channel.outgoing;
      channel._callbacks.push((failure) => {
        hasTerminal = !failure;
      });
      protocol.pty(id, rows, columns, 0, 0, 'vt100', null, true);
      channel._callbacks.push((failure) => {
        if (failure) return reject(new ShellRefused(hasTerminal));
        channel.subtype = 'shell';
        resolve(channel as unknown as ClientChannel);
      });
      protocol.shell(id, true);
    };
    const local = channels.add(Object.assign(onOpen, { type: 'session' }));
    if (local < 0) return reject(new Error('no channel is free'));
    protocol.session(local, WINDOW, PACKET);
  });
}

/** The device gave a channel and then no shell on it. */
export class ShellRefused extends Error {
  constructor(readonly hasTerminal: boolean) {
    super('Unable to open shell');
  }
}

/** What ssh2 has its channels opened with, in bytes. */
const WINDOW = 2 * 1024 * 1024;
const PACKET = 32 * 1024;

/** What ssh2 1.17 keeps to itself, and is used here all the same: package.json holds it to this minor version. */
interface Inside {
  _chanMgr: { add(onOpen: (error: Error | undefined, channel: InsideChannel) => void): number };
  _protocol: {
    session(channel: number, window: number, packet: number): void;
    pty(
      channel: number,
      rows: number,
      columns: number,
      height: number,
      width: number,
      term: string,
      modes: null,
      wantsReply: boolean,
    ): void;
    shell(channel: number, wantsReply: boolean): void;
  };
}

interface InsideChannel {
  outgoing: { id: number };
  /** Told of the answers to requests, in their order. */
  _callbacks: ((failure: Error | boolean | undefined) => void)[];
  subtype: string;
}
