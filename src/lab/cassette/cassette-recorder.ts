import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { makeFolders } from '../../document/make-folders.js';
import { UsageError } from '../../error/flow-error.js';
import { systemCode } from '../../error/system-error.js';
import type { RunEvent } from '../../task/event.js';
import { type Scrub, Scrubber } from './scrub.js';
import { type NewCassette, writeCassette } from './write-cassette.js';

/** What is kept of what hosts say, and where. */
export interface CassetteOptions {
  /** The cassettes go here, one file for each host. */
  folder: string;
  /** These are left out: `addresses`, `names`; nothing unless given. */
  scrub?: Scrub[];
}

/** Writes what hosts say in a run: a cassette per host, written anew after each of its logins. */
export class CassetteRecorder {
  readonly #folder: string;
  readonly #scrubber: Scrubber;
  readonly #startedAt: string;
  readonly #cassettes = new Map<string, NewCassette>();
  /** Why a cassette was not written. */
  failure: UsageError | undefined;

  /**
   * @param hosts  host name → platform, of all that take part
   * @throws {UsageError} when nothing can be written there
   */
  constructor(
    { folder, scrub = [] }: CassetteOptions,
    hosts: ReadonlyMap<string, { platform: string }>,
    startedAt: Date,
  ) {
    this.#folder = resolve(folder);
    this.#scrubber = new Scrubber(scrub, hosts.keys());
    this.#startedAt = startedAt.toISOString();
    for (const [host, { platform }] of hosts) this.#cassettes.set(host, this.#blank(host, platform));
    checkWritable(this.#folder);
  }

  hear(event: RunEvent): void {
    if (event.type !== 'recorded') return;
    const { platform, software, login } = event.recording;
    const cassette = this.#cassettes.get(event.host) ?? this.#blank(event.host, platform);
    cassette.platform = platform;
    if (software !== undefined) cassette.software = software;
    cassette.logins.push(login);
    this.#cassettes.set(event.host, cassette);
    this.#write(cassette);
  }

  /** Writes those of hosts that were never spoken to: a replay has them, too. */
  close(): void {
    for (const cassette of this.#cassettes.values()) if (cassette.logins.length === 0) this.#write(cassette);
  }

  #blank(host: string, platform: string): NewCassette {
    return { host, platform, recorded: this.#startedAt, logins: [] };
  }

  #write(cassette: NewCassette): void {
    try {
      writeCassette(this.#folder, this.#scrubber.scrub(cassette));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.failure ??= error;
    }
  }
}

function checkWritable(folder: string): void {
  try {
    makeFolders(folder, 0o700);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(`--record: ${folder} cannot be written (${systemCode(error)})`, { cause: error });
  }
}
