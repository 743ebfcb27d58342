import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { Interrupts } from '../../src/cli/interrupts.js';
import { runWords } from '../../src/cli/run-words.js';
import { openTerminal } from '../../src/cli/terminal.js';
import { readVersion } from '../../src/document/version.js';
import { type FlowResult, makeEnvironment, type RunFlowOptions } from './run-flow.js';

/**
 * Runs a command as `flow` would, but in this process: for tests that want many commands and nothing of a process of their own, whose start takes
 * ten times as long as what most of them do.
 */
export function runHere(
  words: readonly string[],
  options: Pick<RunFlowOptions, 'cwd' | 'env'> = {},
): Promise<FlowResult> {
  const ran = last.then(() => runInFolder(words, options));
  last = ran.catch(() => {});
  return ran;
}

/** A process is in one folder at a time. */
let last: Promise<unknown> = Promise.resolve();

async function runInFolder(
  words: readonly string[],
  { cwd = process.cwd(), env }: Pick<RunFlowOptions, 'cwd' | 'env'>,
): Promise<FlowResult> {
  const home = process.cwd();
  process.chdir(cwd);
  try {
    return await run(words, makeEnvironment(env));
  } finally {
    process.chdir(home);
  }
}

async function run(words: readonly string[], env: NodeJS.ProcessEnv): Promise<FlowResult> {
  const [stdout, stderr] = [new Page(), new Page()];
  const terminal = openTerminal({
    stdout: () => stdout,
    stderr: () => stderr,
    env,
    folder: process.cwd(),
    isTyped: () => false,
  });
  const nobody = new Interrupts(() => {}, new EventEmitter());
  const exitCode = await runWords(words, { terminal, interrupts: nobody, version: readVersion() });
  await terminal.flush();
  return { exitCode, signal: null, stdout: stdout.text, stderr: stderr.text };
}

/** Keeps what is written. */
class Page extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
