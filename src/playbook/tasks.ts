import type { RetryPolicy, Task, Timeouts } from '../task/task.js';
import { type PlacedAction, readActions } from './actions.js';
import { readExpectations, readWhen } from './expressions.js';
import type { Findings } from './findings.js';
import { type ForeachItems, namesBefore, readForeach } from './foreach.js';
import { readRetry, readTimeout } from './limits.js';
import { readNeeds } from './needs.js';
import { readParse } from './parse.js';
import type { PlacedTask } from './placed-task.js';
import type { PlaybookTask } from './playbook.js';
import { readSave } from './save.js';
import { hasMisspelt, isMap, listOf } from './values.js';

/** What tasks take from the playbook when they do not say otherwise. */
export interface TaskDefaults {
  timeouts: Timeouts;
  retry: RetryPolicy;
  mode: 'read' | 'change';
  /** The playbook's, absolute. */
  folder: string;
  vars: Record<string, unknown>;
}

/**
 * Reads `command`, `commands` or `tasks`: exactly one of them. `commands` become a task each, called NAME.1, NAME.2
 * and so on, with the playbook's or the task's name; so do the items of `foreach`, where they are known without a host.
 */
export function readTasks(findings: Findings, name: string, defaults: TaskDefaults): PlacedTask[] {
  const root = findings.valueAt('');
  if (!isMap(root) || !checkExactlyOne(findings, root)) return [];
  const placed = Array.isArray(root.tasks)
    ? root.tasks.flatMap((_, index) => readTask(findings, `/tasks/${index}`, defaults))
    : placeTasks(findings, { pointer: '', name }, defaults);
  const tasks = placed.map((entry, index) => ({ ...entry, task: { ...entry.task, index } }));
  checkNames(findings, tasks);
  checkItemNames(findings, tasks);
  return tasks;
}

function checkExactlyOne(findings: Findings, root: Record<string, unknown>): boolean {
  const given = ['command', 'commands', 'tasks'].filter((key) => Object.hasOwn(root, key));
  if (given.length === 0 && !hasMisspelt(root, ['command', 'commands', 'tasks']))
    findings.add('', 'expected one of command, commands and tasks, got none of them', {
      proposal: 'write command: show clock, for example',
    });
  for (const key of given.slice(1))
    findings.add(`/${key}`, `expected one of command, commands and tasks, got ${given.join(' and ')}`, {
      target: 'key',
    });
  return given.length === 1;
}

function readTask(findings: Findings, pointer: string, defaults: TaskDefaults): PlacedTask[] {
  const value = findings.valueAt(pointer);
  if (!isMap(value)) return [];
  // The schema has spoken where there is no name; what else is wrong with the task is still worth saying.
  const name = typeof value.name === 'string' ? value.name : '';
  if (name === 'all')
    findings.add(`${pointer}/name`, '"all" cannot be the name of a task: in needs, version@all means every host');
  return placeTasks(findings, { pointer, name }, defaults);
}

function placeTasks(
  findings: Findings,
  { pointer, name }: { pointer: string; name: string },
  defaults: TaskDefaults,
): PlacedTask[] {
  const actions = readActions(findings, pointer, defaults);
  const task = pointer === '' ? {} : findings.valueAt(pointer);
  const common = isMap(task) ? readCommon(findings, pointer, task, defaults) : undefined;
  if (!common) return [];
  if (Object.hasOwn(common.source, 'config') && Object.hasOwn(common.source, 'retry')) {
    findings.warn(
      `${pointer}/retry`,
      'a configuration that had begun is never tried again; only what failed before it is',
    );
  }
  if (isMap(common.source.copy) && common.source.copy.direction === 'put' && Object.hasOwn(common.source, 'retry'))
    findings.warn(`${pointer}/retry`, 'a file that was begun is never brought again; only what failed before it is');
  const make = ({ action, suffix, position }: PlacedAction, name: string): PlaybookTask => {
    return { name: `${name}${suffix}`, index: 0, action, ...common.task, position };
  };
  const tasks = repeat(readForeach(findings, pointer, { name, vars: defaults.vars }), { name, actions, make });
  return tasks.map((task) => ({ pointer, writtenName: name, task }));
}

