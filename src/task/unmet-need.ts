import type { ErrorReport, Result } from './result.js';
import type { Task } from './task.js';

/**
 * Whether what depends on this result may go on. Finished is met; so is one skipped by its own `when`
 * (it has no error), and one raised whose task says `ignore_errors`.
 */
export function isMet(task: Pick<Task, 'ignoreErrors'>, result: Pick<Result, 'state' | 'error'>): boolean {
  switch (result.state) {
    case 'finished':
      return true;
    case 'skipped':
      return result.error === null;
    case 'raised':
      return task.ignoreErrors;
    case 'cancelled':
    case 'unknown':
      return false;
    default:
      return result.state satisfies never;
  }
}

/**
 * Why a task cannot run within its login: the first of its needs on the same host whose result is there and not met.
 *
 * @param results  this host's results by task name
 * @param tasks    the tasks of the login, which know whether their errors are ignored
 * @returns undefined when it may run, as an `always` task always may
 */
export function explainUnmet(
  task: Task,
  results: Record<string, Result>,
  tasks: readonly Task[],
): ErrorReport | undefined {
  if (task.always) return undefined;
  for (const need of task.needs) {
    const result = need.kind === 'same-host' ? results[need.task] : undefined;
    const needed = tasks.find(({ name }) => name === need.task);
    if (result && needed && !isMet(needed, result)) return reportUnmetNeed(need.task, result);
  }
  return undefined;
}

/**
 * Why a task was skipped because of its need, for its result: `not run: needs version, which was raised`.
 *
 * @param need  the needed task's name; `task@host` when it is another host's
 */
export function reportUnmetNeed(need: string, result: Pick<Result, 'state'>): ErrorReport {
  return cancelledReport(`not run: needs ${need}, which was ${result.state === 'unknown' ? 'cut off' : result.state}`);
}

/** An error with the code `cancelled` and this message, for what was not run or not run to its end. */
export function cancelledReport(message: string): ErrorReport {
  return { code: 'cancelled', phase: null, message, hint: null, last: null };
}
