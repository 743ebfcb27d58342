import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError, FlowError, JournalError, UsageError } from '../error/flow-error.js';
import { formatDiagnostics } from '../error/format-diagnostics.js';
import { printable } from '../error/printable.js';
import { countOf } from '../task/summarize-run.js';
import { EXIT } from './exit-code.js';
import { FLAG_WORDS, inFlags } from './flag-words.js';
import { Interrupted } from './interrupts.js';
import type { Output } from './terminal.js';

/** What a user sees of an error, and the exit status that goes with it. */
export interface ExplainedError {
  /** Lines with their ends; empty when there is nothing to say. */
  text: string;
  exitCode: number;
}

/**
 * Puts any error into words. A stack trace is shown only for a bug of flow, and only when asked for.
 *
 * @param options.withStack  show where in the source a bug was met (`FLOW_DEBUG=1`)
 * @param options.columns    the width of the terminal, where it is one
 */
export function explainError(
  error: unknown,
  options: { withStack: boolean; columns?: number | undefined },
): ExplainedError {
  if (error instanceof Interrupted) return { text: '', exitCode: EXIT.interrupted };
  if (error instanceof DocumentError)
    return { text: explainDiagnostics(error.diagnostics, options.columns), exitCode: EXIT.refused };
  if (error instanceof FlowError)
    return { text: `flow: ${printable(error.messageIn(FLAG_WORDS))}\n`, exitCode: exitCodeOfError(error) };
  return { text: explainBug(error, options.withStack), exitCode: EXIT.bug };
}

function exitCodeOfError(error: FlowError): number {
  if (error instanceof UsageError) return EXIT.refused;
  return error instanceof JournalError ? EXIT.bug : EXIT.raised;
}

/** Prints diagnostics; nothing where there are none. */
export function writeDiagnostics(output: Pick<Output, 'write' | 'columns'>, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) output.write(explainDiagnostics(diagnostics, output.columns));
}

/** The diagnostics with their frames, then the count of mistakes when there is more than one. */
function explainDiagnostics(diagnostics: readonly Diagnostic[], columns: number | undefined): string {
  const mistakes = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const lines = formatDiagnostics(inFlags(diagnostics), columns).map(printable);
  if (mistakes > 1) lines.push(countOf(mistakes, 'mistake'));
  return lines.map((line) => `${line}\n`).join('');
}

function explainBug(error: unknown, withStack: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const stack = withStack && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  const advice = withStack
    ? ''
    : '  run it again with FLOW_DEBUG=1 to see where, and report it with what that prints\n';
  return `flow: this is a bug in flow: ${printable(message)}\n${advice}${stack}`;
}
