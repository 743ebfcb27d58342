import type { ErrorCode, Phase } from './codes.js';
import type { Diagnostic } from './diagnostic.js';
import { formatDiagnostics } from './format-diagnostics.js';
import { hideLines } from './hidden-lines.js';
import { LIBRARY_WORDS, putIntoWords, type Wording, type Words } from './wording.js';

/** An error that flow expects and explains; anything else that is thrown is a bug of flow. */
export abstract class FlowError extends Error {
  /** What a program can tell it apart by. */
  abstract readonly code: 'usage' | 'document' | 'journal' | ErrorCode;
  readonly #said: string;
  readonly #wording: Wording;

  /** @param said  the message, but for what callers say in words of their own */
  constructor(said: string, { option, remedy, ...rest }: Wording & ErrorOptions = {}) {
    const wording = { ...(option !== undefined && { option }), ...(remedy && { remedy }) };
    super(putIntoWords(said, wording, LIBRARY_WORDS), rest);
    this.#said = said;
    this.#wording = wording;
  }

  /** The message for callers who say things otherwise than the library. */
  messageIn(words: Words): string {
    return putIntoWords(this.#said, this.#wording, words);
  }
}

/** A wrong option, flag or command; the message carries the nearest right name. Exit status 2. */
export class UsageError extends FlowError {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}

/** A playbook, inventory, platform or template is wrong; carries every mistake found. Exit status 2. */
export class DocumentError extends FlowError {
  override readonly name = 'DocumentError';
  readonly code = 'document';
  readonly #diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(formatDiagnostics(diagnostics).join('\n'));
    this.#diagnostics = hideLines(diagnostics);
  }

  /** Every mistake. Their lines are as the files have them, with secrets, which nobody sees who prints or logs the error or them. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }
}

/** What a run does cannot be written down, or what was written cannot be read; the message says where and why. Exit status 70. */
export class JournalError extends FlowError {
  override readonly name = 'JournalError';
  readonly code = 'journal';
}

/** What is known of a failure on one host beside its code and message. */
export interface DeviceErrorDetails {
  phase: Phase;
  /** The end of what was received, at most 200 characters; made printable and masked where it is shown. */
  last?: string;
  /** Replaces the general hint of the code. */
  hint?: string;
  cause?: unknown;
}

/** One host failed; stays in the Result of the task, and the run ends with exit status 1. */
export class DeviceError extends FlowError {
  override readonly name = 'DeviceError';
  readonly code: ErrorCode;
  readonly phase: Phase;
  readonly last: string;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: DeviceErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.phase = details.phase;
    this.last = (details.last ?? '').slice(-200);
    this.hint = details.hint;
  }

  /** The same failure in other words. */
  reworded(message: string): DeviceError {
    return reword(this, message);
  }
}

// Outside of the class: one that names itself is given another name in the bundle.
function reword(error: DeviceError, message: string): DeviceError {
  const { code, phase, last, hint } = error;
  return new DeviceError(code, message, { phase, last, ...(hint === undefined ? {} : { hint }), cause: error });
}
