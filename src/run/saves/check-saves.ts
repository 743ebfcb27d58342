import { realPathOf } from '../../device/local-path.js';
import type { Diagnostic } from '../../error/diagnostic.js';
import { type Host, viewHost } from '../../inventory/host.js';
import type { Playbook } from '../../playbook/playbook.js';
import { hasItem, itemOn } from '../../task/item.js';
import type { SaveSpec, Task } from '../../task/task.js';
import { mayRun } from '../check-mode.js';
import { savePathOf } from './save-path.js';
import type { TakenFile } from './saver.js';

/** A file that a run will write. */
export interface PlannedSave {
  /** Relative to the playbook's folder. */
  file: string;
  save: SaveSpec;
}

/**
 * Finds out before anything connects where outputs will be saved: that each path stays in the playbook's folder, and that no two
 * outputs and nothing that the run reads or writes otherwise have the same.
 *
 * @returns the first mistake of each `save`
 */
export function checkSaves(
  playbook: Playbook,
  hosts: Iterable<Host>,
  taken: readonly TakenFile[],
): { planned: PlannedSave[]; mistakes: Diagnostic[] } {
  const all = [...hosts];
  const owners = new Map(
    taken.map(({ path, role }) => [realPathOf(path), { role, host: undefined as string | undefined }]),
  );
  const wrong = new Map<SaveSpec, Diagnostic>();
  const planned: PlannedSave[] = [];
  for (const task of playbook.tasks) {
    const { save } = task;
    if (!save) continue;
    for (const host of all) {
      const context = { host: viewHost(host), vars: playbook.vars, results: {}, ...itemOn(task, host.name) };
      // The tasks that `foreach` makes of one share its `save`.
      if (wrong.has(save) || !hasItem(task, host.name) || !mayRun(task, context)) continue;
      const path = savePathOf({ save, task, host, vars: playbook.vars });
      const tell = (message: string, proposal?: string) =>
        wrong.set(save, diagnoseSave(playbook, { ...task, save }, `on ${host.name}: save: ${message}`, proposal));
      if ('problem' in path) {
        tell(path.problem);
        continue;
      }
      const owner = owners.get(path.absolute);
      if (owner) tell(`"${path.file}" is ${owner.role}`, proposalFor(owner.host, host.name, task));
      else {
        owners.set(path.absolute, { role: `the file of task "${task.name}" on ${host.name}`, host: host.name });
        planned.push({ file: path.file, save });
      }
    }
  }
  return { planned, mistakes: [...wrong.values()] };
}

function proposalFor(owner: string | undefined, host: string, { item }: Task): string | undefined {
  if (owner === undefined) return undefined;
  if (owner !== host) return 'put {{host.name}} in it, so that each host has its own';
  return `put ${item ? '{{item}}' : '{{task}}'} in it, so that each has its own`;
}

/** A mistake in the `save` of a task, at its path. */
export function diagnoseSave(
  { file, document }: Playbook,
  task: Task & { save: SaveSpec },
  problem: string,
  proposal?: string,
): Diagnostic {
  const message = `task "${task.name}" ${problem}`;
  const position = task.save.file.position ?? task.position;
  if (position && document) return document.diagnoseAt(position, message, { proposal });
  const place = position ? { file, position } : { file };
  return { ...place, message, ...(proposal !== undefined && { proposal }), severity: 'error' };
}
