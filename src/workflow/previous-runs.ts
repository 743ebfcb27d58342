import { basename, resolve } from 'node:path';
import { kindIn } from '../expression/expression.js';
import { previousResults } from '../journal/previous-results.js';
import { referencesOf } from '../playbook/expressions.js';
import type { Playbook } from '../playbook/playbook.js';
import type { PreviousLookup } from '../run/host-job.js';
import type { TaskGraph } from '../task/graph.js';
import type { Task } from '../task/task.js';
import { namesOf } from '../template/template.js';

/** What the tasks of a run gave in the runs before, where they speak of it. @returns undefined where none does */
export function findPrevious(
  { playbook, graph }: { playbook: Playbook; graph: TaskGraph },
  home: string,
  except: string | undefined,
): PreviousLookup | undefined {
  const tasks = new Set(graph.tasks.filter(readsPrevious).map(({ name }) => name));
  if (tasks.size === 0) return undefined;
  return previousResults(home, { file: resolve(playbook.folder, basename(playbook.file)), except, tasks });
}

function readsPrevious({ expect, item }: Task): boolean {
  const kind = kindIn('expect', item !== undefined);
  return expect.some(({ that, message }) => {
    if ((referencesOf(that.source, kind)?.previous.length ?? 0) > 0) return true;
    return message !== undefined && namesOf(message).some(([first]) => first === 'previous');
  });
}
