import type { Diagnostic, Position } from '../error/diagnostic.js';
import type { LineSpan } from '../error/secret-spans.js';
import type { Credential } from './credentials.js';
import type { Place } from './place.js';

/** How to speak SSH to one host. */
export interface SshOptions {
  /** Algorithm lists that replace ssh2's defaults, or are put before or after them: `{kex: {append: [...]}}`. */
  algorithms?: Partial<
    Record<
      'kex' | 'serverHostKey' | 'cipher' | 'hmac',
      string[] | { append?: string[]; prepend?: string[]; remove?: string[] }
    >
  >;
  /** Also offer SHA-1, CBC and group1 algorithms, at the end of each list. */
  legacy?: boolean;
  /** Seconds between keep-alive requests; none unless given. */
  keepalive?: number;
  /** Ways to log in, in the order in which they are tried; key, agent, password, keyboard-interactive unless given. */
  auth?: AuthMethod[];
  /** Answers to what keyboard-interactive asks, beside the password. */
  answers?: PromptAnswer[];
}

/** How one may prove who one is. */
export const AUTH_METHODS = ['publickey', 'agent', 'password', 'keyboard-interactive', 'none'] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

/** What to answer to a question at login. */
export interface PromptAnswer {
  /** A regular expression, matched anywhere in the question, in either case. */
  match: string;
  send: string;
  /** A code that is good for one login: it is never given a second time. */
  oneTime?: boolean;
}

/**
 * One device as the inventory describes it, after inheritance. Values may still be references
 * (`${env:NAME}`) until `resolveReferences` has run.
 */
export interface Host {
  name: string;
  address: string;
  port: number;
  /** Nobody gave a port: 22 was assumed, and `~/.ssh/config` may say otherwise. */
  isPortDefault?: boolean;
  /** A platform's name or alias: `cisco_ios`. */
  platform: string;
  username?: string;
  password?: string;
  /** The privileged mode's password; an empty string means "asked for, but empty". */
  secret?: string;
  /** Path of a private key. */
  key?: string;
  passphrase?: string;
  /** Groups in order of precedence, parents after children. */
  groups: string[];
  vars: Record<string, unknown>;
  /** Other credentials, tried in order after those of the host itself when it refuses them. */
  credentials?: Credential[];
  /** How to speak to it; `ssh` unless given. */
  transport?: 'ssh' | 'telnet';
  /** `socks5://user:password@host:port` or `http://...`, to go through where flow itself opens the connection; `none` for none. */
  proxy?: string;
  /** Hosts to go through, nearest first: names of the inventory, or `user@host:port`. */
  jump: string[];
  ssh: SshOptions;
  /** Unix socket of an SSH agent, from `IdentityAgent` or the environment. */
  agent?: string;
  /** Other texts to be masked: what references in `vars` gave. Never shown. */
  secrets?: string[];
  /** Where the host is written, for diagnostics; absent for simulated hosts. */
  position?: Position;
}

/** Every host flow knows of, in the order written, names unique. */
export interface Inventory {
  hosts: Host[];
  /** Group name → names of its hosts, in order. */
  groups: Map<string, string[]>;
  /** Which notations were recognised, one per source: `netmiko`, `nornir`, ... */
  sources: { file: string; kind: InventoryKind }[];
  /** Hosts may also be asked from the lab: platform → count. */
  lab?: Record<string, number>;
  /** Folders with platforms of the user's own, absolute, in the order written. */
  platformDirs?: string[];
  /** What a user should know and need not mend. */
  warnings?: Diagnostic[];
  /** Passwords written as they are, one entry per file; see `warnOfPlainSecrets`. */
  plainSecrets?: PlainSecrets[];
  /** Where the platform of a host is written (the host itself when it has none), to point at. */
  platformPlaces?: Map<Host, PlatformPlace>;
  /** Where each reference is written, in the order of reading: `env:NAME` → places. */
  referencePlaces?: ReadonlyMap<string, readonly Place[]>;
}

/** Passwords written as they are in one file: the first place, and how many there are. */
export interface PlainSecrets {
  /** The key of the first one: `password`. */
  key: string;
  count: number;
  position: Position;
  /** The line of the first one, and what is not to be shown of it. */
  sourceLine?: string;
  hidden?: readonly LineSpan[];
}

/** Makes a diagnostic where a platform is written. */
export type PlatformPlace = (message: string, proposal?: string) => Diagnostic;

/** The notations in which an inventory may be written; `inline` stands in a playbook. */
export type InventoryKind = 'flow' | 'netmiko' | 'nornir' | 'ansible-yaml' | 'ansible-ini' | 'csv' | 'lab' | 'inline';

/** A host as templates, expressions and reports see it: no credentials. */
export interface HostView {
  name: string;
  address: string;
  platform: string;
  groups: string[];
  vars: Record<string, unknown>;
}

/** Leaves out everything of a host that a report must not show. */
export function viewHost(host: Host): HostView {
  const { name, address, platform, groups, vars } = host;
  return { name, address, platform, groups, vars };
}

/** How host keys are checked: `pin` writes the first one seen; `strict` refuses unknown ones; `off` takes any. */
export interface HostKeyPolicy {
  mode: 'strict' | 'pin' | 'off';
  /** An OpenSSH known_hosts file, read and (with `pin`) appended to. */
  file: string;
}
