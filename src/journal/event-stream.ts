import { dirname, resolve } from 'node:path';
import { makeFolders } from '../document/make-folders.js';
import { JournalError, UsageError } from '../error/flow-error.js';
import { systemReason } from '../error/system-error.js';
import { lineOf, type RecordedEvent } from './event-line.js';
import { EventWriter } from './event-writer.js';
import { LineFile } from './line-file.js';

/** Where the events of a run go beside its journal, a line of JSON each: a file, or what takes the lines. */
export type EventTarget = string | ((line: string) => void);

/** The events of a run as they happen. */
export class EventStream extends EventWriter {
  readonly #write: (line: string) => void;
  readonly #file: LineFile | undefined;
  readonly #name: string;

  /** @throws {UsageError} when the file cannot be made */
  constructor(target: EventTarget) {
    super();
    if (typeof target === 'function') {
      this.#name = 'where they go';
      this.#write = target;
      return;
    }
    const path = resolve(target);
    const file = openFile(path);
    this.#name = path;
    this.#file = file;
    this.#write = (line) => file.append(line);
  }

  close(): void {
    this.#file?.close();
  }

  protected write(event: RecordedEvent): void {
    const line = lineOf(event);
    try {
      this.#write(line);
    } catch (error) {
      throw new JournalError(`cannot write ${this.#name}: ${systemReason(error)}`, { option: 'events', cause: error });
    }
  }
}

function openFile(path: string): LineFile {
  try {
    makeFolders(dirname(path));
    return new LineFile(path);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${systemReason(error)}`, { option: 'events' });
  }
}
