import { type Mask, makeMask } from '../error/mask.js';

/** A stream that text goes to. */
export interface Output {
  write(text: string): void;
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
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that paths on the command line start from. */
  readonly folder: string;
  /** Somebody can be asked: input and messages are both on a terminal. */
  readonly canAsk: boolean;
  /** A screen that may be redrawn: a terminal, and neither `CI` nor `NO_COLOR` nor `TERM=dumb`. */
  readonly canRedraw: boolean;
  /** From now on these are replaced by `****` in everything printed. */
  hide(secrets: Iterable<string>): void;
  readonly mask: Mask;
  /** Waits until everything written has left the process. */
  flush(): Promise<void>;
}

/** Opens the terminal of this process. A reader of standard output that goes away ends the output quietly. */
export function openTerminal(): Terminal {
  let mask: Mask = (text) => text;
  const secrets = new Set<string>();
  const { env } = process;
  const applyMask: Mask = (text) => mask(text);
  return {
    out: openOutput(process.stdout, applyMask),
    err: openOutput(process.stderr, applyMask),
    env,
    folder: process.cwd(),
    canAsk: Boolean(process.stdin.isTTY && process.stderr.isTTY),
    canRedraw: Boolean(process.stderr.isTTY && !env.CI && !env.NO_COLOR && env.TERM !== 'dumb'),
    hide(more) {
      for (const secret of more) secrets.add(secret);
      mask = makeMask(secrets);
    },
    mask: applyMask,
    flush: async () => {
      await Promise.all([flushStream(process.stdout), flushStream(process.stderr)]);
    },
  };
}

function openOutput(stream: NodeJS.WriteStream, mask: Mask): Output {
  let isOpen = true;
  stream.on('error', () => {
    isOpen = false; // EPIPE: `flow run … | head -1` has read enough
  });
  return {
    write(text) {
      if (isOpen && text !== '') stream.write(mask(text));
    },
    isTerminal: Boolean(stream.isTTY),
    color: Boolean(stream.isTTY && stream.hasColors?.()),
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
  };
}

function flushStream(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) resolve();
    else stream.write('', () => resolve());
  });
}
