import type { Task } from './task.js';

/** What `foreach` hands to a task that it made: one value for every host, or each host its own. */
export type TaskItem =
  | { kind: 'same'; value: unknown }
  | { kind: 'by-host'; values: Readonly<Record<string, unknown>> };

/** Whether there is something for the task to do on a host: false where the host's list of items is shorter. */
export function hasItem({ item }: Pick<Task, 'item'>, host: string): boolean {
  return item?.kind !== 'by-host' || Object.hasOwn(item.values, host);
}

/** The `item` of a task's texts and conditions on a host; nothing for a task that `foreach` has not made. */
export function itemOn({ item }: Pick<Task, 'item'>, host: string): { item?: unknown } {
  switch (item?.kind) {
    case undefined:
      return {};
    case 'same':
      return { item: item.value };
    case 'by-host':
      return { item: item.values[host] };
    default:
      return item satisfies never;
  }
}

/** The task as one host needs it, without the items of the others. */
export function narrowItem(task: Task, host: string): Task {
  if (task.item?.kind !== 'by-host') return task;
  return { ...task, item: { kind: 'same', value: task.item.values[host] } };
}
