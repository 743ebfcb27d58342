import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import { parseAlgorithms } from './algorithms.js';
import type { Credential } from './credentials.js';
import { matchesGlob } from './glob.js';
import type { Host, SshOptions } from './host.js';
import { parseSshConfig, type SshBlock } from './ssh-config.js';

/** Who and where we are. */
export interface SshConfigOptions {
  /** Name of the local user: who logs in where nobody else is named. */
  user: string;
  /** Folder that `~` stands for. */
  home: string;
  /** Socket of the SSH agent (`SSH_AUTH_SOCK`); none unless given. */
  agent?: string | undefined;
  /** Named in messages; `~/.ssh/config` unless given. */
  file?: string;
  /** Whether a file exists; the real file system unless given. */
  exists?: (path: string) => boolean;
}

/** Hosts with what ssh_config adds, and what of it could not be used. */
export interface SshConfigured {
  hosts: Host[];
  warnings: Diagnostic[];
}

const ALGORITHMS = [
  ['kexalgorithms', 'kex'],
  ['hostkeyalgorithms', 'serverHostKey'],
  ['ciphers', 'cipher'],
  ['macs', 'hmac'],
] as const;
const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/**
 * Fills in what the inventory does not say from ssh_config, as `ssh` would, for the address and for the name of each
 * host: the first value found wins. Without any text only `~`, the agent, the user and the usual keys are filled in.
 *
 * @throws {DocumentError} when the text cannot be read
 * @see ssh_config(5)
 */
export function applySshConfig(hosts: readonly Host[], configText: string, options: SshConfigOptions): SshConfigured {
  const file = options.file ?? '~/.ssh/config';
  const { blocks, notices } = parse(configText, file);
  const warnings = new Set(notices);
  const configured = hosts.map((host) =>
    applyTo(host, blocks, { ...options, warn: (message) => warnings.add(message) }),
  );
  return {
    hosts: configured,
    warnings: [...warnings].map((message) => ({ file, message: printableLine(message), severity: 'warning' })),
  };
}

function parse(text: string, file: string): ReturnType<typeof parseSshConfig> {
  try {
    return parseSshConfig(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new DocumentError([
      { file, message: `cannot be read as ssh_config: ${printableLine(error.message)}`, severity: 'error' },
    ]);
  }
}

function applyTo(
  host: Host,
  blocks: readonly SshBlock[],
  options: SshConfigOptions & { warn: (message: string) => void },
): Host {
  const found = collect(host, blocks);
  const first = (keyword: string) => found.get(keyword)?.[0];
  const expand = (path: string) => expandPath(path, { ...options, host });
  const port = host.transport === 'telnet' ? Number.NaN : Number(first('port'));
  const username = host.username ?? first('user') ?? options.user;
  const agent = host.agent ?? agentOf(first('identityagent'), { ...options, expand });
  const key =
    host.key === undefined
      ? chooseKey(host, found.get('identityfile'), { ...options, expand, agent })
      : expand(host.key);
  if (first('proxycommand') !== undefined && first('proxycommand') !== 'none') {
    options.warn('ProxyCommand is not run by flow; use ProxyJump, or jump in the inventory');
  }
  if (first('certificatefile') !== undefined)
    options.warn('CertificateFile is not used: OpenSSH user certificates are not supported');
  return {
    ...host,
    address: addressOf(host, first('hostname')),
    ...(host.isPortDefault && port >= 1 && port <= 65535 ? { port, isPortDefault: false } : {}),
    username,
    ...(key !== undefined && { key }),
    ...(host.credentials && { credentials: host.credentials.map((each) => expandKey(each, expand)) }),
    ...(agent !== undefined && { agent }),
    jump: host.jump.length > 0 ? host.jump : jumpOf(first('proxyjump')),
    ssh: sshOptionsOf(host.ssh, first),
  };
}

function expandKey(credential: Credential, expand: (path: string) => string): Credential {
  return credential.key === undefined ? credential : { ...credential, key: expand(credential.key) };
}

/** The values of each keyword, the first found first. `IdentityFile` adds up; of all others the first counts. */
function collect(host: Host, blocks: readonly SshBlock[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { patterns, directives } of blocks) {
    if (!matches(host, patterns)) continue;
    for (const { keyword, values } of directives) found.set(keyword, [...(found.get(keyword) ?? []), values.join(' ')]);
  }
  return found;
}

function matches(host: Host, patterns: readonly string[]): boolean {
  const isOurs = (pattern: string) => matchesGlob(host.address, pattern) || matchesGlob(host.name, pattern);
  if (patterns.some((pattern) => pattern.startsWith('!') && isOurs(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && isOurs(pattern));
}

/** `HostName` only speaks where the inventory has no address apart from the name. */
function addressOf(host: Host, hostName: string | undefined): string {
  if (hostName === undefined || host.address !== host.name) return host.address;
  return hostName.replaceAll('%h', host.address).replaceAll('%%', '%');
}

function agentOf(
  identityAgent: string | undefined,
  { agent, expand }: { agent?: string | undefined; expand: (path: string) => string },
): string | undefined {
  if (identityAgent === undefined || identityAgent === 'SSH_AUTH_SOCK' || identityAgent === '$SSH_AUTH_SOCK')
    return agent;
  return identityAgent === 'none' ? undefined : expand(identityAgent);
}

function chooseKey(
  host: Host,
  identityFiles: readonly string[] | undefined,
  options: SshConfigOptions & { expand: (path: string) => string; agent: string | undefined },
): string | undefined {
  const exists = options.exists ?? existsSync;
  if (identityFiles?.[0] === 'none') return undefined;
  if (identityFiles) return identityFiles.map(options.expand).find(exists);
  // As ssh does, but only where nothing else could log in.
  if (host.password !== undefined || options.agent !== undefined) return undefined;
  return DEFAULT_KEYS.map((name) => join(options.home, '.ssh', name)).find(exists);
}

function jumpOf(proxyJump: string | undefined): string[] {
  if (proxyJump === undefined || proxyJump === 'none') return [];
  return proxyJump.split(',').map((hop) => hop.trim().replace(/^ssh:\/\//, ''));
}

function sshOptionsOf(ssh: SshOptions, first: (keyword: string) => string | undefined): SshOptions {
  const algorithms: NonNullable<SshOptions['algorithms']> = { ...ssh.algorithms };
  for (const [keyword, kind] of ALGORITHMS) {
    const text = first(keyword);
    if (text !== undefined) algorithms[kind] ??= parseAlgorithms(text);
  }
  const keepalive = ssh.keepalive ?? (Number(first('serveraliveinterval')) || undefined);
  return {
    ...ssh,
    ...(Object.keys(algorithms).length > 0 && { algorithms }),
    ...(keepalive !== undefined && { keepalive }),
  };
}

/** `~`, and the tokens of ssh_config that make sense here. */
function expandPath(path: string, { home, user, host }: SshConfigOptions & { host: Host }): string {
  return path
    .replace(/^~(?=\/|$)/, home)
    .replace(
      /%([%dhnru])/g,
      (_all, token: string) =>
        ({ '%': '%', d: home, h: host.address, n: host.name, r: host.username ?? user, u: user })[token] ?? '',
    );
}
