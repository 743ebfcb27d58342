import { AUTO, awaitsPlatform, findActingKey, type Platform } from '../device/platform.js';
import { isReadCommand } from '../device/read-command.js';
import { readText } from '../document/read-text.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { FlowError } from '../error/flow-error.js';
import { formatCount } from '../error/format-count.js';
import { compileExpression, kindIn } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import { type Host, type HostView, viewHost } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';
import { textsOfAction } from '../task/action-texts.js';
import { hasItem, itemOn } from '../task/item.js';
import type { Task, TemplateText } from '../task/task.js';
import { compileTemplate, namesOf } from '../template/template.js';
import { TemplateError } from '../template/template-error.js';

/**
 * Checks before anything connects what would be sent: that each text renders, that it is one line without keys that a device acts
 * on at once, in `mode: read` that it only reads, and that a platform which is to be configured has a mode for that. What depends on earlier results cannot be known yet and is checked on the way.
 *
 * @param platformOf  the platform of a host
 * @returns a mistake once, with the first host that has it and how many more do; none when all is well
 */
export function checkMode(
  playbook: Playbook,
  hosts: Iterable<Host>,
  platformOf: (host: Host) => Platform,
): Diagnostic[] {
  // The tasks that `foreach` makes of one share its texts: a mistake in such a text is told once.
  const found = new Map<TemplateText, Map<string, Mistake>>();
  const all = [...hosts];
  for (const task of playbook.tasks) {
    for (const [index, template] of textsOfAction(task.action).entries()) {
      const ofText = found.get(template) ?? new Map<string, Mistake>();
      found.set(template, ofText);
      const place = { task, template };
      const ofTask = index === 0 ? checkConfigMode(playbook, place, all, platformOf) : [];
      for (const mistake of [...ofTask, ...checkText(playbook, place, all, platformOf)]) {
        const known = ofText.get(mistake.kind);
        if (known) known.more++;
        else ofText.set(mistake.kind, mistake);
      }
    }
  }
  const readLine = lineReader();
  const mistakes = [...found.values()].flatMap((ofText) => [...ofText.values()]);
  return mistakes.map((mistake) => diagnose(playbook, mistake, readLine));
}

interface Mistake {
  /** Mistakes of one text that are of the same kind are told once. */
  kind: string;
  task: Task;
  template: TemplateText;
  host: string;
  /** Further hosts with the same. */
  more: number;
  message: string;
  proposal?: string;
}

type Place = Pick<Mistake, 'task' | 'template'>;

function contextOf({ vars }: Playbook, task: Task, host: Host) {
  return { host: viewHost(host), vars, results: {}, ...itemOn(task, host.name) };
}

/** Hosts of a task with `config` whose platform has no mode to configure in. */
function* checkConfigMode(
  playbook: Playbook,
  place: Place,
  hosts: readonly Host[],
  platformOf: (host: Host) => Platform,
): Generator<Mistake> {
  const { task } = place;
  if (task.action.kind !== 'config') return;
  for (const host of hosts) {
    const { name, config } = platformOf(host);
    if (name === AUTO || config || !mayRun(task, contextOf(playbook, task, host))) continue;
    const message = `${name} has no configuration mode`;
    const proposal = 'write `commands:`, or leave such hosts out with `when`';
    yield { ...place, host: host.name, more: 0, kind: message, message, proposal };
  }
}

function* checkText(
  playbook: Playbook,
  place: Place,
  hosts: readonly Host[],
  platformOf: (host: Host) => Platform,
): Generator<Mistake> {
  const { task, template } = place;
  if (namesOf(template).some(([first]) => first === 'results')) return;
  const render = compileTemplate(template);
  const judged = new Map<string, Judgement | undefined>();
  for (const host of hosts) {
    const context = contextOf(playbook, task, host);
    if (!mayRun(task, context)) continue;
    const at = { ...place, host: host.name, more: 0 };
    try {
      const platform = platformOf(host);
      const text = render(context);
      const key = `${platform.name} ${text}`;
      if (!judged.has(key)) judged.set(key, judge(playbook, task, platform, text));
      const judgement = judged.get(key);
      if (judgement) yield { ...at, ...judgement };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const proposal = error.proposal === undefined ? {} : { proposal: error.proposal };
      yield { ...at, kind: error.message, message: error.message, ...proposal };
    }
  }
}

type Judgement = Pick<Mistake, 'kind' | 'message' | 'proposal'>;

function judge(playbook: Playbook, task: Task, platform: Platform, text: string): Judgement | undefined {
  if (/[\r\n\u2028\u2029]/.test(text)) {
    const message = `expected one line, got ${JSON.stringify(text)}`;
    return { kind: 'line', message, proposal: 'write one command per line, as `commands: [...]` or `config: [...]`' };
  }
  if (task.action.kind !== 'command') return undefined;
  const key = findActingKey(platform.name === AUTO ? {} : platform, text);
  if (key !== undefined) {
    const message = `${JSON.stringify(text)} cannot be typed: the device acts on ${key} at once, before the line is complete`;
    return { kind: 'key', message, proposal: 'write the command without it' };
  }
  if (playbook.mode === 'change') return undefined;
  // Nobody knows yet what its commands are: it is checked once the platform is found out.
  if (platform.name === AUTO || isReadCommand(platform, text)) return undefined;
  return {
    kind: platform.name,
    message: `"${text}" is not one of the read commands of ${platform.name}, and this playbook has mode: read`,
    proposal: 'if it is meant to change something, write `mode: change`',
  };
}

/** Whether only the run can judge a condition: it speaks of results, or of a platform that is yet to be found out. */
export function isOpenCondition(source: string, host: Pick<HostView, 'platform'>): boolean {
  return source.includes('results') || awaitsPlatform(source, host.platform);
}

/** Whether the task has something to do on a host: an item, and a condition that can hold; true where only the run can tell. */
export function mayRun(
  task: Task,
  context: { host: HostView; vars: unknown; results: unknown; item?: unknown },
): boolean {
  const { when } = task;
  if (!hasItem(task, context.host.name)) return false;
  if (!when || isOpenCondition(when.source, context.host)) return true;
  try {
    return compileExpression(when.source, kindIn('when', task.item !== undefined))(context);
  } catch (error) {
    if (error instanceof ExpressionError) return true;
    throw error;
  }
}

function diagnose(playbook: Playbook, mistake: Mistake, readLine: LineReader): Diagnostic {
  const { task, template, host, more, message, proposal } = mistake;
  const others = more === 0 ? '' : ` and ${formatCount(more)} more`;
  const position = template.position ?? task.position;
  const sourceLine = position && readLine(position.file, position.line);
  return {
    file: position?.file ?? playbook.file,
    ...(position ? { position } : {}),
    ...(sourceLine === undefined ? {} : { sourceLine }),
    message: `task "${task.name}" on ${host}${others}: ${message}`,
    ...(proposal === undefined ? {} : { proposal }),
    severity: 'error',
  };
}

type LineReader = (file: string, line: number) => string | undefined;

/** Reads lines of the documents that positions point into; a file that is gone by now has none. */
function lineReader(): LineReader {
  const files = new Map<string, string[]>();
  return (file, line) => {
    let lines = files.get(file);
    if (!lines) {
      lines = linesOf(file);
      files.set(file, lines);
    }
    return lines[line - 1];
  };
}

function linesOf(file: string): string[] {
  try {
    return readText(file).split(/\r?\n/);
  } catch (error) {
    if (error instanceof FlowError) return [];
    throw error;
  }
}
