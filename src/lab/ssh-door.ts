import { connect, type Socket } from 'node:net';
import ssh2, {
  type AuthContext,
  type Connection,
  type ParsedKey,
  type ServerChannel,
  type Session,
  type SFTPWrapper,
} from 'ssh2';
import { type Key, quickenKeys } from '../transport/quick-keys.js';
import { joinAnswers } from '../transport/tcp-socket.js';
import type { ClientSocket } from './distant-socket.js';
import type { Faults } from './faults.js';
import { LabFiles } from './lab-files.js';
import type { LoginAttempt } from './login-check.js';
import type { Screen } from './personalities/personality.js';

/** The private key by which a simulated host proves who it is. */
export type HostKey = ParsedKey;

/** One shell as the client sees it. */
export interface Terminal {
  username: string;
  screen: Screen;
  write(bytes: Buffer): void;
  /** Ends the shell in an orderly way. */
  end(): void;
  /** Cuts the connection once what was written is out. */
  drop(): void;
}

/** The lab's side of a shell. */
export interface TerminalUser {
  receive(bytes: Buffer): void;
  close(): void;
}

/** What an SSH server needs to know of the host it stands for. */
export interface DoorOptions {
  hostKey: HostKey;
  ident: string;
  faults: Faults;
  forwards: boolean;
  /** It speaks SFTP. */
  hasFiles: boolean;
  methods: ('password' | 'keyboard-interactive' | 'publickey')[];
  /** A login attempt came in; called before {@link accepts}. */
  onAttempt(client: ClientSocket): void;
  accepts(attempt: LoginAttempt): boolean;
  /** `isCredential` is false for what a client asks before it shows one (`none`, whether a key would do). */
  onRefused(client: ClientSocket, isCredential: boolean): void;
  onReady(): void;
  /** The login is used as a jump. */
  onForward(client: ClientSocket): void;
  openTerminal(terminal: Terminal, client: ClientSocket): TerminalUser;
}

const DEFAULT_SCREEN: Screen = { columns: 80, rows: 24 };

/** Makes a host key: ed25519, about 3 ms. */
export function makeHostKey(): HostKey {
  for (;;) {
    const key = ssh2.utils.parseKey(ssh2.utils.generateKeyPairSync('ed25519').private);
    // ssh2 1.17 cannot read one in 150 of the keys that it writes.
    if (key instanceof Error) continue;
    quickenKeys(key as unknown as Key);
    return key;
  }
}

/** The key's public part in OpenSSH's one-line form: `ssh-ed25519 AAAA...`. */
export function publicLine(key: HostKey): string {
  return `${key.type} ${key.getPublicSSH().toString('base64')}`;
}

/** Makes the SSH server of one host; it is given sockets and listens nowhere itself. */
export function makeDoor(options: DoorOptions): (socket: ClientSocket) => void {
  const { faults } = options;
  const server = new ssh2.Server(
    {
      // ssh2 takes a parsed key as well as a text, which its types do not say; parsing it once saves 30 µs per host.
      hostKeys: [{ key: options.hostKey as unknown as Buffer, passphrase: '' }],
      ident: faults.ident ?? options.ident,
      ...(faults.banner !== undefined && { banner: faults.banner }),
      ...(faults.algorithms && { algorithms: faults.algorithms as ssh2.Algorithms }),
    },
    (connection, { ip, port }) => {
      const client = clients.get(`${ip}:${port}`);
      if (client) serve(connection, client, { ...options, files });
    },
  );
  // ssh2 does not say on which socket a connection came in, only from where.
  const clients = new Map<string, ClientSocket>();
  const files = new LabFiles();
  return (socket) => {
    const from = `${socket.remoteAddress}:${socket.remotePort}`;
    clients.set(from, socket);
    socket.once('close', () => clients.delete(from));
    if (faults.chunks === undefined) socket.on('data', joinAnswers(socket));
    // ssh2 needs no more of it than a stream and where it comes from.
    server.injectSocket(socket as Socket);
  };
}

function serve(connection: Connection, client: ClientSocket, options: DoorOptions & { files: LabFiles }): void {
  let username = '';
  let user: TerminalUser | undefined;
  // A client may vanish at any moment: that is its right, and no failure of the lab.
  connection.on('error', () => {});
  connection.on('close', () => user?.close());
  connection.on('authentication', (context) => {
    username = context.username;
    options.onAttempt(client);
    judge(context, client, options);
  });
  connection.on('ready', () => {
    options.onReady();
    connection.on('session', (accept) => {
      const session = accept();
      if (options.hasFiles) session.on('sftp', (acceptSftp) => serveFiles(acceptSftp(), options.files));
      serveSession(session, (channel) => {
        user = options.openTerminal(
          {
            screen: channel.screen,
            username,
            write: channel.write,
            end: () => channel.end(() => connection.end()),
            drop: () => client.destroySoon(),
          },
          client,
        );
        return user;
      });
    });
    if (options.forwards) acceptForwards(connection, client, options);
  });
}

