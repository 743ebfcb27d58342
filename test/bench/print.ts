import { cpus, totalmem } from 'node:os';
import type { Verdict } from './budgets.js';
import type { Usage } from './measure.js';
import type { Outcome, Row } from './run-scenario.js';

/** Rows of cells, the head first; all of the same length. */
type Table = string[][];

/** A column of what was measured. */
interface Column {
  head: string;
  /** Undefined where it was not measured. */
  cell(usage: Usage, base: Usage | undefined): string | undefined;
}

const COLUMNS: readonly Column[] = [
  { head: 'wall s', cell: ({ wallMs }) => (wallMs / 1000).toPrecision(3) },
  { head: 'CPU s', cell: ({ cpuMs }) => (cpuMs / 1000).toFixed(2) },
  { head: 'memory MiB', cell: ({ memoryMiB }) => (memoryMiB > 0 ? memoryMiB.toFixed(0) : undefined) },
  { head: 'wall x', cell: ({ wallMs }, base) => ratio(wallMs, base?.wallMs) },
  { head: 'CPU x', cell: ({ cpuMs }, base) => ratio(cpuMs, base?.cpuMs) },
  { head: 'memory x', cell: ({ memoryMiB }, base) => ratio(memoryMiB, base?.memoryMiB) },
  { head: 'round trips', cell: ({ roundTrips }) => roundTrips?.toFixed(1) },
  { head: 'blocked ms', cell: ({ blockedMs }) => blockedMs?.toFixed(0) },
];

/** Everything that was measured, for a terminal or as Markdown. Ends with "\n". */
export function printAll(outcomes: readonly Outcome[], verdicts: readonly Verdict[], asMarkdown: boolean): string {
  const drawTable = asMarkdown ? drawMarkdown : drawText;
  const parts = outcomes.map((outcome) => [
    `${outcome.title}; x: times ${outcome.base}`,
    drawTable(tableOf(outcome)),
    ...outcome.rows.flatMap(({ client, problem }) => (problem === undefined ? [] : [`${client}: ${problem}`])),
  ]);
  const budgets = verdicts.length > 0 ? [drawTable(tableOfVerdicts(verdicts))] : [];
  return [describeMachine(), ...parts.flat(), ...budgets].map((part) => `${part}\n`).join('\n');
}

function tableOf({ rows, base }: Outcome): Table {
  const baseUsage = rows.find(({ client }) => client === base)?.usage;
  const cellOf = ({ usage }: Row, { cell }: Column) => usage && cell(usage, baseUsage);
  const columns = COLUMNS.filter((column) => rows.some((row) => cellOf(row, column) !== undefined));
  return [
    ['', ...columns.map(({ head }) => head)],
    ...rows.map((row) => [row.client, ...columns.map((column) => cellOf(row, column) ?? '-')]),
  ];
}

function tableOfVerdicts(verdicts: readonly Verdict[]): Table {
  return [
    ['what', 'measured', 'budget', ''],
    ...verdicts.map(({ what, measured, budget, isWithin }) => [what, measured, budget, isWithin ? 'within' : 'OVER']),
  ];
}

/** Names to the left, numbers to the right. */
function drawText(table: Table): string {
  const widths = widthsOf(table);
  return table
    .map((cells) => cells.map((cell, index) => pad(cell, widths[index] ?? 0, index > 0)).join('   '))
    .map((line) => line.trimEnd())
    .join('\n');
}

function drawMarkdown(table: Table): string {
  const [head = [], ...rows] = table;
  const rule = head.map((_cell, index) => (index > 0 ? '---:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function widthsOf([head = [], ...rows]: Table): number[] {
  return head.map((cell, index) => Math.max(cell.length, ...rows.map((row) => row[index]?.length ?? 0)));
}

function pad(cell: string, width: number, isNumber: boolean): string {
  return isNumber ? cell.padStart(width) : cell.padEnd(width);
}

function ratio(number: number, base: number | undefined): string | undefined {
  return base !== undefined && base > 0 && number > 0 ? (number / base).toFixed(2) : undefined;
}

/** @example "Measured on 2026-11-22: 2 x EPYC 7B13, 23 GiB, Node.js 20.20.2, linux x64." */
function describeMachine(): string {
  const all = cpus();
  const machine = `${all.length} x ${all[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${day}: ${machine}, Node.js ${process.versions.node}, ${process.platform} ${process.arch}.`;
}
