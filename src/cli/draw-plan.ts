import { maskSecrets } from '../device/mask-secrets.js';
import type { Platform } from '../device/platform.js';
import type { Mask } from '../error/mask.js';
import { printableLine } from '../error/printable.js';
import { compileExpression, kindIn } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import { type Host, type HostView, viewHost } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';
import { isOpenCondition } from '../run/check-mode.js';
import { savePathOf } from '../run/saves/save-path.js';
import { ruleOf } from '../task/checks.js';
import { listBatches } from '../task/describe-batches.js';
import { describeWait, listNeeds } from '../task/draw-graph-text.js';
import { type FoldedNode, foldGraph } from '../task/fold-graph.js';
import type { TaskGraph } from '../task/graph.js';
import { hasItem, itemOn } from '../task/item.js';
import { nameHosts } from '../task/name-hosts.js';
import { countOf } from '../task/summarize-run.js';
import type { Action, SaveSpec, Task, TemplateText } from '../task/task.js';
import { compileTemplate, namesOf } from '../template/template.js';
import { TemplateError } from '../template/template-error.js';

const WIDEST_LINE = 110;

/** What a plan is drawn from. */
export interface PlanBasis {
  graph: TaskGraph;
  /** Those of the graph. */
  hosts: readonly Host[];
  /** @throws {DocumentError} */
  platformOf: (name: string) => Platform;
  /** Applied to what would be typed. */
  mask: Mask;
}

/**
 * Draws what would be sent, in the order in which it would be: per host, per login, per task. Hosts that would be sent the
 * same are drawn once. A text that depends on an earlier result is shown as it is written.
 */
export function drawPlan(playbook: Playbook, { graph, hosts, platformOf, mask }: PlanBasis): string {
  const known = new Map(hosts.map((host) => [host.name, host]));
  const drawn = new Map<string, string[]>();
  for (const group of foldGraph(graph)) {
    for (const name of group.hosts) {
      const host = known.get(name);
      if (!host) continue;
      const logins = group.logins.flatMap(({ stage, part, nodes }, place) => [
        ...drawLogin({ stage, part, place }, playbook, { host, platform: platformOf(host.platform) }),
        ...nodes.flatMap((node, index) =>
          drawNode(node, index + 1, { playbook, host, platform: platformOf(host.platform), graph, mask }),
        ),
      ]);
      const text = [`(${host.platform})`, ...logins].join('\n');
      const same = drawn.get(text);
      if (same) same.push(name);
      else drawn.set(text, [name]);
    }
  }
  const batches = listBatches(graph.batches).join('\n');
  const parts = [...drawn].map(([text, names]) => `${nameHosts(names)} ${text}`);
  return `${[drawHead(playbook, graph), ...(batches === '' ? [] : [batches]), ...parts, 'Nothing was sent.'].join('\n\n')}\n`;
}

function drawHead(playbook: Playbook, graph: TaskGraph): string {
  const { concurrency, mode } = playbook;
  const per = Object.entries(concurrency.per).map(([attribute, most]) => `, ${most} per ${attribute}`);
  const counts = `${countOf(graph.hosts.length, 'host')}, ${countOf(graph.nodes.length, 'future')}`;
  return `${printableLine(playbook.name)}: ${counts}, at most ${countOf(concurrency.hosts, 'host')} at a time${per.join('')}, mode: ${mode}`;
}

/** What a login types before the first task: set-up, and the way to the privileged mode. */
function drawLogin(
  login: { stage: number; part: number; place: number },
  { enable }: Playbook,
  { host, platform }: { host: Host; platform: Platform },
): string[] {
  const isWanted = enable === true || (enable === 'auto' && host.secret !== undefined);
  const setup = platform.setup.filter(({ mode }) => mode === undefined).map(({ send }) => printableLine(send));
  const sent = [...setup, ...(isWanted && platform.privilege ? [platform.privilege.command] : [])];
  const isFirst = login.stage === 0 && login.part === 0;
  const title = isFirst ? '  login' : `  login ${login.place + 1}, once ${describeWait(login)}`;
  const line = `${title}: ${sent.join(', ')}`;
  if (sent.length === 0) return [title];
  return line.length <= WIDEST_LINE ? [line] : [title, ...sent.map((command) => `       ${command}`)];
}

