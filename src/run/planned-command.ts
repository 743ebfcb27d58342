import { type Host, viewHost } from '../inventory/host.js';
import { itemOn } from '../task/item.js';
import type { Task, TemplateText } from '../task/task.js';
import { compileTemplate, namesOf } from '../template/template.js';
import { TemplateError } from '../template/template-error.js';

/**
 * What a task would have sent to a host that it never came to, in the form of a result's `command`.
 *
 * @returns null where it depends on earlier results, or cannot be rendered
 */
export function plannedCommand(task: Task, host: Host, vars: Record<string, unknown>): string | null {
  const { action } = task;
  const view = { ...viewHost(host), port: host.port };
  const context = { host: view, vars, results: {}, ...itemOn(task, host.name) };
  const renderAll = (texts: readonly TemplateText[]): string[] | null => {
    if (texts.some((text) => namesOf(text).some(([first]) => first === 'results'))) return null;
    try {
      return texts.map((text) => compileTemplate(text)(context));
    } catch (error) {
      if (error instanceof TemplateError) return null;
      throw error;
    }
  };
  switch (action.kind) {
    case 'command':
      return renderAll([action.command])?.join('\n') ?? null;
    case 'config':
      return renderAll(action.lines)?.join('\n') ?? null;
    case 'copy': {
      const [from, to] = action.direction === 'put' ? [action.local, action.remote] : [action.remote, action.local];
      const paths = renderAll([from, to]);
      return paths && `${action.direction} ${paths.join(' as ')}`;
    }
    default:
      return action satisfies never;
  }
}
