import type { Position } from '../error/diagnostic.js';
import { kindIn } from '../expression/expression.js';
import type { TaskGraph } from '../task/graph.js';
import type { Task } from '../task/task.js';
import { templatesOf } from '../task/task-texts.js';
import { namesOf } from '../template/template.js';
import { referencesOf } from './expressions.js';
import type { Problem } from './problem.js';

interface Mention {
  name: string;
  position: Position | undefined;
}

/**
 * Finds texts that speak of a result which is not there yet when they are read: its task is written before, but waits
 * for other hosts and so comes in a later login. And results of hosts that do not take part.
 */
export function checkOrder(graph: TaskGraph): Problem[] {
  const speaking = graph.tasks
    .map((task) => ({ task, mentions: mentionsOf(task) }))
    .filter(({ mentions }) => mentions.length > 0);
  if (speaking.length === 0) return [];
  const problems = new Map<string, Problem>();
  const hosts = new Set(graph.hosts);
  const checked = new Set<string>();
  for (const order of ordersOf(graph)) {
    const signature = order.join(' ');
    if (checked.has(signature)) continue; // most hosts do the same
    checked.add(signature);
    const places = new Map(order.map((task, place) => [graph.tasks[task]?.name ?? '', place]));
    for (const { task, mentions } of speaking) {
      for (const mention of mentions) {
        const message = findProblem(task, mention, { places, hosts });
        if (message) problems.set(`${task.name} ${mention.name}`, { position: mention.position, ...message });
      }
    }
  }
  return [...problems.values()];
}

function findProblem(
  task: Task,
  { name }: Mention,
  { places, hosts }: { places: ReadonlyMap<string, number>; hosts: ReadonlySet<string> },
): { message: string; proposal?: string } | undefined {
  const at = name.indexOf('@');
  if (at >= 0) {
    const host = name.slice(at + 1);
    return hosts.has(host) ? undefined : { message: `results["${name}"]: no host "${host}" takes part in this run` };
  }
  const target = places.get(name) ?? -1;
  if (target < (places.get(task.name) ?? 0)) return undefined;
  return {
    message: `"${name}" waits for other hosts and comes after "${task.name}"`,
    proposal: `add ${name} to the needs of ${task.name}`,
  };
}

/** For each host its tasks by index, in the order in which they run. */
function* ordersOf(graph: TaskGraph): Iterable<number[]> {
  let host: string | undefined;
  let order: number[] = [];
  for (const job of graph.jobs) {
    if (job.host !== host && host !== undefined) {
      yield order;
      order = [];
    }
    host = job.host;
    for (const id of job.nodes) order.push(graph.nodes[id]?.task.index ?? 0);
  }
  if (host !== undefined) yield order;
}

function mentionsOf(task: Task): Mention[] {
  const { when, expect, item } = task;
  const hasItems = item !== undefined;
  const inTemplates = templatesOf(task).flatMap((template) => {
    const names = namesOf(template).filter(([first, name]) => first === 'results' && name !== undefined);
    return names.map(([, name = '']) => ({ name, position: template.position }));
  });
  const expressions = [
    ...(when ? [{ kind: kindIn('when', hasItems), ...when }] : []),
    ...expect.map(({ that }) => ({ kind: kindIn('expect', hasItems), ...that })),
  ];
  const inExpressions = expressions.flatMap(({ source, kind, position }) => {
    return (referencesOf(source, kind)?.results ?? []).map((name) => ({ name, position }));
  });
  return [...inTemplates, ...inExpressions];
}
