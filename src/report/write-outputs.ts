import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunRecord } from '../task/result.js';
import type { PlannedOutput } from './plan-outputs.js';
import { renderReport } from './render.js';
import { ReportError } from './report-error.js';

/** What came of the reports of a run. */
export interface WrittenOutputs {
  /** To be printed; '' when every report goes to a file. */
  standardOutput: string;
  /** Absolute paths of the files written. */
  files: string[];
  /** One for each report that could not be rendered or written. */
  errors: ReportError[];
}

/**
 * Renders every report and writes those that have a file. A report that fails does not keep the others from being written,
 * and its results are not lost: they come on standard output instead, in the built-in form when its template is what failed.
 */
export function writeOutputs(planned: readonly PlannedOutput[], record: RunRecord): WrittenOutputs {
  const printed: string[] = [];
  const files: string[] = [];
  const errors: ReportError[] = [];
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      errors.push(error);
      return null;
    }
  };
  for (const { spec, path: file } of planned) {
    const text = attempt(() => renderReport(record, spec));
    const isWritten =
      text !== null &&
      file !== null &&
      attempt(() => {
        writeReport(file, text, record.playbook.file);
        return true;
      });
    if (isWritten) files.push(file);
    else printed.push(text ?? renderReport(record, { format: spec.format }));
  }
  return { standardOutput: printed.join('\n'), files, errors };
}

/**
 * Writes a file whole or not at all: into a file beside it, which then takes its place. Folders are made as needed; a
 * symbolic link stays one, and the file it leads to is replaced.
 *
 * @throws {ReportError} when the file cannot be written
 */
export function writeReport(file: string, text: string, playbookFile: string): void {
  const target = followLink(file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, target);
  } catch (cause) {
    rmSync(temporary, { force: true });
    const reason = cause instanceof Error ? cause.message.replace(/^(\w+): ([^,]+).*$/s, '$2 ($1)') : String(cause);
    throw new ReportError(
      { file: playbookFile, message: `output.file: cannot write ${file}: ${reason}`, severity: 'error' },
      cause,
    );
  }
}

function followLink(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
