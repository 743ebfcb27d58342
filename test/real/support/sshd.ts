import { mkdir } from 'node:fs/promises';
import { findUnaskedPort } from '../../../src/lab/unasked-port.js';
import { makeKey } from './keys.js';
import { pathOf } from './programs.js';
import { type Daemon, startDaemon } from './run-program.js';
import type { Workshop } from './workshop.js';

export interface SshdOptions {
  /** How one may log in; password unless given. Keyboard-interactive asks through PAM. */
  accept?: ('password' | 'publickey' | 'keyboard-interactive')[];
  /** Lines of authorized_keys, good for every user. */
  authorizedKeys?: string[];
  hostKey?: 'ed25519' | 'rsa' | 'dsa';
  /** Where it listens; 127.0.0.1 unless given. */
  address?: string;
  /** A free one unless given. */
  port?: number;
  /** Put before its command: `['ip', 'netns', 'exec', 'a']`. */
  wrapper?: string[];
  /** More lines of sshd_config. */
  config?: string[];
}

let made = 0;

/** A real OpenSSH server on a free port of 127.0.0.1, with files of its own; the machine's server is not touched. */
export class Sshd {
  readonly port: number;
  readonly #workshop: Workshop;
  readonly #name: string;
  readonly #options: SshdOptions;
  #daemon: Daemon | undefined;
  #hostKeys = 0;

  private constructor(workshop: Workshop, port: number, options: SshdOptions) {
    this.#workshop = workshop;
    this.#name = `sshd-${made++}`;
    this.#options = options;
    this.port = port;
  }

  /** Starts a server that stops with the workshop. */
  static async start(workshop: Workshop, options: SshdOptions = {}): Promise<Sshd> {
    const sshd = new Sshd(workshop, options.port ?? (await findUnaskedPort('127.0.0.1')), options);
    workshop.later(() => sshd.stop());
    await sshd.#listen();
    return sshd;
  }

  /** All the server has logged. */
  log(): string {
    return this.#daemon?.log() ?? '';
  }

  /** Resolves once the server has logged the text. */
  async logged(text: string): Promise<void> {
    await this.#daemon?.said(text);
  }

  /** Stops it and starts it on the same port with another host key, as a replaced device would. */
  async replace(): Promise<void> {
    await this.stop();
    await this.#listen();
  }

  async stop(): Promise<void> {
    await this.#daemon?.stop();
    this.#daemon = undefined;
  }

  async #listen(): Promise<void> {
    const hostKey = await makeKey(this.#workshop, `${this.#name}-host-key-${this.#hostKeys++}`, {
      type: this.#options.hostKey ?? 'ed25519',
    });
    // The server gives up its rights in this folder; Debian makes it only when the machine's server starts.
    await mkdir('/run/sshd', { recursive: true });
    const config = await this.#workshop.write(`${this.#name}.conf`, await this.#configuration(hostKey.path));
    const { wrapper = [] } = this.#options;
    this.#daemon = await startDaemon([...wrapper, pathOf('sshd'), '-D', '-e', '-f', config], 'Server listening on');
  }

  async #configuration(hostKey: string): Promise<string> {
    const { accept = ['password'], authorizedKeys = [], config = [] } = this.#options;
    const keys = await this.#workshop.write(`${this.#name}.authorized_keys`, authorizedKeys.join('\n'));
    const says = (method: (typeof accept)[number]) => (accept.includes(method) ? 'yes' : 'no');
    return [
      ...config, // first: of two lines sshd takes the first
      `Port ${this.port}`,
      `ListenAddress ${this.#options.address ?? '127.0.0.1'}`,
      `HostKey ${hostKey}`,
      'PidFile none',
      'LogLevel VERBOSE',
      'StrictModes no',
      'UseDNS no',
      `AuthorizedKeysFile ${keys}`,
      `PasswordAuthentication ${says('password')}`,
      `PubkeyAuthentication ${says('publickey')}`,
      `KbdInteractiveAuthentication ${says('keyboard-interactive')}`,
      `UsePAM ${says('keyboard-interactive')}`,
      '',
    ].join('\n');
  }
}
