import { closeSync, openSync, readlinkSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolders } from '../document/make-folders.js';
import { systemReason } from '../error/system-error.js';
import { isTooLong, TOO_LONG } from '../error/too-long.js';
import type { OutputSpec } from '../playbook/playbook.js';
import type { RunRecord } from '../task/result.js';
import { isDevice } from './is-device.js';
import { leaveOutLongest } from './leave-out-longest.js';
import type { PlannedOutput } from './plan-outputs.js';
import { renderReport, reportPieces } from './render.js';
import { ReportError } from './report-error.js';

/** What came of the reports of a run. */
export interface WrittenOutputs {
  /** Absolute paths of the files written. */
  files: string[];
  /** One for each report that could not be rendered or written. */
  errors: ReportError[];
}

/**
 * Renders every report, writes those that have a file and prints the others. A report that fails does not keep the others from being written,
 * and its results are not lost: they are printed instead, in the built-in form when its template is what failed, and
 * without the longest outputs when it would be longer than one text can be.
 *
 * @param options.print   takes what is to be printed, piece by piece
 * @param options.before  what stands in an output before its report
 */
export function writeOutputs(
  planned: readonly PlannedOutput[],
  record: RunRecord,
  options: { print: (text: string) => void; before?: ReadonlyMap<PlannedOutput, readonly string[]> },
): WrittenOutputs {
  const { print, before } = options;
  let hasPrinted = false;
  const files: string[] = [];
  const errors: ReportError[] = [];
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      const told = isTooLong(error) ? tooLong(record, error) : error;
      if (!(told instanceof ReportError)) throw told;
      errors.push(told);
      return null;
    }
  };
  const renderBuiltIn = ({ format }: Pick<OutputSpec, 'format'>): string => {
    try {
      return renderReport(record, { format });
    } catch (error) {
      if (!isTooLong(error)) throw error;
      return renderReport(leaveOutLongest(record), { format });
    }
  };
  for (const output of planned) {
    const { spec, path: file } = output;
    const head = before?.get(output) ?? [];
    const pieces = attempt(() => reportPieces(record, spec));
    const isWritten =
      pieces !== null &&
      file !== null &&
      attempt(() => {
        writeReport(file, inOrder(head, pieces), record.playbook.file);
        return true;
      });
    if (isWritten) {
      files.push(file);
      continue;
    }
    if (hasPrinted) print('\n');
    for (const piece of inOrder(head, pieces ?? [renderBuiltIn(spec)])) print(piece);
    hasPrinted = true;
  }
  return { files, errors };
}

function* inOrder(...parts: Iterable<string>[]): Generator<string> {
  for (const part of parts) yield* part;
}

function tooLong({ playbook }: RunRecord, cause: unknown): ReportError {
  const message = `output: the report would be ${TOO_LONG}`;
  return new ReportError({ file: playbook.file, message, severity: 'error' }, cause);
}

/**
 * Writes a file whole or not at all: into a file beside it, which then takes its place. Folders are made as needed; a
 * symbolic link stays one, and the file it leads to is replaced. What is no regular file, as `/dev/null` or a pipe, is written into.
 *
 * @throws {ReportError} when the file cannot be written
 */
export function writeReport(file: string, pieces: Iterable<string>, playbookFile: string): void {
  try {
    if (isDevice(file)) writePieces(file, pieces, 'w');
    else replaceFile(followLink(file), pieces);
  } catch (cause) {
    const message = `output.file: cannot write ${file}: ${systemReason(cause)}`;
    throw new ReportError({ file: playbookFile, message, severity: 'error' }, cause);
  }
}

function replaceFile(target: string, pieces: Iterable<string>): void {
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    makeFolders(path.dirname(target));
    writePieces(temporary, pieces, 'wx');
    renameSync(temporary, target);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
}

function writePieces(path: string, pieces: Iterable<string>, flags: 'w' | 'wx'): void {
  const file = openSync(path, flags);
  try {
    for (const piece of pieces) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}

function followLink(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return targetOfLink(file) ?? file;
  }
}

/** Where a symbolic link leads to that leads to nothing yet. */
function targetOfLink(file: string): string | undefined {
  try {
    return path.resolve(path.dirname(file), readlinkSync(file));
  } catch {
    return undefined;
  }
}
