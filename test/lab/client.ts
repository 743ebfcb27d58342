import { once } from 'node:events';
import ssh2, { type ClientChannel, type ConnectConfig } from 'ssh2';
import type { Host } from '../../src/inventory/host.js';

/** One login by ssh2's own client, with a shell. */
export interface Login {
  /** Everything received so far. */
  readonly received: string;
  /** The pieces as they arrived. */
  readonly pieces: readonly Buffer[];
  send(text: string): void;
  /** Waits until the text has come in after what earlier calls waited for. @returns what came, up to its end */
  waitFor(text: string): Promise<string>;
  /** Sends a line and waits for what ends its answer. */
  ask(line: string, end: string): Promise<string>;
  /** Settles when the shell has ended. */
  readonly closed: Promise<void>;
  end(): void;
}

/** How to log in, where it is not by the host's own credentials. */
export interface LoginOptions extends Partial<ConnectConfig> {
  columns?: number;
  rows?: number;
  answers?: string[];
}

/** Connects and authenticates. Rejects with ssh2's error. */
export async function connectTo(host: Host, options: LoginOptions = {}): Promise<ssh2.Client> {
  const { columns: _columns, rows: _rows, answers, ...config } = options;
  const client = new ssh2.Client();
  client.on('keyboard-interactive', (_name, _text, _language, _prompts, finish) => finish(answers ?? []));
  client.on('error', () => {}); // More may follow the one that `once` rejects with.
  const ready = once(client, 'ready');
  client.connect({
    host: host.address,
    port: host.port,
    username: host.username ?? '',
    password: host.password ?? '',
    ...config,
  });
  await ready;
  return client;
}

/** Logs in and opens a shell of 511 columns and 1,000 rows. */
export async function logIn(host: Host, options: LoginOptions = {}): Promise<Login> {
  const client = await connectTo(host, options);
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    const size = { term: 'vt100', cols: options.columns ?? 511, rows: options.rows ?? 1000 };
    client.shell(size, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  return listen(client, channel);
}

function listen(client: ssh2.Client, channel: ClientChannel): Login {
  let received = '';
  let seen = 0;
  const pieces: Buffer[] = [];
  let waiting: (() => void) | undefined;
  channel.on('data', (bytes: Buffer) => {
    pieces.push(bytes);
    received += bytes.toString('utf8');
    waiting?.();
  });
  const closed = new Promise<void>((resolve) => {
    channel.once('close', () => resolve());
    client.once('close', () => resolve());
  });
  let hasClosed = false;
  void closed.then(() => {
    hasClosed = true;
    waiting?.();
  });
  const login: Login = {
    get received() {
      return received;
    },
    pieces,
    closed,
    send: (text) => void channel.write(text),
    waitFor: async (text) => {
      while (!received.includes(text, seen)) {
        if (hasClosed)
          throw new Error(`closed without ${JSON.stringify(text)} after ${JSON.stringify(received.slice(seen))}`);
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      }
      const end = received.indexOf(text, seen) + text.length;
      const got = received.slice(seen, end);
      seen = end;
      return got;
    },
    ask: (line, end) => {
      channel.write(`${line}\n`);
      return login.waitFor(end);
    },
    end: () => void client.end(),
  };
  return login;
}
