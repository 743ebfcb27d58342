import { UNPRINTABLE } from '../../error/printable.js';
import type { ReportContext, ReportRow } from '../report-context.js';
import type { PageData, PageResult } from './page-data.js';
import type { TextPool } from './text-pool.js';

/** Gathers what the script of the page needs; outputs that the page shows already are not said again. */
export function gatherData({ run, hosts, tasks, results }: ReportContext, pool: TextPool): PageData {
  const hostIndices = new Map(hosts.map(({ name }, index) => [name, index]));
  const taskIndices = new Map(tasks.map(({ name }, index) => [name, index]));
  const began = run.started === null ? 0 : Date.parse(run.started);
  const keep = (text: string | null): number | null => (text === null || text === '' ? null : pool.keep(text));
  const tell = (row: ReportRow): PageResult => ({
    host: hostIndices.get(row.host.name) ?? 0,
    task: taskIndices.get(row.task) ?? 0,
    state: row.state,
    attempts: row.attempts,
    at: row.started === null ? null : Math.max(0, Date.parse(row.started) - began),
    duration: row.duration_ms,
    phases: Object.entries(row.phases),
    command: keep(row.command),
    output: keep(row.output),
    diff: keep(row.diff),
    error: row.error,
  });
  return {
    duration: run.duration_ms,
    hosts: hosts.map(({ name, address, platform }) => ({ name, address, platform })),
    tasks: tasks.map(({ name }) => name),
    results: results.map(tell),
    texts: [...pool.texts],
  };
}

/** JSON that can stand in a `<script>`: nothing in it ends the element, begins a comment or hides. */
export function embedJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[<>&]/g, escapeUnit)
    .replace(UNPRINTABLE, (character) => character.split('').map(escapeUnit).join(''));
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
