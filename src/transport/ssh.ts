import { connect as connectTcp, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ClientChannel, ConnectConfig, ParsedKey, Client as SshClient } from 'ssh2';
import ssh2 from 'ssh2';
import type { Phase } from '../error/codes.js';
import { DeviceError } from '../error/flow-error.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import { algorithmsOf } from './algorithms.js';
import { type LoginMethod, loginMethods, offerInTurn } from './credentials.js';
import { verifyHostKey } from './host-key.js';
import { explainSshError, type SshFailure } from './ssh-error.js';
import type { Transport } from './transport.js';

/** How to connect. Times in milliseconds. */
export interface ConnectOptions {
  /** Hosts to go through, nearest to us first. */
  jumps: readonly Host[];
  /** Size of the terminal that the shell gets; never 0, which some devices take for 80. */
  terminal: { columns: number; rows: number };
  connectMs: number;
  /** Handshake and authentication together. */
  authMs: number;
  hostKeys: HostKeyPolicy;
  signal: AbortSignal;
  /** What is being done now, for people: `connecting`, `logging in`. */
  onStep: (step: string) => void;
  /** Something to know that is no failure. */
  onNotice: (message: string) => void;
}

/**
 * Logs in to a host, through its jump hosts, and opens a shell with a terminal.
 *
 * @throws {DeviceError} `dns`, `unreachable`, `refused`, `kex`, `hostkey`, `auth`, `timeout`, `disconnected`, `cancelled`
 */
export async function connectSsh(host: Host, options: ConnectOptions): Promise<Transport> {
  const opened: SshClient[] = [];
  try {
    let through: Duplex | undefined;
    for (const [index, jump] of options.jumps.entries()) {
      const login = await logIn(jump, `jump host ${jump.name}`, through, options);
      opened.push(login.client);
      const next = options.jumps[index + 1] ?? host;
      through = await forward(login.client, next, jump);
    }
    const login = await logIn(host, `${host.address} port ${host.port}`, through, options);
    opened.push(login.client);
    return await openShell(login, opened, options.terminal);
  } catch (error) {
    for (const client of opened.reverse()) client.destroy();
    throw error;
  }
}

interface Login {
  client: SshClient;
  phases: Transport['phases'];
}

/** One hop: TCP (or a channel of the hop before), handshake, host key, authentication. */
function logIn(host: Host, place: string, through: Duplex | undefined, options: ConnectOptions): Promise<Login> {
  const methods = loginMethods(host);
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    const phases: Transport['phases'] = {};
    let phase: Phase = through ? 'kex' : 'tcp';
    let since = performance.now();
    let refusedKey: DeviceError | undefined;
    const socket = through ?? dial(host);
    const lap = () => {
      const now = performance.now();
      const spent = Math.round((now - since) * 10) / 10;
      since = now;
      return spent;
    };
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const fail = (error: DeviceError) =>
      settle(() => {
        client.on('error', () => {});
        client.destroy();
        socket.destroy();
        reject(error);
      });
    const onAbort = () => fail(new DeviceError('cancelled', `cancelled while connecting to ${place}`, { phase }));
    const limit = (ms: number, make: () => DeviceError) => setTimeout(() => fail(make()), ms);
    let timer = limit(options.connectMs, () => noAnswer(place, options.connectMs));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);

    options.onStep('connecting');
    const onConnected = () => {
      if (!through) phases.tcp = lap();
      phase = 'kex';
      clearTimeout(timer);
      timer = limit(options.authMs, () => tooSlow(phase, place, options.authMs));
    };
    if (through) onConnected();
    else socket.once('connect', onConnected);

    client.on('handshake', () => {
      phases.kex = lap();
      phase = 'auth';
      options.onStep('logging in');
    });
    client.on('ready', () => {
      phases.auth = lap();
      settle(() => resolve({ client, phases }));
    });
    client.on('change password', () => {
      fail(
        new DeviceError('auth', `${place} demands a new password`, {
          phase: 'auth',
          hint: 'log in by hand and change it',
        }),
      );
    });
    client.on('error', (failure: SshFailure) => {
      if (failure.level === 'agent') return;
      fail(refusedKey ?? explainSshError(failure, phase, place));
    });
    client.on('close', () => {
      fail(
        refusedKey ??
          new DeviceError('disconnected', `${place} closed the connection before the login was complete`, { phase }),
      );
    });
    try {
      client.connect({
        sock: socket,
        username: host.username ?? '',
        readyTimeout: 0,
        keepaliveInterval: (host.ssh.keepalive ?? 0) * 1000,
        algorithms: algorithmsOf(host.ssh),
        hostVerifier: (key: Buffer) => {
          refusedKey = verifyHostKey(host, key, options.hostKeys, options.onNotice);
          return refusedKey === undefined;
        },
        authHandler: offerInTurn(methods.map(parseMethodKey)),
      } as unknown as ConnectConfig);
    } catch (error) {
      fail(
        error instanceof DeviceError
          ? error
          : new DeviceError('auth', (error as Error).message, { phase: 'auth', cause: error }),
      );
    }
  });
}

