import { DeviceError } from '../error/flow-error.js';
import { credentialIdOf, hasProof } from '../inventory/credentials.js';
import type { Host } from '../inventory/host.js';
import { explainLeave } from '../inventory/leave.js';
import type { ConnectOptions } from './connect-options.js';
import { type FileLink, openFiles } from './files.js';
import type { SshLogin } from './ssh-attempt.js';
import type { ClientChannel } from './ssh-client.js';
import { logIn } from './ssh-login.js';
import { openShellAtOnce, ShellRefused } from './ssh-shell.js';
import type { Transport } from './transport.js';
import { openWay } from './way.js';

/**
 * Logs in to a host, through its jump hosts or its proxy, and opens a shell with a terminal.
 *
 * @throws {DeviceError} `dns`, `unreachable`, `refused`, `kex`, `hostkey`, `auth`, `vty_full`, `timeout`, `disconnected`, `cancelled`
 */
export async function connectSsh(host: Host, options: ConnectOptions): Promise<Transport> {
  const login = await logIn(host, () => openWay(host, options), options);
  options.flights?.enter('shell');
  try {
    // The server wanted nothing: its shell may ask for all.
    if (!login.isProven && hasProof(login.host)) {
      const leave = await options.mayShow(credentialIdOf(login.host));
      if (leave.kind !== 'given') throw explainLeave(leave, 'these credentials');
    }
    const channel = await openShell(login, options);
    const again = () => logIn(login.host, () => openWay(host, options), { ...options, flights: undefined });
    return new ShellTransport(channel, login, { onRefused: () => options.access.refuse(host, login.host), again });
  } catch (error) {
    login.client.destroy();
    throw error;
  }
}

/** Asks for a terminal and a shell on it; without a terminal where the device has none to give. */
async function openShell(login: SshLogin, { terminal, signal }: ConnectOptions): Promise<ClientChannel> {
  const { client } = login;
  let stop: (error: DeviceError) => void = () => {};
  const lost = new Promise<never>((_resolve, reject) => {
    stop = reject;
  });
  const onEarlyEnd = (reason?: Error) => {
    const words = login.way.lostBecause()?.message ?? reason?.message;
    const message = `the device closed the connection before a shell was open${words ? `: ${words}` : ''}`;
    stop(new DeviceError('disconnected', message, { phase: 'prompt' }));
  };
  const onAbort = () => stop(new DeviceError('cancelled', 'cancelled while a shell was opened', { phase: 'prompt' }));
  const openWithoutTerminal = () =>
    new Promise<ClientChannel>((resolve, reject) =>
      client.shell(false, (error, channel) => (error ? reject(error) : resolve(channel))),
    );
  const refused = (error: Error) =>
    new DeviceError('vty_full', `the device opened no shell: ${error.message}`, { phase: 'prompt', cause: error });
  client.removeAllListeners('error').removeAllListeners('close');
  client.once('error', onEarlyEnd).once('close', onEarlyEnd);
  signal.addEventListener('abort', onAbort);
  const opened = openShellAtOnce(client, terminal).catch((error: Error) => {
    if (!(error instanceof ShellRefused) || error.hasTerminal) throw refused(error);
    return openWithoutTerminal().catch((again: Error) => {
      throw refused(again);
    });
  });
  try {
    return await Promise.race([opened, lost]);
  } finally {
    opened.catch(() => {}); // lost first: the same failure again
    lost.catch(() => {});
    signal.removeEventListener('abort', onAbort);
    client.removeListener('error', onEarlyEnd).removeListener('close', onEarlyEnd);
    client.on('error', () => {});
  }
}

class ShellTransport implements Transport {
  readonly phases: Transport['phases'];
  readonly host: Host;
  readonly software: string | undefined;
  readonly isProven: boolean;
  private reason: Error | undefined;
  private isOver = false;

  constructor(
    private readonly channel: ClientChannel,
    private readonly login: SshLogin,
    private readonly access: {
      onRefused: () => boolean;
      /** Another login on the same host, for what it grants no further channel to. */
      again: () => Promise<SshLogin>;
    },
  ) {
    this.phases = login.phases;
    this.host = login.host;
    this.software = login.software;
    this.isProven = login.isProven;
    login.client.on('error', (error) => {
      this.reason ??= error;
    });
  }

  onData(listener: (bytes: Buffer) => void): void {
    this.channel.on('data', listener);
    this.channel.stderr.resume();
  }

  onClose(listener: (reason: Error | undefined) => void): void {
    const over = () => {
      if (this.isOver) return;
      this.isOver = true;
      listener(this.login.way.lostBecause() ?? this.reason);
    };
    this.channel.on('close', over);
    this.login.client.on('close', over);
  }

  write(text: string): void {
    if (this.channel.writable) this.channel.write(text);
  }

  refuse(): boolean {
    return this.access.onRefused();
  }

  openFiles(): Promise<FileLink> {
    return openFiles(this.login, this.access.again);
  }

  end(): void {
    this.isOver = true;
    this.login.end();
  }

  destroy(): void {
    this.isOver = true;
    this.login.client.destroy();
  }
}
