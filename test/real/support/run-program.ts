import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { pathOf } from './programs.js';

const execute = promisify(execFile);

/** Runs a program to its end and gives its standard output. @throws with what it said when it fails */
export async function runProgram(name: string, ...args: string[]): Promise<string> {
  return (await execute(pathOf(name), args)).stdout;
}

/** The same, with a text as its standard input. */
export async function feedProgram(input: string, name: string, ...args: string[]): Promise<string> {
  const running = execute(pathOf(name), args);
  running.child.stdin?.end(input);
  return (await running).stdout;
}

/** A server that was started and has said that it is ready. */
export interface Daemon {
  pid: number;
  /** All it has printed so far. */
  log(): string;
  /** Resolves once it has printed the text, which may be in the past. @throws when it ends first */
  said(text: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a server in the foreground and waits until it prints `ready`.
 *
 * @throws {Error} with everything it printed, when it ends before that
 */
export async function startDaemon(command: string[], ready: string): Promise<Daemon> {
  const [name = '', ...args] = command;
  const child = spawn(name.startsWith('/') ? name : pathOf(name), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const daemon = new Watched(name, child);
  await daemon.said(ready);
  return daemon;
}

class Watched implements Daemon {
  readonly pid: number;
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #hasEnded = false;
  #text = '';
  #onText: (() => void)[] = [];

  constructor(name: string, child: ChildProcess) {
    this.#name = name;
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => this.#add(`${error.message}\n`));
      child.once('close', () => {
        this.#hasEnded = true;
        this.#add('');
        resolve();
      });
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => this.#add(text));
  }

  log(): string {
    return this.#text;
  }

  async said(text: string): Promise<void> {
    while (!this.#text.includes(text)) {
      if (this.#hasEnded) throw new Error(`${this.#name} ended before it said "${text}":\n${this.#text}`);
      await new Promise<void>((resolve) => this.#onText.push(resolve));
    }
  }

  async stop(): Promise<void> {
    if (!this.#hasEnded) this.#child.kill('SIGTERM');
    await this.#ended;
  }

  #add(text: string): void {
    this.#text += text;
    for (const wake of this.#onText.splice(0)) wake();
  }
}
