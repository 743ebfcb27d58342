import type { PlaybookTask } from './playbook.js';

/** A task and where the playbook has it: several come from one place when it has `commands` or `foreach`. */
export interface PlacedTask {
  task: PlaybookTask;
  /** Of the map it was written in; '' for the playbook's own command. */
  pointer: string;
  /** The name as written, which `needs` may use for all that come of it. */
  writtenName: string;
}

/** The names `needs` may use for tasks: their own, and the written one of `commands` for all that come of it. */
export function tasksByName(tasks: readonly PlacedTask[]): Map<string, PlacedTask[]> {
  const names = new Map<string, PlacedTask[]>();
  for (const entry of tasks) {
    for (const name of new Set([entry.task.name, entry.writtenName])) {
      const same = names.get(name);
      if (same) same.push(entry);
      else names.set(name, [entry]);
    }
  }
  return names;
}
