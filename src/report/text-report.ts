import { printableLine } from '../error/printable.js';
import { padToWidth, textWidth } from '../error/text-width.js';
import { type ComplianceRule, summarizeCompliance } from './compliance.js';
import { commonCommand, describeState, type FailureGroup, groupFailures, isOneLine } from './failure-groups.js';
import type { ReportContext, ReportRow, ReportTask, SavedFile } from './report-context.js';
import { summarizeSaved } from './summarize-saved.js';

/** A column is not widened for the sake of a longer text than this. */
const WIDEST_COLUMN = 40;

/** Writes the built-in report for a terminal: the same parts as the Markdown one, in aligned columns. */
export function renderText(context: ReportContext): string {
  const blocks = [
    [
      context.playbook.name,
      ...(context.playbook.description ? [context.playbook.description] : []),
      context.summary,
    ].join('\n'),
    ...groupFailures(context.failures).map(writeFailures),
    ...writeWarnings(context.warnings),
    ...writeCompliance(context.compliance),
    ...writeSaved(context.saved),
    ...context.tasks.flatMap((task) => writeTask(task, context)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function writeFailures({ code, meaning, hint, rows }: FailureGroup): string {
  const table = alignColumns(rows.map((row) => [row.host.name, row.host.address, row.task, row.error?.message ?? '']));
  return [`${code}: ${meaning}`, `  ${hint}`, ...indentLines(table)].join('\n');
}

function writeWarnings(warnings: ReportContext['warnings']): string[] {
  if (warnings.length === 0) return [];
  const table = alignColumns(warnings.map(({ host, message }) => [host, message]));
  return [['warnings', ...indentLines(table)].join('\n')];
}

/** A rule may be longer than a column, so each stands on a line of its own; hosts are only named where it does not hold. */
function writeCompliance(rules: readonly ComplianceRule[]): string[] {
  if (rules.length === 0) return [];
  const table = alignColumns(
    rules.map(({ task, rule, pass, fail, not_applicable: none, hosts }) => {
      const failed = hosts.filter(({ outcome }) => outcome === 'fail').map(({ host }) => host);
      const counts = [`${pass} pass`, `${fail} fail`, ...(none > 0 ? [`${none} not applicable`] : [])].join(', ');
      return [task, counts, failed.length > 0 ? `${rule} (fails on ${failed.join(', ')})` : rule];
    }),
  );
  return [[`compliance: ${summarizeCompliance(rules)}`, ...indentLines(table)].join('\n')];
}

/** Files that are as they were are only counted. */
function writeSaved(saved: readonly SavedFile[]): string[] {
  if (saved.length === 0) return [];
  const rows = saved.filter(({ change }) => change !== 'unchanged');
  const table = alignColumns(rows.map(({ host, change, file }) => [host, change, file]));
  return [[`saved: ${summarizeSaved(saved)}`, ...indentLines(table)].join('\n')];
}

function writeTask(task: ReportTask, { tasks, playbook }: ReportContext): string[] {
  const command = commonCommand(task.results);
  const title = tasks.length === 1 && task.name === playbook.name ? [] : [task.name];
  const short = task.results.filter(isOneLine);
  const long = task.results.filter((row) => !isOneLine(row));
  const head = [...title, ...(command === undefined ? [] : command.split('\n').map((line) => `> ${line}`))];
  const hasCommands = command === undefined && short.some((row) => row.command !== null);
  const table = alignColumns(
    short.map((row) => [row.host.name, ...(hasCommands ? [writeCommand(row, command)] : []), writeOutput(row)]),
  );
  const first = [...head, ...indentLines(table)].join('\n');
  return [...(first ? [first] : []), ...long.map((row) => writeOutputBlock(row, command))];
}

/** A command that stands above all rows is not said again. */
function writeCommand(row: ReportRow, common: string | undefined): string {
  return common === undefined && row.command !== null ? `> ${row.command}` : '';
}

function writeOutput(row: ReportRow): string {
  const parts = [describeState(row), row.output.trim()].filter((part) => part !== '');
  return parts.join(': ') || '(no output)';
}

function writeOutputBlock(row: ReportRow, common: string | undefined): string {
  const state = describeState(row);
  const command = writeCommand(row, common)
    .split('\n')
    .filter((line) => line !== '');
  const lines = row.output.replace(/\n+$/, '').split('\n');
  return [
    `  ${row.host.name}${state ? ` (${state})` : ''}`,
    ...command.map((line) => `    ${line}`),
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
}

/** Puts cells below each other; the last one of a line is not filled up. */
function alignColumns(rows: string[][]): string[] {
  const lines = rows.map((row) => row.map(printableLine));
  const widths: number[] = [];
  for (const line of lines) {
    line.slice(0, -1).forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, Math.min(WIDEST_COLUMN, textWidth(cell)));
    });
  }
  return lines.map((line) =>
    line
      .map((cell, column) => (column === line.length - 1 ? cell : padToWidth(cell, widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function indentLines(lines: string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
