import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { JournalError, UsageError } from '../error/flow-error.js';
import { systemReason } from '../error/system-error.js';
import { lineOf, type RecordedEvent } from '../journal/event-line.js';
import { EventWriter } from '../journal/event-writer.js';
import { LineFile } from '../journal/line-file.js';
import type { Call } from './command.js';

/** The flag for the events of a run as they happen. */
export const EVENTS_FLAG = {
  form: '--events <file>',
  text: 'writes every event as a line of JSON; with - to standard output, in the place of the report',
};

/** The file that the events of a run are to be written to, absolute; undefined where there is none. */
export function eventsFileOf({ flags, terminal }: Pick<Call, 'flags' | 'terminal'>): string | undefined {
  const target = flags.text('events');
  return target === undefined || target === '-' ? undefined : resolve(terminal.folder, target);
}

/** The events of a run as they happen, to a file or to standard output. */
export class EventStream extends EventWriter {
  readonly #write: (line: string) => void;
  readonly #file: LineFile | undefined;
  readonly #name: string;

  /** @throws {UsageError} when the file cannot be made */
  constructor(call: Pick<Call, 'flags' | 'terminal'>) {
    super();
    const path = eventsFileOf(call);
    const file = path === undefined ? undefined : openFile(path);
    this.#name = path ?? 'standard output';
    this.#file = file;
    this.#write = file ? (line) => file.append(line) : (line) => call.terminal.out.write(line, { isMasked: true });
  }

  close(): void {
    this.#file?.close();
  }

  protected write(event: RecordedEvent): void {
    const line = lineOf(event);
    try {
      this.#write(line);
    } catch (error) {
      throw new JournalError(`--events: cannot write ${this.#name}: ${systemReason(error)}`, { cause: error });
    }
  }
}

function openFile(path: string): LineFile {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return new LineFile(path);
  } catch (error) {
    throw new UsageError(`--events: cannot write ${path}: ${systemReason(error)}`);
  }
}