/** What one task is drawn for. */
interface NodeBasis {
  playbook: Playbook;
  host: Host;
  platform: Platform;
  graph: TaskGraph;
  mask: Mask;
}

function drawNode(node: FoldedNode, number: number, { playbook, host, platform, graph, mask }: NodeBasis): string[] {
  const { task } = node;
  const context = { host: viewHost(host), vars: playbook.vars, results: {}, ...itemOn(task, host.name) };
  const isHere = hasItem(task, host.name);
  const needs = listNeeds(node, graph);
  const notes = [
    ...(needs.length > 0 ? [`needs ${needs.join(', ')}`] : []),
    ...(isHere ? [] : ['no item for it here, skipped']),
    ...(task.when && isHere ? [describeWhen(task, task.when.source, context)] : []),
    ...(task.always ? ['always'] : []),
    ...(task.ignoreErrors ? ['errors ignored'] : []),
  ];
  const title = `  ${number}. ${printableLine(task.name)}${notes.length > 0 ? `  (${notes.join('; ')})` : ''}`;
  const expects = task.expect.map((rule) => `       expect ${printableLine(ruleOf(rule))}`);
  const saves = task.save && isHere ? [`       ${drawSave(playbook, { ...task, save: task.save }, host)}`] : [];
  if (!isHere) return [title];
  const write = (text: TemplateText) => mask(maskSecrets(platform, render(text, context)));
  return [title, ...drawAction(task.action, platform, write), ...expects, ...saves];
}

function drawSave({ vars }: Playbook, task: Task & { save: SaveSpec }, host: Host): string {
  const { save } = task;
  const path = savePathOf({ save, task, host, vars });
  const file = 'problem' in path ? save.file.text : path.file;
  const notes = [...(save.secrets === 'keep' ? ['with its secrets'] : []), ...(save.git ? ['committed'] : [])];
  return `saved as ${printableLine(file)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

function drawAction(
  action: Action,
  { config, running, save }: Platform,
  write: (text: TemplateText) => string,
): string[] {
  switch (action.kind) {
    case 'command':
      return [`       ${write(action.command)}`];
    case 'config': {
      const isCompared = action.diff && running !== undefined;
      const entering = [config?.enter].filter((line) => line !== undefined && line !== '');
      const ending = [config?.check, config?.commit].filter((line) => line !== undefined);
      return [
        ...(isCompared ? [`       reads "${printableLine(running)}" before and after, to tell what changed`] : []),
        ...entering.map((line) => `       ${line}`),
        ...action.lines.map((line) => `       (config) ${write(line)}`.trimEnd()),
        ...ending.map((line) => `       (config) ${line}`),
        ...(action.save && save ? [`       and saves it: ${save.command}`] : []),
      ];
    }
    case 'copy':
      return action.direction === 'put'
        ? [`       puts ${write(action.local)} on the device as ${write(action.remote)}`]
        : [`       gets ${write(action.remote)} from the device as ${write(action.local)}`];
    default:
      return action satisfies never;
  }
}

/** As the host would be sent it; as it is written where only the run can tell. */
function render(text: TemplateText, context: object): string {
  if (namesOf(text).some(([first]) => first === 'results')) return printableLine(text.text);
  try {
    return printableLine(compileTemplate(text)(context));
  } catch (error) {
    if (error instanceof TemplateError) return printableLine(text.text); // the task is skipped here, else it had been refused
    throw error;
  }
}

function describeWhen(
  task: Task,
  source: string,
  context: { host: HostView; vars: unknown; results: unknown },
): string {
  const words = printableLine(source);
  if (isOpenCondition(source, context.host)) return `when ${words}`;
  try {
    return compileExpression(source, kindIn('when', task.item !== undefined))(context)
      ? `when ${words}: yes`
      : `when ${words}: no, skipped`;
  } catch (error) {
    if (error instanceof ExpressionError) return `when ${words}`;
    throw error;
  }
}
