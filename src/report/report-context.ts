import { printable } from '../error/printable.js';
import type { HostView } from '../inventory/host.js';
import { hasLazyOutput, withLazyOutput } from '../task/lazy-output.js';
import type { Result, RunCounts, RunRecord, RunWarning, Saved, SettledState } from '../task/result.js';
import { summarizeRun } from '../task/summarize-run.js';
import { type ComplianceRule, complianceOf } from './compliance.js';

/** One result as a template sees it: a {@link Result} whose `output` is text even where nothing came. */
export interface ReportRow extends Omit<Result, 'output'> {
  output: string;
}

/** Results by one of their attributes. */
export interface ReportHost extends HostView {
  /** The worst of its results: `raised` before `unknown`, `cancelled`, `skipped`, `finished`. */
  state: SettledState;
  results: ReportRow[];
  /** The same by task name: `tasks.version.output`. */
  tasks: Record<string, ReportRow>;
}
export interface ReportTask {
  name: string;
  results: ReportRow[];
}

/**
 * What a report template sees: the names of `flow run --format json`, and readings of them.
 * Every name exists in every report, so that strict templates can rely on it.
 */
export interface ReportContext {
  schema: string;
  run: RunRecord['run'];
  /** `description` is '' where the playbook has none. */
  playbook: { name: string; description: string; file: string };
  vars: Record<string, unknown>;
  /** In the playbook's `order`. */
  results: ReportRow[];
  /** Hosts, futures in all, and futures by state. */
  counts: RunCounts & { futures: number; unknown: number };
  /** `3 hosts: 2 finished, 1 raised in 1.2 s` */
  summary: string;
  /** The results that were raised or are unknown. */
  failures: ReportRow[];
  /** How hosts are reached that should not be: legacy algorithms, telnet. */
  warnings: RunWarning[];
  hosts: ReportHost[];
  tasks: ReportTask[];
  /** The rules of `expect` by host; empty where there are none. */
  compliance: ComplianceRule[];
  /** Every file in which an output was kept, in the order of the results. */
  saved: SavedFile[];
}

/** A file in which an output was kept. */
export interface SavedFile extends Saved {
  host: string;
  task: string;
}

/** Which of two states of a host's results is told for the host: the later one. */
const FROM_BEST: readonly SettledState[] = ['finished', 'skipped', 'cancelled', 'unknown', 'raised'];

/**
 * Makes the context of a report from the record of a run; the record stays as it is.
 *
 * @param options.raw  leaves control characters as the device sent them (for JSON, which escapes them itself);
 *                     otherwise every text has them made visible
 */
export function makeReportContext(record: RunRecord, options: { raw?: boolean } = {}): ReportContext {
  const clean = options.raw ? <T>(value: T): T => value : makeCleaner();
  const results = record.results.map((result) => makeRow(result, clean));
  const counts = { ...record.run.counts, futures: results.length, unknown: countUnknown(results) };
  return {
    schema: record.schema,
    run: record.run,
    playbook: { description: '', ...clean(record.playbook) },
    vars: clean(record.vars ?? {}),
    results,
    counts,
    summary: summarizeRun(counts, record.run.duration_ms),
    failures: results.filter(({ state }) => state === 'raised' || state === 'unknown'),
    warnings: clean(record.warnings ?? []),
    hosts: groupByHost(results),
    tasks: groupByTask(results),
    compliance: complianceOf(results),
    saved: results.flatMap(({ saved, host, task }) => (saved ? [{ ...saved, host: host.name, task }] : [])),
  };
}

/** One result, cleaned, with nothing left out and nothing null where a template would print it. */
export function makeRow(result: Result, clean: <T>(value: T) => T): ReportRow {
  if (!hasLazyOutput(result)) return { ...clean(result), output: clean(result.output ?? '') };
  const rest = clean(withLazyOutput(result, () => null)) as ReportRow;
  return withLazyOutput(rest, () => clean(result.output ?? ''));
}

/** Makes control characters visible in every text of a value, however deep; a host shared by many results is copied once. */
export function makeCleaner(): <T>(value: T) => T {
  const seen = new Map<object, unknown>();
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return printable(value);
    if (typeof value !== 'object' || value === null) return value;
    const known = seen.get(value);
    if (known !== undefined) return known;
    const copy = Array.isArray(value)
      ? value.map(clean)
      : Object.fromEntries(Object.entries(value).map(([key, item]) => [printable(key), clean(item)]));
    seen.set(value, copy);
    return copy;
  };
  return <T>(value: T) => clean(value) as T;
}

function groupByHost(results: ReportRow[]): ReportHost[] {
  const hosts = new Map<string, ReportHost>();
  for (const row of results) {
    let host = hosts.get(row.host.name);
    if (!host) {
      host = { ...row.host, state: 'finished', results: [], tasks: {} };
      hosts.set(row.host.name, host);
    }
    host.results.push(row);
    host.tasks[row.task] = row;
    if (FROM_BEST.indexOf(row.state) > FROM_BEST.indexOf(host.state)) host.state = row.state;
  }
  return [...hosts.values()];
}

function groupByTask(results: ReportRow[]): ReportTask[] {
  const tasks = new Map<string, ReportTask>();
  for (const row of results) {
    const task = tasks.get(row.task);
    if (task) task.results.push(row);
    else tasks.set(row.task, { name: row.task, results: [row] });
  }
  return [...tasks.values()];
}

function countUnknown(results: ReportRow[]): number {
  return results.filter(({ state }) => state === 'unknown').length;
}
