import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2';
import type { Host } from '../../src/inventory/host.js';
import { alwaysGiven } from '../../src/inventory/leave.js';
import { Access } from '../../src/transport/access.js';
import type { ConnectOptions } from '../../src/transport/connect-options.js';
import type { ScriptedDevice } from '../device/scripted-device.js';
import { type Cut, CutStream } from '../support/cut-stream.js';
import { makeKeyPair } from '../support/key-pair.js';
import type { Cleanup } from '../support/lab.js';

const KEY = makeKeyPair().private;
/** Methods that a server names when it refuses one, unless a test says otherwise. */
const METHODS = ['password', 'keyboard-interactive', 'publickey'];

/** How a test's SSH server differs from one that lets in `u` with the password `p`. */
export interface ServerOptions {
  ident?: string;
  /** Lines before the identification. */
  greeting?: string;
  /** Lines that come with the login. */
  banner?: string;
  algorithms?: Record<string, string[]>;
  hostKeys?: string[];
  /** Judges an attempt; true lets it in, a list refuses it and names these methods. Called with what may be answered later. */
  judge?: (context: AuthContext, refuse: (methods?: string[], isPartial?: boolean) => void, server: TestServer) => void;
  refusesPty?: boolean;
  refusesShell?: boolean;
  /** What a shell does; it prints `hello` unless given. */
  shell?: (channel: ServerChannel, terminal: Terminal, server: TestServer) => void;
  /** Called at each global request, as keep-alives are. */
  onRequest?: (server: TestServer) => void;
  /** Called when somebody has been forwarded to a port. */
  onForward?: (server: TestServer) => void;
  /** Sizes of the pieces in which the server's bytes go out. */
  cut?: Cut;
}

/** The terminal of a shell, 0 by 0 where there is none, and how many bytes we may send it before it asks for more. */
export interface Terminal {
  columns: number;
  rows: number;
  window: number;
}

/** An SSH server in the test's own process; jump host and device in one. */
export interface TestServer {
  port: number;
  /** TCP connections so far, and those open now. */
  connections: number;
  open: Set<Socket>;
  /** Attempts to log in: `password u p`. */
  attempts: string[];
  /** Ports that somebody was forwarded to. */
  forwards: number[];
  /** Global requests, as keep-alives are. */
  requests: string[];
  shells: Terminal[];
  /** Commands that were to be run without a shell. */
  execs: string[];
  /** Ends every connection, once all is sent. */
  hangUp(): void;
  /** Cuts every connection at once. */
  cut(): void;
}

/** Starts a server on a free port, stopped when the test ends. */
export async function startServer(t: Cleanup, options: ServerOptions = {}): Promise<TestServer> {
  const connections = new Set<Connection>();
  const known: TestServer = {
    port: 0,
    connections: 0,
    open: new Set(),
    attempts: [],
    forwards: [],
    requests: [],
    shells: [],
    execs: [],
    hangUp: () => {
      for (const connection of connections) connection.end();
    },
    cut: () => {
      for (const socket of known.open) socket.destroy();
    },
  };
  const door = new ssh2.Server(
    {
      hostKeys: options.hostKeys ?? [KEY],
      ...(options.ident !== undefined && { ident: options.ident }),
      ...(options.greeting !== undefined && { greeting: options.greeting }),
      ...(options.banner !== undefined && { banner: options.banner }),
      // A request that ssh2's server does not know is nowhere else to be seen.
      debug: (line) => {
        const name = /Inbound: GLOBAL_REQUEST \((.*)\)$/.exec(line)?.[1];
        if (name === undefined) return;
        known.requests.push(name);
        options.onRequest?.(known);
      },
      ...(options.algorithms && { algorithms: options.algorithms as ssh2.Algorithms }),
    },
    (connection) => {
      connections.add(connection.on('close', () => connections.delete(connection)));
      serve(connection, known, options);
    },
  );
  const server = createServer((socket) => {
    known.connections++;
    known.open.add(socket);
    socket.on('close', () => known.open.delete(socket)).on('error', () => {});
    door.injectSocket(options.cut ? (new CutStream(socket, options.cut) as unknown as Socket) : socket);
  });
  known.port = await listen(t, server, known.open);
  return known;
}

