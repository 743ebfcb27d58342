import { compileList } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import { type Host, viewHost } from '../inventory/host.js';
import type { Task } from '../task/task.js';
import { itemName, itemsFor } from './foreach.js';
import type { Foreach, Playbook, PlaybookTask } from './playbook.js';
import type { Problem } from './problem.js';

/**
 * Writes out every `foreach` that only the hosts can tell: as many tasks as the longest list has items; a host with a shorter
 * one has no item for the last of them. What needs such a task needs all that come of it.
 *
 * @returns tasks without `foreach`, numbered anew, and where a list cannot be told for a host
 */
export function expandForeach(playbook: Playbook, hosts: readonly Host[]): { tasks: Task[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const namesOf = new Map<string, string[]>();
  const tasks: Task[] = [];
  for (const group of groupByForeach(playbook.tasks)) {
    const [{ foreach }] = group;
    if (!foreach) {
      for (const task of group) tasks.push(task);
      continue;
    }
    const { lists, problem } = listItems(playbook, foreach, hosts);
    if (problem) problems.push(problem);
    for (const { name } of group) namesOf.set(name, []);
    for (const { written, task } of expandGroup(group, foreach, lists)) {
      namesOf.get(written)?.push(task.name);
      tasks.push(task);
    }
  }
  return { tasks: tasks.map((task, index) => ({ ...task, index, needs: expandNeeds(task, namesOf) })), problems };
}

/** The commands of one `foreach` together, every other task by itself. */
function groupByForeach(tasks: readonly PlaybookTask[]): [PlaybookTask, ...PlaybookTask[]][] {
  const groups: [PlaybookTask, ...PlaybookTask[]][] = [];
  for (const task of tasks) {
    const last = groups.at(-1);
    if (last && task.foreach && last[0].foreach === task.foreach) last.push(task);
    else groups.push([task]);
  }
  return groups;
}

function listItems(
  { document, vars }: Playbook,
  { source, pointer }: Foreach,
  hosts: readonly Host[],
): { lists: Map<string, unknown[]>; problem?: Problem } {
  const list = compileList(source);
  const lists = new Map<string, unknown[]>();
  for (const host of hosts) {
    try {
      lists.set(host.name, itemsFor(list, { host: { ...viewHost(host), port: host.port }, vars }));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const position = document?.positionWithin(pointer, error.offset, error.length);
      const message = `foreach: on ${host.name}: ${error.message}`;
      return { lists, problem: { position, message, proposal: error.proposal ?? proposeDefault(source) } };
    }
  }
  return { lists };
}

/** Not every host need have the variable that a list comes from. */
function proposeDefault(source: string): string | undefined {
  const path = /^\s*(host\.vars(?:\.\w+)+)\s*$/.exec(source)?.[1];
  return path && `write has(${path}) ? ${path} : [] where a host may have none`;
}

/** Item by item, so that the commands of one task take turns. */
function expandGroup(
  group: readonly PlaybookTask[],
  each: Foreach,
  lists: ReadonlyMap<string, unknown[]>,
): { written: string; task: Task }[] {
  let longest = 0;
  for (const { length } of lists.values()) longest = Math.max(longest, length);
  return Array.from({ length: longest }, (_, index) => {
    const own = [...lists].filter(([, items]) => index < items.length);
    const values = Object.fromEntries(own.map(([host, items]) => [host, items[index]]));
    return group.map(({ foreach: _foreach, ...task }) => {
      const name = itemName(each, index, task.name);
      return { written: task.name, task: { ...task, name, item: { kind: 'by-host' as const, values } } };
    });
  }).flat();
}

function expandNeeds({ needs }: Task, namesOf: ReadonlyMap<string, string[]>): Task['needs'] {
  return needs.flatMap((need) => (namesOf.get(need.task) ?? [need.task]).map((task) => ({ ...need, task })));
}
