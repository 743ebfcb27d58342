import { type ComplianceRule, complianceByHost, summarizeCompliance } from './compliance.js';
import { commonCommand, describeState, type FailureGroup, groupFailures, isOneLine } from './failure-groups.js';
import { codeText, fencedText, plainText } from './markdown-text.js';
import type { ReportContext, ReportRow, ReportTask, SavedFile } from './report-context.js';
import { summarizeSaved } from './summarize-saved.js';

/**
 * Writes the built-in Markdown report: title, a summary, what failed by reason, then each task's outputs.
 * One host is one line (or one block), nothing is aligned and only the summary tells times, so that a `git diff` of two reports shows
 * what differs on the devices and nothing else. Text of a device cannot end a cell or a block.
 */
export function renderMarkdown(context: ReportContext): string {
  const blocks = [
    `# ${plainText(context.playbook.name)}`,
    ...(context.playbook.description ? [plainText(context.playbook.description)] : []),
    context.summary,
    ...writeFailures(groupFailures(context.failures)),
    ...writeWarnings(context.warnings),
    ...writeCompliance(context.compliance),
    ...writeSaved(context.saved),
    ...context.tasks.flatMap((task) => writeTask(task, context)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function writeFailures(groups: FailureGroup[]): string[] {
  if (groups.length === 0) return [];
  return [
    '## Failures',
    ...groups.flatMap(({ code, meaning, hint, isOwnHint, rows }) => [
      `**${code}**: ${meaning}.\nHint: ${isOwnHint ? hint : plainText(hint)}.`,
      writeTable(
        ['Host', 'Address', 'Task', 'Message'],
        rows.map((row) => [row.host.name, row.host.address, row.task, row.error?.message ?? ''].map(plainText)),
      ),
    ]),
  ];
}

function writeWarnings(warnings: ReportContext['warnings']): string[] {
  if (warnings.length === 0) return [];
  return [
    '## Warnings',
    writeTable(
      ['Host', 'Warning'],
      warnings.map((each) => [each.host, each.message].map(plainText)),
    ),
  ];
}

/** A line for each host, so that a host which is mended changes one line of the report. */
function writeCompliance(rules: readonly ComplianceRule[]): string[] {
  if (rules.length === 0) return [];
  const hasOneTask = new Set(rules.map(({ task }) => task)).size === 1;
  const titles = rules.map(({ task, rule }) => plainText(hasOneTask ? rule : `${task}: ${rule}`));
  const rows = complianceByHost(rules).map(({ host, outcomes }) => [
    plainText(host),
    ...outcomes.map((outcome) => (outcome === 'fail' ? '**fail**' : (outcome ?? ''))),
  ]);
  return ['## Compliance', `${summarizeCompliance(rules)}.`, writeTable(['Host', ...titles], rows)];
}

/** Files that are as they were are only counted. */
function writeSaved(saved: readonly SavedFile[]): string[] {
  if (saved.length === 0) return [];
  const rows = saved.filter(({ change }) => change !== 'unchanged');
  const table = writeTable(
    ['Host', 'File', 'Change'],
    rows.map(({ host, file, change }) => [plainText(host), codeText(file), change]),
  );
  return ['## Saved', `${summarizeSaved(saved)}.`, ...(rows.length > 0 ? [table] : [])];
}

/** A playbook with one command has a task of its own name: saying it again as a heading would be noise. */
function writeTask(task: ReportTask, { tasks, playbook }: ReportContext): string[] {
  const heading = tasks.length === 1 && task.name === playbook.name ? [] : [`## ${plainText(task.name)}`];
  const command = commonCommand(task.results);
  const short = task.results.filter(isOneLine);
  const long = task.results.filter((row) => !isOneLine(row));
  return [
    ...heading,
    ...(command === undefined ? [] : [writeCommand(command)]),
    ...(short.length > 0 ? [writeOutputTable(short, command === undefined)] : []),
    ...long.map((row) => writeOutputBlock(row, command === undefined)),
    ...writeChanges(task.results),
  ];
}

/** What each host's configuration was changed by: hosts with the same change stand together. */
function writeChanges(rows: readonly ReportRow[]): string[] {
  const hosts = new Map<string, string[]>();
  for (const { diff, host } of rows) {
    if (!diff) continue;
    const same = hosts.get(diff);
    if (same) same.push(host.name);
    else hosts.set(diff, [host.name]);
  }
  return [...hosts].map(([diff, names]) => {
    return [`### Changed on ${names.map(plainText).join(', ')}`, fencedText(diff.trimEnd(), 'diff')].join('\n\n');
  });
}

function writeOutputTable(rows: ReportRow[], withCommand: boolean): string {
  const hasCommands = withCommand && rows.some(({ command }) => command !== null);
  const header = hasCommands ? ['Host', 'Command', 'Output'] : ['Host', 'Output'];
  return writeTable(
    header,
    rows.map((row) => [
      plainText(row.host.name),
      ...(hasCommands ? [writeInlineCommand(row.command ?? '')] : []),
      writeOutputCell(row),
    ]),
  );
}

/** What became of it, when it is not finished, and then the text that came. */
function writeOutputCell(row: ReportRow): string {
  const state = describeState(row);
  const parts = [...(state ? [plainText(state)] : []), codeText(row.output)].filter((part) => part !== '');
  return parts.length > 0 ? parts.join('<br>') : '*no output*';
}

function writeOutputBlock(row: ReportRow, withCommand: boolean): string {
  const state = describeState(row);
  const heading = `### ${plainText(row.host.name)}${state ? ` (${plainText(state)})` : ''}`;
  const command = withCommand && row.command !== null ? [writeCommand(row.command)] : [];
  return [heading, ...command, fencedText(row.output)].join('\n\n');
}

function writeCommand(command: string): string {
  return command.includes('\n') ? fencedText(command) : codeText(command);
}

/** In a table cell the lines of a configuration stand one below the other. */
function writeInlineCommand(command: string): string {
  return command.split('\n').map(codeText).join('<br>');
}

function writeTable(header: string[], rows: string[][]): string {
  const writeLine = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [writeLine(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(writeLine)].join('\n');
}
