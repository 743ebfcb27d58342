import { textsOfAction } from './action-texts.js';
import type { ExpressionText, Task, TemplateText } from './task.js';

/** Every template of a task, in the order in which it is written: what it types, and what its rules say. */
export function templatesOf({ action, expect }: Pick<Task, 'action' | 'expect'>): TemplateText[] {
  return [...textsOfAction(action), ...expect.flatMap(({ message }) => message ?? [])];
}

/** Every condition of a task. */
export function expressionsOf({ when, expect }: Pick<Task, 'when' | 'expect'>): ExpressionText[] {
  return [...(when ? [when] : []), ...expect.map(({ that }) => that)];
}
