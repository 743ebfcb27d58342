import { AUTO, namesOfPlatform, type Platform } from '../device/platform.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { formatCount } from '../error/format-count.js';
import { type Host, viewHost } from '../inventory/host.js';
import { describeMissing } from '../parse/parse-output.js';
import { findTemplates } from '../parse/textfsm/parse-textfsm.js';
import type { Playbook } from '../playbook/playbook.js';
import { itemOn } from '../task/item.js';
import type { Task } from '../task/task.js';
import { compileTemplate, namesOf } from '../template/template.js';
import { TemplateError } from '../template/template-error.js';
import { mayRun } from './check-mode.js';

/**
 * Checks before anything connects that there is a TextFSM template for each command that is to be parsed with one. What depends on
 * earlier results, and on a platform that is yet to be found out, is told when it runs.
 *
 * @returns a mistake of each task, with the first host that has it and how many more do; and what is wrong with the templates
 */
export function checkParsing(
  playbook: Playbook,
  hosts: readonly Host[],
  { platformOf, templateDirs }: { platformOf: (host: Host) => Platform; templateDirs: readonly string[] },
): Diagnostic[] {
  return playbook.tasks.flatMap((task) => {
    const found = new Map<string, { host: string; more: number }>();
    const wrong: Diagnostic[] = [];
    for (const wish of wishesOf(playbook, task, hosts, platformOf)) {
      try {
        if (findTemplates({ ...wish, templateDirs })) continue;
        const message = describeMissing(wish);
        const known = found.get(message);
        if (known) known.more++;
        else found.set(message, { host: wish.host, more: 0 });
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
        wrong.push(...error.diagnostics);
        break;
      }
    }
    const missing = [...found].map(([message, { host, more }]) => {
      const others = more === 0 ? '' : ` and ${formatCount(more)} more`;
      return diagnose(playbook, task, `task "${task.name}" on ${host}${others}: ${message}`);
    });
    return [...wrong, ...missing];
  });
}

function* wishesOf(
  playbook: Playbook,
  task: Task,
  hosts: readonly Host[],
  platformOf: (host: Host) => Platform,
): Generator<{ host: string; platforms: string[]; command: string }> {
  const { action, parse } = task;
  if (parse?.kind !== 'textfsm' || parse.template || action.kind !== 'command') return;
  if (namesOf(action.command).some(([first]) => first === 'results')) return;
  const render = compileTemplate(action.command);
  for (const host of hosts) {
    const context = { host: viewHost(host), vars: playbook.vars, results: {}, ...itemOn(task, host.name) };
    if (host.platform === AUTO || !mayRun(task, context)) continue;
    try {
      yield { host: host.name, platforms: namesOfPlatform(host.platform, platformOf(host)), command: render(context) };
    } catch (error) {
      // Told by checkMode.
      if (!(error instanceof TemplateError)) throw error;
    }
  }
}

function diagnose({ file, document }: Playbook, task: Task, message: string): Diagnostic {
  const proposal =
    'write {textfsm: PATH} with a template of yours, or set NTC_TEMPLATES_DIR to a folder of ntc-templates';
  const position = (task.parse?.kind === 'textfsm' ? task.parse.position : undefined) ?? task.position;
  if (position && document) return document.diagnoseAt(position, message, { proposal });
  return { file, ...(position ? { position } : {}), message, proposal, severity: 'error' };
}
