import { type ProgramContext, runProgram } from './program.js';
import type { Terminal } from './terminal.js';

/**
 * Runs one command; the only place where an error becomes text and an exit status.
 *
 * @param words  the command line without the program's name
 * @returns the exit status
 */
export async function runWords(words: readonly string[], context: ProgramContext): Promise<number> {
  const { terminal } = context;
  try {
    return await runProgram(words, context);
  } catch (error) {
    const { explainError } = await import('./explain-error.js');
    const withStack = terminal.env.FLOW_DEBUG === '1';
    const explained = explainError(error, { withStack, columns: terminal.err.columns });
    terminal.err.write(explained.text);
    await annotate(error, terminal);
    return explained.exitCode;
  }
}

/** Where GitHub Actions runs flow, the mistakes of a file are marked in it. */
async function annotate(error: unknown, terminal: Terminal): Promise<void> {
  const { DocumentError } = await import('../error/flow-error.js');
  if (!(error instanceof DocumentError)) return;
  const { annotateMistakes } = await import('./annotate.js');
  annotateMistakes(terminal, error.diagnostics);
}
