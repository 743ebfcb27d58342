import { statSync } from 'node:fs';
import { LOCAL_KEY, localPathOf } from '../device/local-path.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import { type Host, viewHost } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';
import { itemOn } from '../task/item.js';
import type { CopyAction, Task } from '../task/task.js';
import { compileTemplate, namesOf } from '../template/template.js';
import { TemplateError } from '../template/template-error.js';
import { mayRun } from './check-mode.js';

/**
 * Checks before anything connects the paths on this machine that `copy` tasks name: what is brought to devices is there, what is
 * fetched stays in the playbook's folder, and no two hosts fetch into the same file. What depends on earlier results, and a
 * path that cannot be rendered, is not judged here.
 *
 * @returns the first mistake of each task; none when all is well
 */
export function checkCopies(playbook: Playbook, hosts: Iterable<Host>): Diagnostic[] {
  const all = [...hosts];
  // The tasks that `foreach` makes of one share its action, and may fetch into the same file as well.
  const taken = new Map<CopyAction, Map<string, string>>();
  return playbook.tasks.flatMap((task) => {
    if (task.action.kind !== 'copy') return [];
    const owners = taken.get(task.action) ?? new Map<string, string>();
    taken.set(task.action, owners);
    const mistake = checkCopy(playbook, { task, action: task.action, owners }, all);
    return mistake ? [mistake] : [];
  });
}

function checkCopy(
  playbook: Playbook,
  { task, action, owners }: { task: Task; action: CopyAction; owners: Map<string, string> },
  hosts: readonly Host[],
): Diagnostic | undefined {
  const { local, direction } = action;
  if (namesOf(local).some(([first]) => first === 'results')) return undefined;
  const render = compileTemplate(local);
  const key = LOCAL_KEY[direction];
  for (const host of hosts) {
    const context = { host: viewHost(host), vars: playbook.vars, results: {}, ...itemOn(task, host.name) };
    if (!mayRun(task, context)) continue;
    const path = pathFor(action, () => render(context));
    if (path === undefined) continue;
    const wrong = (message: string, proposal?: string) =>
      diagnose(playbook, task, {
        message: `task "${task.name}" on ${host.name}: copy.${key}: ${message}`,
        proposal,
        action,
      });
    if (path instanceof DeviceError) return wrong(path.message);
    const owner = owners.get(path.absolute);
    owners.set(path.absolute, host.name);
    if (direction === 'put') {
      if (owner === undefined && !isFile(path.absolute))
        return wrong(`there is no file "${printableLine(path.written)}"`);
    } else if (owner !== undefined) {
      return wrong(
        `"${printableLine(path.written)}" is fetched from ${owner} already`,
        owner === host.name
          ? 'put {{item}} in it, so that each item has its own'
          : 'put {{host.name}} in it, so that each host has its own',
      );
    }
  }
  return undefined;
}

function pathFor(
  action: CopyAction,
  render: () => string,
): { written: string; absolute: string } | DeviceError | undefined {
  try {
    const written = render();
    return { written, absolute: localPathOf(action, written) };
  } catch (error) {
    if (error instanceof DeviceError) return error;
    if (error instanceof TemplateError) return undefined; // told by checkMode
    throw error;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function diagnose(
  { file, document }: Playbook,
  task: Task,
  found: { message: string; proposal: string | undefined; action: CopyAction },
): Diagnostic {
  const { message, proposal, action } = found;
  const position = action.local.position ?? task.position;
  if (position && document) return document.diagnoseAt(position, message, { proposal });
  return {
    file,
    ...(position ? { position } : {}),
    message,
    ...(proposal === undefined ? {} : { proposal }),
    severity: 'error',
  };
}
