import { fstatSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { KnownSecrets, type Secrets } from '../error/known-secrets.js';
import type { Mask } from '../error/mask.js';
import { guardFromCommands } from './workflow-commands.js';

/** A stream that text goes to. */
export interface Output {
  /**
   * Replaces every known secret on the way; `isMasked` says that it has been done where it matters, and better. Under GitHub Actions nothing in
   * it is taken for a command but what says so with `isCommand`.
   */
  write(text: string, options?: { isMasked?: boolean; isCommand?: boolean }): void;
  /** A person is looking. */
  readonly isTerminal: boolean;
  /** Colours are wanted: a terminal that has them, and no `NO_COLOR`. */
  readonly color: boolean;
  /** Width and height in characters, as they are now; absent when this is no terminal. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/**
 * What a command has of the outside world. Asked-for text goes to `out`, everything else to `err`;
 * both replace every known secret.
 */
export interface Terminal extends Secrets {
  readonly out: Output;
  readonly err: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that paths on the command line start from. */
  readonly folder: string;
  /** Somebody can be asked: input and messages are both on a terminal. */
  readonly canAsk: boolean;
  /** A screen that may be redrawn: a terminal, and neither `CI` nor `NO_COLOR` nor `TERM=dumb`. */
  readonly canRedraw: boolean;
  /**
   * Waits until everything written has left the process.
   *
   * @returns why standard output did not take all of it (the disk is full); absent also when its reader went away
   */
  flush(): Promise<Error | undefined>;
}

/** A stream of a process; what it says of its terminal is absent where there is none. */
export type TerminalStream = Writable & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'hasColors' | 'columns' | 'rows'>>;

/** What a terminal is made of: a process has it. */
export interface Surroundings {
  /** Called at the first use, for opening a stream costs milliseconds. */
  stdout(): TerminalStream;
  stderr(): TerminalStream;
  env: Readonly<Record<string, string | undefined>>;
  folder: string;
  /** Standard input is typed by somebody. */
  isTyped(): boolean;
}

/** Opens a terminal. A reader of standard output that goes away ends the output quietly. */
export function openTerminal({ stdout, stderr, env, folder, isTyped }: Surroundings): Terminal {
  const secrets = new KnownSecrets();
  const { mask } = secrets;
  const isRead = env.GITHUB_ACTIONS === 'true';
  const out = new StreamOutput(1, { open: stdout, mask, isRead });
  const err = new StreamOutput(2, { open: stderr, mask, isRead });
  return {
    out,
    err,
    env,
    folder,
    get canAsk() {
      return err.isTerminal && isTyped();
    },
    get canRedraw() {
      return err.isTerminal && !env.CI && !env.NO_COLOR && env.TERM !== 'dumb';
    },
    hide: (more) => secrets.hide(more),
    mask,
    flush: async () => {
      await Promise.all([out.flush(), err.flush()]);
      return out.failure;
    },
  };
}

class StreamOutput implements Output {
  readonly #descriptor: 1 | 2;
  readonly #open: () => TerminalStream;
  readonly #mask: Mask;
  readonly #isRead: boolean;
  #isLineStart = true;
  #stream: TerminalStream | undefined;
  #broken: NodeJS.ErrnoException | undefined;

  /** @param stream.isRead  somebody looks for commands in what is printed, unless it goes to a file */
  constructor(descriptor: 1 | 2, stream: { open: () => TerminalStream; mask: Mask; isRead: boolean }) {
    this.#descriptor = descriptor;
    this.#open = stream.open;
    this.#mask = stream.mask;
    this.#isRead = stream.isRead && !isFile(descriptor);
  }

  write(text: string, { isMasked = false, isCommand = false } = {}): void {
    if (text === '' || this.#broken) return;
    try {
      const masked = isMasked ? text : this.#mask(text);
      const written = this.#isRead && !isCommand ? guardFromCommands(masked, this.#isLineStart) : masked;
      this.#isLineStart = written.endsWith('\n');
      this.#use().write(written, this.#noteFailure);
    } catch (error) {
      this.#noteFailure(error as Error); // a terminal that is closed refuses at once
    }
  }

  /** What broke the stream, unless it is a reader that has read enough (`flow run … | head -1`) or a terminal that was closed. */
  get failure(): Error | undefined {
    if (this.#broken?.code === 'EPIPE') return undefined;
    return this.#broken?.code === 'EIO' && isDevice(this.#descriptor) ? undefined : this.#broken;
  }

  get isTerminal(): boolean {
    return Boolean(this.#use().isTTY);
  }

  get color(): boolean {
    return this.isTerminal && this.#use().hasColors?.() === true;
  }

  get columns(): number | undefined {
    return this.#use().columns;
  }

  get rows(): number | undefined {
    return this.#use().rows;
  }

  /** Waits until everything written has left the process, or cannot any more. */
  flush(): Promise<void> {
    const stream = this.#stream;
    if (!stream || this.#broken) return Promise.resolve();
    return new Promise((resolve) => {
      try {
        stream.write('', (error) => {
          this.#noteFailure(error);
          resolve();
        });
      } catch (error) {
        this.#noteFailure(error as Error);
        resolve();
      }
    });
  }

  /** The first error tells why; those after it only say that the stream is closed. */
  readonly #noteFailure = (error?: Error | null): void => {
    if (error) this.#broken ??= error;
  };

  #use(): TerminalStream {
    if (this.#stream) return this.#stream;
    const stream = this.#open();
    stream.on('error', this.#noteFailure);
    this.#stream = stream;
    return stream;
  }
}

/** Closed streams are none. */
function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

/** A terminal is one, also when it is closed; a file on a disk is none. */
function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}