/** The tasks of one place: one for each action, and for each item of a `foreach` that is known already. */
function repeat(
  each: ForeachItems | undefined,
  {
    name,
    actions,
    make,
  }: { name: string; actions: PlacedAction[]; make: (action: PlacedAction, name: string) => PlaybookTask },
): PlaybookTask[] {
  switch (each?.kind) {
    case undefined:
      return actions.map((action) => make(action, name));
    case 'by-host':
      return actions.map((action) => ({ ...make(action, name), foreach: each.foreach }));
    case 'known':
      return each.items.flatMap((value, index) =>
        actions.map((action) => ({ ...make(action, `${name}.${index + 1}`), item: { kind: 'same', value } })),
      );
    default:
      return each satisfies never;
  }
}

type CommonParts = Omit<Task, 'name' | 'index' | 'action' | 'position'>;

function readCommon(
  findings: Findings,
  pointer: string,
  source: Record<string, unknown>,
  { timeouts, retry, folder }: TaskDefaults,
): { source: Record<string, unknown>; task: CommonParts } {
  const own = pointer !== '';
  const when = own ? readWhen(findings, pointer) : undefined;
  const save = own ? readSave(findings, pointer, folder) : undefined;
  const parse = own ? readParse(findings, pointer, folder) : undefined;
  return {
    source,
    task: {
      needs: own ? readNeeds(findings, `${pointer}/needs`) : [],
      ...(when ? { when } : {}),
      ...(parse ? { parse } : {}),
      ...(save ? { save } : {}),
      expect: own ? readExpectations(findings, pointer) : [],
      answers: own ? readAnswers(findings, `${pointer}/answers`) : [],
      timeoutMs: (own ? readTimeout(findings, `${pointer}/timeout`) : undefined) ?? timeouts.commandMs,
      retry: own ? readRetry(findings, `${pointer}/retry`, retry) : retry,
      ignoreErrors: source.ignore_errors === true,
      always: source.always === true,
    },
  };
}

function readAnswers(findings: Findings, pointer: string): Task['answers'] {
  return listOf(findings.valueAt(pointer)).flatMap((answer, index) => {
    if (!isMap(answer) || typeof answer.match !== 'string' || typeof answer.send !== 'string') return [];
    try {
      new RegExp(answer.match);
    } catch (error) {
      const reason = (error as Error).message.replace(/^Invalid regular expression: /, '');
      findings.add(`${pointer}/${index}/match`, `not a regular expression: ${reason}`);
    }
    if (/[\r\n]/.test(answer.send))
      findings.add(`${pointer}/${index}/send`, 'expected one line: Enter is sent after it anyway');
    return [{ match: answer.match, send: answer.send, optional: answer.optional === true }];
  });
}

/** Names are unique, the written ones too: `needs`, expressions and the report know a task by nothing else. */
function checkNames(findings: Findings, tasks: PlacedTask[]): void {
  const owners = new Map<string, PlacedTask>();
  for (const entry of tasks) {
    for (const name of new Set([entry.writtenName, entry.task.name])) {
      const owner = owners.get(name);
      if (name === '' || (owner?.pointer === entry.pointer && owner.task !== entry.task && name === entry.writtenName))
        continue;
      if (!owner) owners.set(name, entry);
      else reportSameName(findings, entry, { name, owner });
    }
  }
}

/** A task of its own may not have a name that `foreach` will give to one. */
function checkItemNames(findings: Findings, tasks: readonly PlacedTask[]): void {
  const owners = new Map(tasks.filter(({ task }) => task.foreach).map((owner) => [owner.writtenName, owner]));
  if (owners.size === 0) return;
  for (const entry of tasks) {
    const { name } = entry.task;
    for (const base of namesBefore(name).slice(1)) {
      const owner = owners.get(base);
      if (owner && owner.pointer !== entry.pointer) reportSameName(findings, entry, { name, owner });
    }
  }
}

function reportSameName(
  findings: Findings,
  entry: PlacedTask,
  { name, owner }: { name: string; owner: PlacedTask },
): void {
  const line = findings.position(owner.pointer === '' ? '/commands' : `${owner.pointer}/name`).line;
  const place = entry.pointer === '' ? '/commands' : `${entry.pointer}/name`;
  findings.add(place, `there is another task "${name}", in line ${line}: names are unique`);
}
