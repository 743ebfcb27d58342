import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolders } from '../document/make-folders.js';
import { jsonText } from '../error/json-text.js';
import type { RunEvent } from '../task/event.js';
import { lineOf, type RecordedEvent, type TextFile } from './event-line.js';
import { EventWriter } from './event-writer.js';
import type { FrozenHost, FrozenRun } from './frozen-run.js';
import { attempt, FILE_MODE, FOLDER_MODE, makingFolder, prepareHome, runsFolder } from './journal-home.js';
import { LineFile } from './line-file.js';

/** What a run begins with, before anything is sent: also what is settled then, and what that leads to. */
const FIRST_EVENTS: readonly RunEvent['type'][] = ['run-started', 'carried', 'notice', 'settled', 'stopping'];

/** A longer text does not stand on the line of its event: whoever reads the events of a large run need not read its outputs. */
const LONGEST_TEXT = 4096;

/** What a journal begins with. */
export interface JournalStart {
  run: FrozenRun;
  /** The text of the playbook, secrets masked. */
  playbook: string;
  hosts: FrozenHost[];
}

/**
 * Writes down what happens in a run: a folder `runs/ID` with what it was made of and `events.ndjson`, a line for each event, in
 * order.
 */
export class Journal extends EventWriter {
  readonly #folder: string;
  /** Where the folder is until all that the run begins with is written: a run that others can find is whole. */
  readonly #making: string;
  #isPlaced = false;
  readonly #events: LineFile;
  #files = 0;

  /** @param home  the project's `.flow`, or `FLOW_HOME`. @throws {JournalError} */
  constructor(home: string, { run, playbook, hosts }: JournalStart) {
    super();
    prepareHome(home);
    this.#folder = path.join(runsFolder(home), run.id);
    const making = makingFolder(home, run.id);
    this.#making = making;
    this.#events = attempt(`write ${making}`, () => {
      try {
        makeFolders(path.join(making, 'outputs'), FOLDER_MODE);
        write(making, 'run.json', `${jsonText(run, 2)}\n`);
        write(making, 'inventory.json', `${jsonText(hosts, 2)}\n`);
        write(making, 'playbook.yaml', playbook);
        return new LineFile(path.join(making, 'events.ndjson'));
      } catch (error) {
        rmSync(making, { recursive: true, force: true });
        throw error;
      }
    });
  }

  close(): void {
    this.#events.close();
  }

  protected write(event: RecordedEvent): void {
    attempt(`write ${this.#place}`, () => {
      if (!this.#isPlaced && !FIRST_EVENTS.includes(event.type)) {
        renameSync(this.#making, this.#folder);
        this.#isPlaced = true;
      }
      this.#events.append(lineOf(event, (text) => this.#keep(text)));
    });
  }

  get #place(): string {
    return this.#isPlaced ? this.#folder : this.#making;
  }

  /** The file is there, whole, before the line that speaks of it. */
  #keep(text: string): string | TextFile {
    // A lone surrogate would not come back from UTF-8 as it was.
    if (text.length <= LONGEST_TEXT || !text.isWellFormed()) return text;
    const file = `outputs/${++this.#files}.txt`;
    const bytes = Buffer.from(text);
    write(this.#place, file, bytes);
    return { file, bytes: bytes.length };
  }
}

function write(folder: string, name: string, content: string | Buffer): void {
  writeFileSync(path.join(folder, name), content, { flag: 'wx', mode: FILE_MODE });
}
