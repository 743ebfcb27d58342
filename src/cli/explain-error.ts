import { type Diagnostic, formatDiagnostic } from '../error/diagnostic.js';
import { DocumentError, FlowError, JournalError, UsageError } from '../error/flow-error.js';
import { printable } from '../error/printable.js';
import { EXIT } from './exit-code.js';
import { Interrupted } from './interrupts.js';

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
 */
export function explainError(error: unknown, options: { withStack: boolean }): ExplainedError {
  if (error instanceof Interrupted) return { text: '', exitCode: EXIT.interrupted };
  if (error instanceof DocumentError) return { text: explainDiagnostics(error.diagnostics), exitCode: EXIT.refused };
  if (error instanceof UsageError) return { text: `flow: ${printable(error.message)}\n`, exitCode: EXIT.refused };
  if (error instanceof JournalError) return { text: `flow: ${printable(error.message)}\n`, exitCode: EXIT.bug };
  if (error instanceof FlowError) return { text: `flow: ${printable(error.message)}\n`, exitCode: EXIT.raised };
  return { text: explainBug(error, options.withStack), exitCode: EXIT.bug };
}

/** Every diagnostic with its frame, then their count when there is more than one. */
export function explainDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const mistakes = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const lines = diagnostics.map((diagnostic) => printable(formatDiagnostic(diagnostic)));
  if (mistakes > 1) lines.push(`${mistakes} mistakes`);
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