function dial(host: Host): Socket {
  const socket = connectTcp({ host: host.address, port: host.port });
  socket.setNoDelay(true);
  return socket;
}

/** Opens a way to the next host through a jump host. */
function forward(client: SshClient, next: Host, jump: Host): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, next.address, next.port, (error, channel) => {
      if (!error) return resolve(channel);
      const message = `jump host ${jump.name} found no way to ${next.address} port ${next.port}: ${error.message}`;
      reject(new DeviceError('unreachable', message, { phase: 'tcp', cause: error }));
    });
  });
}

function openShell(
  { client, phases }: Login,
  opened: readonly SshClient[],
  size: ConnectOptions['terminal'],
): Promise<Transport> {
  const pty = { term: 'vt100', cols: size.columns, rows: size.rows, width: 0, height: 0 };
  return new Promise((resolve, reject) => {
    const onEarlyEnd = (reason?: Error) => {
      reject(
        new DeviceError(
          'disconnected',
          `the device closed the connection before a shell was open${reason ? `: ${reason.message}` : ''}`,
          { phase: 'prompt' },
        ),
      );
    };
    client.removeAllListeners('error');
    client.removeAllListeners('close');
    client.once('error', onEarlyEnd);
    client.once('close', onEarlyEnd);
    client.shell(pty, (error, channel) => {
      client.removeListener('error', onEarlyEnd);
      client.removeListener('close', onEarlyEnd);
      if (error)
        return reject(
          new DeviceError('vty_full', `the device opened no shell: ${error.message}`, {
            phase: 'prompt',
            cause: error,
          }),
        );
      resolve(new ShellTransport(channel, opened, phases));
    });
  });
}

class ShellTransport implements Transport {
  private reason: Error | undefined;
  private isOver = false;

  constructor(
    private readonly channel: ClientChannel,
    private readonly clients: readonly SshClient[],
    readonly phases: Transport['phases'],
  ) {
    for (const client of clients) {
      client.on('error', (error) => {
        this.reason ??= error;
      });
    }
  }

  onData(listener: (bytes: Buffer) => void): void {
    this.channel.on('data', listener);
    this.channel.stderr.resume();
  }

  onClose(listener: (reason: Error | undefined) => void): void {
    const over = () => {
      if (this.isOver) return;
      this.isOver = true;
      listener(this.reason);
    };
    this.channel.on('close', over);
    this.clients.at(-1)?.on('close', over);
  }

  write(text: string): void {
    if (this.channel.writable) this.channel.write(text);
  }

  end(): void {
    this.isOver = true;
    for (const client of [...this.clients].reverse()) client.end();
  }

  destroy(): void {
    this.isOver = true;
    for (const client of [...this.clients].reverse()) client.destroy();
  }
}

const parsedKeys = new Map<string, ParsedKey>();

/** Parses a private key once for all hosts: an encrypted one costs a tenth of a second each time. */
function parseMethodKey(method: LoginMethod): LoginMethod {
  if (method.type !== 'publickey') return method;
  const id = `${method.key.toString('latin1')}\0${method.passphrase ?? ''}`;
  let parsed = parsedKeys.get(id);
  if (!parsed) {
    const result: ParsedKey | Error | (ParsedKey | Error)[] = ssh2.utils.parseKey(method.key, method.passphrase);
    const key = [result].flat()[0];
    if (key instanceof Error || key === undefined) {
      const words = key instanceof Error ? key.message : 'it holds no key';
      const hint = /passphrase|encrypted/i.test(words)
        ? 'set `passphrase` for this host'
        : 'use a private key in OpenSSH or PEM format';
      throw new DeviceError('auth', `the private key could not be read: ${words}`, { phase: 'auth', hint });
    }
    parsed = key;
    parsedKeys.set(id, parsed);
  }
  return { ...method, key: parsed as unknown as Buffer };
}

function noAnswer(place: string, ms: number): DeviceError {
  return new DeviceError('unreachable', `no answer from ${place} within ${ms / 1000} s`, { phase: 'tcp' });
}

function tooSlow(phase: Phase, place: string, ms: number): DeviceError {
  return new DeviceError('timeout', `the login to ${place} was not complete within ${ms / 1000} s`, { phase });
}
