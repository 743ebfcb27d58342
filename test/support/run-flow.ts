import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How flow is started. */
export interface RunFlowOptions {
  cwd?: string;
  /**
   * On top of a clean environment: PATH, HOME and what tools need, nothing that colours or configures flow but `FLOW_HOME`, so that runs in the
   * folder of flow itself leave nothing there. `undefined` takes a name away.
   */
  env?: Record<string, string | undefined>;
  /** Written to standard input, which is then closed; without it standard input is empty. `open` leaves it to `write`. */
  input?: string | 'open';
  /** Put before its command: `['ip', 'netns', 'exec', 'a']`. */
  wrapper?: readonly string[];
  /** Aborted: flow is killed, as by SIGKILL. */
  signal?: AbortSignal;
  /** It leads a process group of its own, and `kill` signals all of it, as Ctrl-C on a terminal does. */
  ownGroup?: boolean;
}

/** What was left when flow had ended. */
export interface FlowResult {
  /** Null when a signal ended it. */
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A flow that runs; await it for its end. */
export interface RunningFlow extends Promise<FlowResult> {
  readonly pid: number | undefined;
  /** Waits until the text has been printed, on either stream. Rejects when flow ends without it. */
  waitFor(text: string | RegExp): Promise<void>;
  kill(signal?: NodeJS.Signals): void;
  write(text: string): void;
  /** Closes our end of its standard output, as `| head` does. */
  closeStdout(): void;
}

/** The binary that users run; made by `npm run build`. */
export const FLOW = fileURLToPath(new URL('../../dist/bin/flow.js', import.meta.url));

/** Made by the first run that is kept, and removed when the tests of this process end. */
const JOURNALS = join(tmpdir(), `flow-test-journals-${process.pid}`);
process.once('exit', () => rmSync(JOURNALS, { recursive: true, force: true }));

const KEPT = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot'];

/**
 * Runs the built flow as a child process.
 *
 * @example const { exitCode, stdout } = await runFlow(['run', 'clock.yaml'], { cwd: folder });
 */
export function runFlow(args: readonly string[], options: RunFlowOptions = {}): RunningFlow {
  if (!existsSync(FLOW)) throw new Error(`${FLOW} is missing: run "npm run build" first`);
  const [program = process.execPath, ...words] = [...(options.wrapper ?? []), process.execPath, FLOW, ...args];
  const child = spawn(program, words, {
    cwd: options.cwd,
    env: makeEnvironment(options.env),
    ...(options.ownGroup && { detached: true }),
    ...(options.signal && { signal: options.signal, killSignal: 'SIGKILL' }),
  });
  const watch = watchOutput(child);
  child.stdin.on('error', () => {}); // It may end without reading what it was given.
  if (options.input !== 'open') child.stdin.end(options.input ?? '');
  const ended = new Promise<FlowResult>((resolve, reject) => {
    child.once('error', (error) => {
      if (error.name !== 'AbortError') reject(error);
    });
    child.once('close', (exitCode, signal) => {
      watch.end();
      resolve({ exitCode, signal, ...watch.printed });
    });
  });
  return Object.assign(ended, {
    pid: child.pid,
    waitFor: watch.waitFor,
    kill: (signal: NodeJS.Signals = 'SIGTERM') => {
      if (options.ownGroup && child.pid !== undefined) process.kill(-child.pid, signal);
      else child.kill(signal);
    },
    write: (text: string) => void child.stdin.write(text),
    closeStdout: () => void child.stdout.destroy(),
  });
}

interface Waiter {
  text: string | RegExp;
  resolve(): void;
  reject(error: Error): void;
}

function watchOutput(child: ChildProcessWithoutNullStreams) {
  const printed = { stdout: '', stderr: '' };
  let waiters: Waiter[] = [];
  let hasEnded = false;
  const isThere = (text: string | RegExp) =>
    [printed.stdout, printed.stderr].some((stream) =>
      typeof text === 'string' ? stream.includes(text) : text.test(stream),
    );
  const collect = (stream: 'stdout' | 'stderr') => {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
      const due = waiters.filter((waiter) => isThere(waiter.text));
      waiters = waiters.filter((waiter) => !due.includes(waiter));
      for (const waiter of due) waiter.resolve();
    });
  };
  collect('stdout');
  collect('stderr');
  const missing = (text: string | RegExp) =>
    new Error(`flow ended without printing ${text}\nstdout: ${printed.stdout}\nstderr: ${printed.stderr}`);
  return {
    printed,
    waitFor: (text: string | RegExp): Promise<void> => {
      if (isThere(text)) return Promise.resolve();
      if (hasEnded) return Promise.reject(missing(text));
      return new Promise((resolve, reject) => waiters.push({ text, resolve, reject }));
    },
    end: () => {
      hasEnded = true;
      for (const waiter of waiters) waiter.reject(missing(waiter.text));
      waiters = [];
    },
  };
}

/** @param own  as in {@link RunFlowOptions} */
export function makeEnvironment(own: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(KEPT.map((name) => [name, process.env[name]]));
  return Object.fromEntries(
    Object.entries({ ...kept, FLOW_HOME: JOURNALS, ...own }).filter(([, value]) => value !== undefined),
  );
}
