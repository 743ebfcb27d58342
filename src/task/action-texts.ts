import type { Action, TemplateText } from './task.js';

/** Every template of an action, in the order in which it is written: what can speak of variables and results. */
export function textsOfAction(action: Action): TemplateText[] {
  switch (action.kind) {
    case 'command':
      return [action.command];
    case 'config':
      return action.lines;
    case 'copy':
      return action.direction === 'put' ? [action.local, action.remote] : [action.remote, action.local];
    default:
      return action satisfies never;
  }
}
