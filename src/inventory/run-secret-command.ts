import type { ChildProcess } from 'node:child_process';

const LIMIT_MS = 10_000;
const MOST_BYTES = 64 * 1024;

/** What a command is run with. */
export interface SecretCommandOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** Aborted: the command is ended, with all that it started. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs a command that prints a secret, by `/bin/sh -c`, without a terminal, for at most ten seconds. What it writes to
 * standard error is thrown away: it may be part of a secret.
 *
 * @returns its standard output
 * @throws {Error} with a sentence for the user that does not repeat any output
 */
export function runSecretCommand(command: string, options: SecretCommandOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const { spawn } = process.getBuiltinModule('node:child_process');
    // `detached` makes a session of its own: no terminal to ask on, and one group to end the whole of it.
    const child = spawn('/bin/sh', ['-c', command], {
      env: { ...options.env },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    const pieces: Buffer[] = [];
    let size = 0;
    let reason: string | undefined;
    const stop = (why: string) => {
      reason ??= why;
      endGroup(child);
      child.stdout.destroy();
    };
    const limit = setTimeout(() => stop(`the command did not end within ${LIMIT_MS / 1000} seconds`), LIMIT_MS);
    const onAbort = () => stop('the command was interrupted');
    options.signal?.addEventListener('abort', onAbort);
    child.stdout.on('data', (piece: Buffer) => {
      pieces.push(piece);
      size += piece.length;
      if (size > MOST_BYTES) stop('the command printed more than 64 KiB');
    });
    child.on('error', () => settle('the command cannot be started'));
    child.on('close', (status, signal) => {
      if (reason === undefined && status !== 0) reason = `the command ended with ${signal ?? `exit status ${status}`}`;
      settle(reason);
    });
    function settle(failure: string | undefined): void {
      clearTimeout(limit);
      options.signal?.removeEventListener('abort', onAbort);
      if (failure === undefined) resolve(Buffer.concat(pieces).toString('utf8'));
      else reject(new Error(failure));
    }
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
