import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../error/flow-error.js';
import { SCRUBS, type Scrub, Scrubber } from '../lab/cassette/scrub.js';
import { type NewCassette, writeCassette } from '../lab/cassette/write-cassette.js';
import type { RunEvent } from '../task/event.js';
import type { Call } from './command.js';

/** The flags for recordings. */
export const RECORD_FLAGS = [
  {
    form: '--record <folder>',
    text: 'keeps what each host says, for --replay and `flow lab`; one file each',
  },
  { form: '--scrub <what>', text: 'leaves these out of what is recorded: addresses,names' },
];

/** The flag that plays recordings. */
export const REPLAY_FLAG = {
  form: '--replay <folder>',
  text: 'recorded hosts in the place of all; nothing leaves this machine',
};

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
   * @throws {UsageError} when nothing can be written there, or for a wrong `--scrub`
   */
  constructor(
    folder: string,
    hosts: ReadonlyMap<string, { platform: string }>,
    options: { scrub: Scrub[]; startedAt: Date },
  ) {
    this.#folder = folder;
    this.#scrubber = new Scrubber(options.scrub, hosts.keys());
    this.#startedAt = options.startedAt.toISOString();
    for (const [host, { platform }] of hosts) this.#cassettes.set(host, this.#blank(host, platform));
    checkWritable(folder);
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

/** Makes the recorder that the flags ask for. @throws {UsageError} for wrong flags, or a folder that cannot be written */
export function makeCassetteRecorder(
  { flags, terminal }: Call,
  hosts: ReadonlyMap<string, { platform: string }>,
  startedAt: Date,
): CassetteRecorder | undefined {
  const folder = flags.text('record');
  const scrub = readScrub(flags.text('scrub'));
  if (folder !== undefined) return new CassetteRecorder(resolve(terminal.folder, folder), hosts, { scrub, startedAt });
  if (scrub.length > 0) throw new UsageError('--scrub: without --record there is nothing to leave it out of');
  return undefined;
}

function readScrub(text: string | undefined): Scrub[] {
  const words = text?.split(',').map((word) => word.trim()) ?? [];
  const strange = words.find((word) => !SCRUBS.some((kind) => kind === word));
  if (strange !== undefined) throw new UsageError(`--scrub: expected addresses, names, or both, got "${strange}"`);
  return SCRUBS.filter((kind) => words.includes(kind));
}

function checkWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(`--record: ${folder} cannot be written (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
}
