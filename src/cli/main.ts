import { writeSync } from 'node:fs';
import { readVersion } from '../document/version.js';
import { EXIT } from './exit-code.js';
import { Interrupts } from './interrupts.js';
import type { Terminal } from './terminal.js';

const words = process.argv.slice(2);
if (words[0] === '--version' || words[0] === '-V') {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = complainOfOutput(error, (text) => process.stderr.write(text));
  });
  process.stdout.write(`${readVersion()}\n`); // answered before anything else is loaded
} else {
  void main();
}

/** Runs one command and ends the process; the only place where an error becomes text and an exit status. */
async function main(): Promise<void> {
  const interrupts = new Interrupts(endAtOnce);
  const { tuneEngine } = await import('./tune-engine.js');
  tuneEngine(process.versions.node);
  const [{ openTerminal }, { runProgram }] = await Promise.all([import('./terminal.js'), import('./program.js')]);
  const terminal = openTerminal();
  let exitCode: number;
  try {
    exitCode = await runProgram(words, { terminal, interrupts, version: readVersion() });
  } catch (error) {
    const { explainError } = await import('./explain-error.js');
    const explained = explainError(error, {
      withStack: process.env.FLOW_DEBUG === '1',
      columns: terminal.err.columns,
    });
    terminal.err.write(explained.text);
    await annotate(error, terminal);
    exitCode = explained.exitCode;
  }
  const failure = await terminal.flush();
  if (failure) {
    const lost = complainOfOutput(failure, (text) => terminal.err.write(text));
    exitCode ||= lost;
    await terminal.flush();
  }
  process.exit(exitCode);
}

/** Where GitHub Actions runs flow, the mistakes of a file are marked in it. */
async function annotate(error: unknown, terminal: Terminal): Promise<void> {
  const { DocumentError } = await import('../error/flow-error.js');
  if (!(error instanceof DocumentError)) return;
  const { annotateMistakes } = await import('./annotate.js');
  annotateMistakes(terminal, error.diagnostics);
}

/** Ends flow on a signal; a terminal that is closed already cannot be told. */
function endAtOnce(words: string): void {
  try {
    if (words !== '') writeSync(2, `flow: ${words}\n`);
  } finally {
    process.exit(EXIT.interrupted);
  }
}

/** Says why nobody gets to see what was asked for. @returns the exit status that goes with it */
function complainOfOutput(error: Error, write: (text: string) => void): number {
  write(`flow: the report could not be written to standard output: ${error.message}\n`);
  return EXIT.raised;
}
