import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../document/package-root.js';

const words = process.argv.slice(2);
if (words[0] === '--version' || words[0] === '-V') {
  process.stdout.write(`${readVersion()}\n`); // answered before anything else is loaded
} else {
  void main();
}

/** Runs one command and ends the process; the only place where an error becomes text and an exit status. */
async function main(): Promise<void> {
  const { tuneEngine } = await import('./tune-engine.js');
  tuneEngine(process.versions.node);
  const [{ openTerminal }, { runProgram }] = await Promise.all([import('./terminal.js'), import('./program.js')]);
  const terminal = openTerminal();
  let exitCode: number;
  try {
    exitCode = await runProgram(words, { terminal, version: readVersion() });
  } catch (error) {
    const { explainError } = await import('./explain-error.js');
    const explained = explainError(error, { withStack: process.env.FLOW_DEBUG === '1' });
    terminal.err.write(explained.text);
    exitCode = explained.exitCode;
  }
  await terminal.flush();
  process.exit(exitCode);
}

function readVersion(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return manifest.version;
}
