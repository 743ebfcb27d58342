import { readFileSync, statSync } from 'node:fs';
import { isSettledSame } from '../../device/config-diff.js';
import { realPathOf } from '../../device/local-path.js';
import type { Platform } from '../../device/platform.js';
import { DeviceError } from '../../error/flow-error.js';
import { systemCode, systemReason } from '../../error/system-error.js';
import type { Host } from '../../inventory/host.js';
import { reportError } from '../../task/error-report.js';
import type { ErrorReport, Result, Saved } from '../../task/result.js';
import type { SaveSpec, Task } from '../../task/task.js';
import { type SavePath, savePathOf } from './save-path.js';
import { writeWhole } from './write-whole.js';

/** A file that no save may replace. */
export interface TakenFile {
  /** Absolute; it need not exist. */
  path: string;
  /** What it is to the user: `the playbook itself`. */
  role: string;
}

/** What saving needs to know of a run. */
export interface SaverOptions {
  /** Every host by name. */
  hosts: ReadonlyMap<string, Host>;
  vars: Record<string, unknown>;
  taken: readonly TakenFile[];
  /** Judges every file and writes none, as if none were there yet; false unless given. */
  isRehearsal?: boolean;
}

/** An output that is to be saved. */
export interface Saving {
  task: Task & { save: SaveSpec };
  /** As the device gave it. */
  raw: Result;
  /** With secrets masked. */
  clean: Result;
  platform: Pick<Platform, 'volatile'>;
}

/** Writes outputs to the files of the project, each file once in a run. */
export class Saver {
  readonly #options: SaverOptions;
  /** Real path → who has it. */
  readonly #owners: Map<string, string>;

  constructor(options: SaverOptions) {
    this.#options = options;
    this.#owners = new Map(options.taken.map(({ path, role }) => [realPathOf(path), role]));
  }

  /** Writes the output of a task that has finished, unless the file has it already. */
  save({ task, raw, clean, platform }: Saving): { saved: Saved } | { error: ErrorReport } {
    const { save } = task;
    const text = endLine((save.secrets === 'keep' ? raw : clean).output ?? '');
    const size = text.trim().length;
    if (size < save.minSize) {
      const found =
        size === 0 ? 'the output is empty' : `the output has ${size} characters, expected ${save.minSize} or more`;
      return failed(`${found}: nothing was saved`);
    }
    const host = this.#options.hosts.get(raw.host.name) as Host;
    const path = savePathOf({
      save,
      task,
      host: { ...host, platform: raw.host.platform },
      vars: this.#options.vars,
    });
    if ('problem' in path) return failed(path.problem);
    const owner = this.#owners.get(path.absolute);
    if (owner !== undefined) return failed(`${path.file} is ${owner}`);
    this.#owners.set(path.absolute, `the file of task "${task.name}" on ${raw.host.name}`);
    if (this.#options.isRehearsal) return { saved: { file: path.file, change: 'new' } };
    return write(path, text, { platform, isPrivate: save.secrets === 'keep' });
  }
}

function write(
  { file, absolute }: SavePath,
  text: string,
  { platform, isPrivate }: { platform: Pick<Platform, 'volatile'>; isPrivate: boolean },
): { saved: Saved } | { error: ErrorReport } {
  try {
    const before = statSync(absolute, { throwIfNoEntry: false });
    if (before && !before.isFile()) return failed(`cannot write ${file}: it is no file`);
    if (before && isSettledSame(readFileSync(absolute, 'utf8'), text, platform))
      return { saved: { file, change: 'unchanged' } };
    writeWhole(absolute, text, isPrivate);
    return { saved: { file, change: before ? 'changed' : 'new' } };
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return failed(`cannot write ${file}: ${systemReason(error)}`);
  }
}

function failed(message: string): { error: ErrorReport } {
  return { error: reportError(new DeviceError('save', message, { phase: 'save' })) };
}

function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
