import { writeSync } from 'node:fs';
import { readVersion } from '../document/version.js';
import { EXIT } from './exit-code.js';
import { Interrupts } from './interrupts.js';

const words = process.argv.slice(2);
if (words[0] === '--version' || words[0] === '-V') {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = complainOfOutput(error, (text) => process.stderr.write(text));
  });
  process.stdout.write(`${readVersion()}\n`); // answered before anything else is loaded
} else {
  void main();
}

/** Runs one command and ends the process. */
async function main(): Promise<void> {
  const interrupts = new Interrupts(endAtOnce);
  const { tuneEngine } = await import('./tune-engine.js');
  tuneEngine(process.versions.node);
  const [{ openTerminal }, { runWords }] = await Promise.all([import('./terminal.js'), import('./run-words.js')]);
  const terminal = openTerminal({
    stdout: () => process.stdout,
    stderr: () => process.stderr,
    env: process.env,
    folder: process.cwd(),
    isTyped: () => Boolean(process.stdin.isTTY),
  });
  let exitCode = await runWords(words, { terminal, interrupts, version: readVersion() });
  const failure = await terminal.flush();
  if (failure) {
    const lost = complainOfOutput(failure, (text) => terminal.err.write(text));
    exitCode ||= lost;
    await terminal.flush();
  }
  process.exit(exitCode);
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