/** Listens on a free port of 127.0.0.1 until the test ends. @returns the port */
export async function listen(t: Cleanup, server: Server, sockets: Iterable<Socket> = []): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

function serve(connection: Connection, known: TestServer, options: ServerOptions): void {
  connection.on('error', () => {});
  connection.on('authentication', (context) => {
    known.attempts.push(describe(context));
    const refuse = (methods = METHODS, isPartial = false) =>
      context.reject(methods as Parameters<AuthContext['reject']>[0], isPartial);
    if (options.judge) options.judge(context, refuse, known);
    else if (context.method === 'password' && context.username === 'u' && context.password === 'p') context.accept();
    else refuse();
  });
  connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
    known.forwards.push(destPort);
    const socket = connect(destPort, destIP);
    socket.once('error', () => reject());
    socket.once('connect', () => {
      const channel = accept();
      channel.on('error', () => {});
      socket.removeAllListeners('error').on('error', () => {});
      socket.pipe(channel).pipe(socket);
      channel.on('close', () => socket.destroy());
      options.onForward?.(known);
    });
  });
  connection.on('session', (accept) => serveSession(accept(), known, options));
}

function serveSession(session: Session, known: TestServer, options: ServerOptions): void {
  const { refusesPty, refusesShell, shell = greet } = options;
  const size = { columns: 0, rows: 0 };
  session.on('pty', (accept, reject, { cols, rows }) => {
    if (refusesPty) return reject?.();
    Object.assign(size, { columns: cols, rows });
    accept?.();
  });
  session.on('exec', (_accept, reject, { command }) => {
    known.execs.push(command);
    reject?.();
  });
  session.on('shell', (accept, reject) => {
    if (refusesShell) return reject?.();
    const channel: ServerChannel = accept();
    channel.on('error', () => {});
    // Not in the types of ssh2.
    const { window } = (channel as unknown as { outgoing: { window: number } }).outgoing;
    const terminal = { ...size, window };
    known.shells.push(terminal);
    shell(channel, terminal, known);
  });
}

function greet(channel: ServerChannel): void {
  channel.write('hello\r\n');
}

/**
 * Lets a scripted device speak in a shell.
 *
 * @param close  how it ends; the shell is closed without an exit status, as by many, unless given
 */
export function playOn(channel: ServerChannel, device: ScriptedDevice, close = () => channel.close()): void {
  device.onData((bytes) => channel.write(bytes));
  device.onClose(close);
  channel.on('data', (bytes: Buffer) => device.write(bytes.toString('latin1')));
}

function describe(context: AuthContext): string {
  const password = context.method === 'password' ? ` ${context.password}` : '';
  return `${context.method} ${context.username}${password}`;
}

/** A host as an inventory would give it. */
export function hostAt(port: number, more: Partial<Host> = {}): Host {
  return {
    name: 'R1',
    address: '127.0.0.1',
    port,
    platform: 'cisco_ios',
    username: 'u',
    password: 'p',
    groups: [],
    vars: {},
    jump: [],
    ssh: {},
    ...more,
  };
}

/** Options of a connection, with an access that is closed when the test ends, and what was told. */
export function optionsFor(t: Cleanup, more: Partial<ConnectOptions> = {}) {
  const notices: string[] = [];
  const verdicts: string[] = [];
  const access = more.access ?? new Access();
  t.after(() => access.close());
  const options: ConnectOptions = {
    jumps: [],
    terminal: { columns: 511, rows: 1000 },
    connectMs: 5_000,
    authMs: 5_000,
    hostKeys: { mode: 'off', file: '/nowhere/known_hosts' },
    signal: new AbortController().signal,
    onStep: () => {},
    mayShow: alwaysGiven,
    onNotice: (message) => notices.push(message),
    onWarning: (message) => notices.push(message),
    onVerdict: ({ hop, accepted }) => verdicts.push(`${hop} ${accepted ? 'accepted' : 'refused'}`),
    ...more,
    access,
  };
  return { options, notices, verdicts };
}
