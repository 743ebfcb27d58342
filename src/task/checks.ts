import type { Check } from './result.js';
import type { Expectation, Task } from './task.js';

/** What a rule is called. */
export function ruleOf({ name, that }: Expectation): string {
  return name ?? that.source;
}

/** The checks of a task that gave nothing to be judged. */
export function unjudged({ expect }: Pick<Task, 'expect'>): Check[] {
  return expect.map((expectation) => ({ rule: ruleOf(expectation), outcome: 'not applicable', message: null }));
}
