import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findHunks, hunkHeading } from '../../compare/text-diff.js';
import type { Playbook } from '../../playbook/playbook.js';
import { renderEach, renderReport } from '../../report/render.js';
import { writeReport } from '../../report/write-outputs.js';
import type { RunRecord } from '../../task/result.js';

const MOST_CHANGES = 2_000;

/**
 * Every report of a run in one text, each as it would be printed or written, several with their names above.
 *
 * @throws {ReportError} when a template fails
 */
export function reportsOf({ outputs }: Pick<Playbook, 'outputs'>, record: RunRecord): string {
  const texts = outputs.map((spec) => {
    const { each } = spec;
    const context = { playbook: record.playbook, vars: record.vars ?? {} };
    const head = each ? record.results.map((result) => renderEach(result, each, context)).join('') : '';
    return head + renderReport(record, spec);
  });
  if (texts.length === 1) return texts[0] as string;
  return texts.map((text, index) => `<!-- ${outputs[index]?.file?.text ?? 'standard output'} -->\n${text}`).join('\n');
}

/** @returns the text of a golden report; undefined when there is none */
export function readGolden(file: string, folder: string): string | undefined {
  try {
    return readFileSync(resolve(folder, file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Keeps a report as the golden one. @throws {ReportError} when it cannot be written */
export function writeGolden(file: string, folder: string, text: string): void {
  writeReport(resolve(folder, file), [text], file);
}

/** What differs, as a unified diff with the golden report before and the present one after. */
export function drawDifference(golden: string, now: string, file: string): string {
  const hunks = findHunks(golden, now, MOST_CHANGES);
  const lines = hunks?.flatMap((hunk) => [hunkHeading(hunk), ...hunk.lines]) ?? [
    `more than ${MOST_CHANGES} lines differ`,
  ];
  return [`--- ${file}`, '+++ the report as it is now', ...lines].map((line) => `${line}\n`).join('');
}
