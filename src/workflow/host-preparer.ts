import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import { applySshConfig } from '../inventory/apply-ssh-config.js';
import { deferReferences } from '../inventory/deferred-references.js';
import type { Host, Inventory } from '../inventory/host.js';
import { parseHop } from '../inventory/jumps.js';
import { type ReferenceSources, resolveReferences } from '../inventory/resolve-references.js';

/** Where references are looked up. */
export interface HostSources extends ReferenceSources {
  /** Workers look up credentials, and have agents of their own; false unless given. */
  defersCredentials?: boolean;
}

/** Looks up what references stand for and applies `~/.ssh/config`, for chosen hosts and for those they are reached through. */
export class HostPreparer {
  readonly warnings: Diagnostic[] = [];
  readonly #known: ReadonlyMap<string, Host>;
  readonly #prepared = new Map<string, Host>();
  readonly #places: Inventory['referencePlaces'];
  readonly #sources: HostSources;
  readonly #sshConfig = readSshConfig();

  /** @param sources  where references are looked up */
  constructor(inventory: Inventory, sources: HostSources) {
    this.#known = new Map(inventory.hosts.map((host) => [host.name, host]));
    this.#places = inventory.referencePlaces;
    this.#sources = sources;
  }

  /** Every host prepared so far. */
  get prepared(): Iterable<Host> {
    return this.#prepared.values();
  }

  /** @returns the hosts, in the order given. @throws {DocumentError} when a reference cannot be resolved */
  async prepare(hosts: readonly Host[]): Promise<Host[]> {
    // One go, so that a password that several hosts share is asked for once; ssh_config may then name further jumps.
    let wanted = this.#withJumps(hosts);
    while (wanted.length > 0) {
      for (const host of this.#configure(await this.#resolve(wanted))) this.#prepared.set(host.name, host);
      wanted = this.#withJumps([...this.#prepared.values()]).filter((host) => !this.#prepared.has(host.name));
    }
    return hosts.map((host) => this.#prepared.get(host.name) ?? host);
  }

  /** A host to go through: one of the inventory, or `user@host:port` as ssh would understand it. */
  find(name: string): Host | undefined {
    return this.#prepared.get(name) ?? this.#configure([parseHop(name)])[0];
  }

  #withJumps(hosts: readonly Host[]): Host[] {
    const found = new Map(hosts.map((host) => [host.name, host]));
    for (const host of found.values()) {
      for (const hop of host.jump) {
        const jump = this.#known.get(hop);
        if (jump && !found.has(hop)) found.set(hop, jump); // a map goes on with what is added on the way
      }
    }
    return [...found.values()];
  }

  #resolve(hosts: Host[]): Promise<Host[]> {
    return resolveReferences(
      this.#sources.defersCredentials ? hosts.map(deferReferences) : hosts,
      this.#sources,
      this.#places,
    );
  }

  #configure(hosts: readonly Host[]): Host[] {
    const { hosts: configured, warnings } = applySshConfig(hosts, this.#sshConfig, {
      user: userInfo().username,
      home: homedir(),
      agent: this.#sources.defersCredentials ? undefined : this.#sources.env.SSH_AUTH_SOCK,
    });
    const told = new Set(this.warnings.map(({ message }) => message));
    for (const warning of warnings) if (!told.has(warning.message)) this.warnings.push(warning);
    return configured;
  }
}

function readSshConfig(): string {
  try {
    return readFileSync(join(homedir(), '.ssh', 'config'), 'utf8');
  } catch {
    return ''; // most people have none
  }
}