function judge(context: AuthContext, client: ClientSocket, options: DoorOptions): void {
  const { username } = context;
  const decide = (attempt: LoginAttempt, isCredential: boolean) => {
    if (options.accepts(attempt)) context.accept();
    else {
      options.onRefused(client, isCredential);
      context.reject(options.methods);
    }
  };
  switch (context.method) {
    case 'none':
    case 'hostbased':
      decide({ method: context.method, username }, false);
      break;
    case 'password':
      decide({ method: 'password', username, password: context.password }, true);
      break;
    case 'keyboard-interactive':
      context.prompt([{ prompt: 'Password: ', echo: false }], '', (answers) =>
        decide({ method: 'keyboard-interactive', username, password: answers[0] ?? '' }, true),
      );
      break;
    case 'publickey': {
      const { key, blob, signature, hashAlgo } = context;
      const isSigned = blob !== undefined && signature !== undefined;
      if (isSigned && !isGenuine(key.data, blob, signature, hashAlgo)) context.reject(options.methods);
      else decide({ method: 'publickey', username, key: key.data, isSigned }, isSigned);
      break;
    }
    default:
      context satisfies never;
  }
}

function isGenuine(key: Buffer, blob: Buffer, signature: Buffer, hashAlgo: string | undefined): boolean {
  const parsed = ssh2.utils.parseKey(key);
  return !(parsed instanceof Error) && parsed.verify(blob, signature, hashAlgo) === true;
}

/** A channel with a shell to be; `end` calls back when the client has closed it too. */
interface OpenChannel {
  screen: Screen;
  write(bytes: Buffer): void;
  end(onClosed: () => void): void;
}

function serveSession(session: Session, openTerminal: (channel: OpenChannel) => TerminalUser): void {
  const screen = { ...DEFAULT_SCREEN };
  session.on('pty', (accept, _reject, info) => {
    setSize(screen, info.cols, info.rows);
    accept?.();
  });
  session.on('window-change', (accept, _reject, info) => {
    setSize(screen, info.cols, info.rows);
    accept?.();
  });
  session.on('shell', (accept) => {
    const channel: ServerChannel = accept();
    const user = openTerminal({
      screen,
      write: (bytes) => {
        if (channel.writable) channel.write(bytes);
      },
      end: (onClosed) => {
        channel.once('close', onClosed);
        channel.exit(0);
        channel.end();
      },
    });
    channel.on('data', (bytes: Buffer) => user.receive(bytes));
    channel.on('error', () => {});
    channel.on('end', () => channel.end());
    channel.on('close', () => user.close());
  });
}

/** SFTP, as far as it takes to put and get a file; the rest is answered as unsupported. */
function serveFiles(sftp: SFTPWrapper, files: LabFiles): void {
  const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp;
  const tellSize = (id: number, size: number | undefined) => {
    if (size === undefined) sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    else sftp.attrs(id, { mode: 0o100600, uid: 0, gid: 0, size, atime: 0, mtime: 0 });
  };
  sftp.on('error', () => {});
  sftp.on('OPEN', (id, path, flags) => {
    const handle = files.open(path, { isNew: (flags & OPEN_MODE.TRUNC) !== 0 });
    if (handle === undefined) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(handle);
    sftp.handle(id, bytes);
  });
  sftp.on('WRITE', (id, handle, offset, piece) => {
    const isKept = files.write(numberOf(handle), offset, piece);
    sftp.status(id, isKept ? STATUS_CODE.OK : STATUS_CODE.FAILURE);
  });
  sftp.on('READ', (id, handle, offset, length) => {
    const piece = files.read(numberOf(handle), offset, length);
    if (piece) sftp.data(id, piece);
    else sftp.status(id, STATUS_CODE.EOF);
  });
  sftp.on('STAT', (id, path) => tellSize(id, files.sizeOf(path)));
  sftp.on('FSTAT', (id, handle) => tellSize(id, files.sizeOfOpen(numberOf(handle))));
  sftp.on('CLOSE', (id, handle) => {
    files.close(numberOf(handle));
    sftp.status(id, STATUS_CODE.OK);
  });
}

function numberOf(handle: Buffer): number {
  return handle.length === 4 ? handle.readUInt32BE() : 0;
}

function setSize(screen: Screen, columns: number, rows: number): void {
  screen.columns = columns;
  screen.rows = rows;
}

function acceptForwards(connection: Connection, client: ClientSocket, options: DoorOptions): void {
  connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
    options.onForward(client);
    if (!/^127\.\d+\.\d+\.\d+$/.test(destIP) && destIP !== 'localhost') return reject();
    const target = connect({ host: destIP, port: destPort, noDelay: true });
    target.once('error', () => reject());
    target.once('connect', () => {
      const channel = accept();
      channel.on('error', () => {});
      target.on('error', () => channel.close());
      channel.on('close', () => target.destroy());
      target.pipe(channel).pipe(target);
    });
  });
}
