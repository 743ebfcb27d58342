import { makeFace } from '../error/face.js';
import { type Mask, makeMask, maskTexts, maskVariables } from '../error/mask.js';
import { STARS } from '../error/secret-names.js';
import { hideSecretsIn } from '../error/secret-spans.js';
import { secretsIn } from '../inventory/secrets-of.js';
import type { TaskGraph } from '../task/graph.js';
import type { Task } from '../task/task.js';
import type { Playbook } from './playbook.js';

/** Keeps the secrets of a playbook from whoever logs it: `****` stands for what its variables, answers and commands have of them. @returns the playbook */
export const hideSecretsOfPlaybook = makeFace((playbook: Playbook) => {
  const { document: _, inventory, vars, tasks, queue, overrides, warnings, ...rest } = playbook;
  const hide = maskOf({ ...vars, ...itemsOf(tasks) });
  return {
    ...(maskTexts(rest, hide) as typeof rest),
    inventory: inventory?.kind === 'files' ? inventory : inventory && { kind: inventory.kind },
    vars: maskVariables(vars, hide),
    tasks: tasks.map((task) => showTask(task, hide)),
    queue: { ...queue, ...(queue.url !== undefined && { url: STARS }) },
    ...(overrides && { overrides: maskVariables({ ...overrides }, hide) }),
    warnings,
  };
});

/** The same for the graph that was made of one. @returns the graph */
export const hideSecretsOfGraph = makeFace(({ nodes, tasks, ...rest }: TaskGraph) => {
  const hide = maskOf(itemsOf(tasks));
  return {
    ...rest,
    tasks: tasks.map((task) => showTask(task, hide)),
    nodes: nodes.map(({ task, ...node }) => ({ ...node, task: task.name })),
  };
});

function showTask({ answers, item, ...task }: Task, hide: Mask): Record<string, unknown> {
  return {
    ...maskTexts(task, hide),
    answers: answers.map((answer) => ({ ...answer, send: STARS })),
    ...(item && maskVariables({ item }, hide)),
  };
}

function itemsOf(tasks: readonly Task[]): Record<string, unknown> {
  return { items: tasks.map(({ item }) => item) };
}

function maskOf(vars: Record<string, unknown>): Mask {
  const mask = makeMask(secretsIn(vars));
  return (text) => hideSecretsIn(mask(text));
}
