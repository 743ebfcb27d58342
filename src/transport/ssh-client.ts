import { createRequire } from 'node:module';
import type { Client, ParsedKey, SFTPWrapper, utils } from 'ssh2';
import { DeviceError } from '../error/flow-error.js';
import { replaceGroup1Keys } from './group1-key.js';
import { type Key, quickenKeys } from './quick-keys.js';

/**
 * Loads a part of the package, which is CommonJS: an import would read it once more, for the names that it exports. All of it would
 * bring a server, and TLS for its HTTP agents.
 */
const load = createRequire(import.meta.url);
const SshConnection: typeof Client = load('ssh2/lib/client.js');
const { parseKey }: Pick<typeof utils, 'parseKey'> = load('ssh2/lib/protocol/keyParser.js');
/** The algorithm names that this ssh2 knows on this OpenSSL; it exports them nowhere else. */
const constants: Record<
  | `DEFAULT_${'KEX' | 'SERVER_HOST_KEY' | 'CIPHER' | 'MAC'}`
  | `SUPPORTED_${'KEX' | 'SERVER_HOST_KEY' | 'CIPHER' | 'MAC'}`,
  readonly string[]
> = load('ssh2/lib/protocol/constants.js');

/** An SSH connection as the package has it. This is the only file of the client's side that knows the package. */
export type SshClient = Client;
/** SFTP on such a connection. */
export type SftpClient = SFTPWrapper;
export type { ClientChannel, ConnectConfig } from 'ssh2';

/** The four lists that two sides of SSH have to agree on. */
export type AlgorithmKind = 'kex' | 'serverHostKey' | 'cipher' | 'hmac';

/** As strong as curve25519 and a fifth of its cost here: the curve that OpenSSL has in assembler, with no key wrapped and parsed. */
const CHEAPEST_KEX = 'ecdh-sha2-nistp256';

/**
 * ssh2 puts ChaCha20 where it belongs on this processor, which `cpu-features` tells to one thread of a process only. Last is
 * the same for all.
 */
const CIPHERS = [...constants.DEFAULT_CIPHER].sort((a, b) => Number(isChaCha(a)) - Number(isChaCha(b)));

/** Algorithms by kind, best first: those offered unless somebody says otherwise, and all that could be. */
export const ALGORITHMS: Readonly<Record<AlgorithmKind, { usual: readonly string[]; known: readonly string[] }>> = {
  kex: {
    usual: [CHEAPEST_KEX, ...constants.DEFAULT_KEX.filter((name) => name !== CHEAPEST_KEX)],
    known: constants.SUPPORTED_KEX,
  },
  serverHostKey: { usual: constants.DEFAULT_SERVER_HOST_KEY, known: constants.SUPPORTED_SERVER_HOST_KEY },
  cipher: { usual: CIPHERS, known: constants.SUPPORTED_CIPHER },
  hmac: { usual: constants.DEFAULT_MAC, known: constants.SUPPORTED_MAC },
};

function isChaCha(cipher: string): boolean {
  return cipher.startsWith('chacha20');
}

/** 32 bytes of zeros behind `ssh-ed25519`: no server has this key. */
const ANY_KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)}`;
quickenKeys(parseKey(ANY_KEY) as unknown as Key);

/** Makes a client that is not connected yet. @param kex  the key exchanges that it will offer */
export function makeClient(kex: readonly string[]): SshClient {
  const client = new SshConnection();
  client.once('connect', () => {
    const { _protocol: protocol } = client as unknown as { _protocol: Protocol };
    joinHello(protocol);
    if (kex.includes('diffie-hellman-group1-sha1')) replaceGroup1Keys(protocol);
  });
  return client;
}

/** What parses the bytes of a connection; not in the types of ssh2. */
interface Protocol {
  parse(bytes: Buffer, from: number, end: number): void;
}

/** Where a server that never says what it is has said enough. */
const LONGEST_HELLO = 64 * 1024;

/**
 * Hands over all up to the server's identification in one piece: of more than two, ssh2 loses those in the middle.
 *
 * @see ssh2 1.17 lib/protocol/Protocol.js, parseHeader
 */
function joinHello(protocol: Protocol): void {
  const { parse } = protocol;
  let hello = Buffer.alloc(0);
  protocol.parse = (bytes) => {
    hello = Buffer.concat([hello, bytes]);
    if (hello.length < LONGEST_HELLO && !/(?:^|\n)SSH-[^\n]*\n/.test(hello.toString('latin1'))) return;
    protocol.parse = parse;
    protocol.parse(hello, 0, hello.length);
  };
}

const parsedKeys = new Map<string, ParsedKey>();

/**
 * Parses a private key once for all hosts: an encrypted one costs a tenth of a second each time.
 *
 * @throws {DeviceError} `auth` when it cannot be read
 */
export function parsePrivateKey(key: Buffer, passphrase: string | undefined): ParsedKey {
  const id = `${key.toString('latin1')}\0${passphrase ?? ''}`;
  let parsed = parsedKeys.get(id);
  if (!parsed) {
    const result: ParsedKey | Error | (ParsedKey | Error)[] = parseKey(key, passphrase);
    const first = [result].flat()[0];
    if (first instanceof Error || first === undefined) {
      const words = first instanceof Error ? first.message : 'it holds no key';
      const hint = /passphrase|encrypted/i.test(words)
        ? 'set `passphrase` for this host'
        : 'use a private key in OpenSSH or PEM format';
      throw new DeviceError('auth', `the private key could not be read: ${words}`, { phase: 'auth', hint });
    }
    parsed = first;
    parsedKeys.set(id, parsed);
  }
  return parsed;
}
