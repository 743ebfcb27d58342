import { relative, resolve } from 'node:path';
import { ERROR_CODES } from '../error/codes.js';
import type { Diagnostic, Position } from '../error/diagnostic.js';
import { printable } from '../error/printable.js';
import type { Result, RunRecord } from '../task/result.js';
import { countOf } from '../task/summarize-run.js';
import type { Task } from '../task/task.js';
import { inFlags } from './flag-words.js';
import type { Terminal } from './terminal.js';
import { workflowCommand } from './workflow-commands.js';

/** GitHub shows so many of one step. */
const MOST = 10;

/** Hosts that are named in one annotation. */
const MOST_NAMES = 10;

/** Whether flow runs as a step of GitHub Actions. */
export function isGitHubAction({ env }: Pick<Terminal, 'env'>): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** Marks failures in the playbook: one annotation for each task and reason, at the line of the task. Those of most hosts come first. */
export function annotateFailures(
  terminal: Terminal,
  { results, playbook }: RunRecord,
  tasks: readonly Pick<Task, 'name' | 'position'>[],
): void {
  if (!isGitHubAction(terminal)) return;
  const places = new Map(tasks.map(({ name, position }) => [name, position]));
  const groups = [...groupByReason(results).values()].sort((a, b) => b.length - a.length);
  for (const group of groups.slice(0, MOST)) {
    const [first] = group;
    if (!first) continue;
    const place = places.get(first.task) ?? { file: playbook.file, line: 1, column: 1, length: 1 };
    write(terminal, 'error', place, { title: `${first.task}: ${codeOf(first)}`, message: explain(group) });
  }
}

/** Marks the mistakes of files at their places. */
export function annotateMistakes(terminal: Terminal, diagnostics: readonly Diagnostic[]): void {
  if (!isGitHubAction(terminal)) return;
  for (const { position, file, message, proposal, severity } of inFlags(diagnostics.slice(0, MOST))) {
    const text = proposal === undefined ? message : `${message}\n${proposal}`;
    write(terminal, severity, position ?? { file, line: 1, column: 1, length: 1 }, { title: 'flow', message: text });
  }
}

function groupByReason(results: readonly Result[]): Map<string, Result[]> {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    if (result.state !== 'raised' && result.state !== 'unknown') continue;
    const key = JSON.stringify([result.task, codeOf(result)]);
    const same = groups.get(key);
    if (same) same.push(result);
    else groups.set(key, [result]);
  }
  return groups;
}

function codeOf({ error }: Result): keyof typeof ERROR_CODES {
  return error?.code ?? 'worker_lost';
}

function explain(group: readonly Result[]): string {
  const names = group.slice(0, MOST_NAMES).map(({ host }) => host.name);
  const more = group.length > MOST_NAMES ? ', …' : '';
  const [first] = group;
  const code = first && codeOf(first);
  const hint = first?.error?.hint ?? (code && ERROR_CODES[code].hint);
  return `${countOf(group.length, 'host')}: ${names.join(', ')}${more}\n${first?.error?.message ?? ''}\nHint: ${hint ?? ''}`;
}

/** The path as GitHub knows it: from the folder that the repository is in. */
function write(
  terminal: Terminal,
  kind: 'error' | 'warning',
  { file, line, column }: Position,
  { title, message }: { title: string; message: string },
): void {
  const path = resolve(terminal.folder, file);
  const inside = relative(terminal.env.GITHUB_WORKSPACE || terminal.folder, path);
  const properties = { file: inside.startsWith('..') ? file : inside, line, col: column, title: printable(title) };
  const text = terminal.mask(printable(message));
  terminal.err.write(workflowCommand(kind, properties, text), { isCommand: true });
}
