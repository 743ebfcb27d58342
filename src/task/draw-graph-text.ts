import { printableLine } from '../error/printable.js';
import { listBatches } from './describe-batches.js';
import { type FoldedHosts, type FoldedNode, foldGraph } from './fold-graph.js';
import type { JobNode, TaskGraph } from './graph.js';
import { nameHosts } from './name-hosts.js';
import { countOf } from './summarize-run.js';
import type { Task } from './task.js';

/** Draws a graph for people: a tree by stage, then hosts, then tasks in the order in which they run. */
export function drawText(graph: TaskGraph): string {
  const folded = foldGraph(graph);
  const width = graph.tasks.reduce((widest, { name }) => Math.max(widest, printableLine(name).length), 0);
  const lines = [
    `${countOf(graph.hosts.length, 'host')}, ${countOf(graph.tasks.length, 'task')} on each, ${countOf(graph.nodes.length, 'future')}`,
  ];
  const batches = listBatches(graph.batches);
  for (const line of batches.length > 0 ? ['', ...batches] : []) lines.push(line);
  for (const [index, login] of loginsOf(graph).entries()) {
    lines.push('', index === 0 ? 'first login' : `login ${index + 1}: once ${describeWait(login)}`);
    const present = folded.flatMap((hosts) => {
      const own = hosts.logins.find(({ stage, part }) => stage === login.stage && part === login.part);
      return own ? [{ hosts, nodes: own.nodes }] : [];
    });
    present.forEach(({ hosts, nodes }, index) => {
      const drawn = drawHosts(hosts, nodes, { graph, width, last: index === present.length - 1 });
      for (const line of drawn) lines.push(line);
    });
  }
  return `${lines.join('\n')}\n`;
}

/** Every stage and part of the graph, in order. */
function loginsOf({ jobs }: TaskGraph): Pick<JobNode, 'stage' | 'part'>[] {
  const known = new Map(jobs.map((job) => [`${job.stage}/${job.part}`, job]));
  return [...known.values()].sort((a, b) => a.stage - b.stage || a.part - b.part);
}

/** What a login that is not the first waits for. */
export function describeWait({ part }: Pick<JobNode, 'part'>): string {
  return part > 0 ? 'what it needs is saved' : 'what it needs on other hosts is there';
}

function drawHosts(
  { hosts }: FoldedHosts,
  nodes: readonly FoldedNode[],
  { graph, width, last }: { graph: TaskGraph; width: number; last: boolean },
): string[] {
  const stem = last ? '   ' : '│  ';
  return [
    `${last ? '└─ ' : '├─ '}${nameHosts(hosts)}`,
    ...nodes.map((node, index) => {
      const branch = index === nodes.length - 1 ? '└─ ' : '├─ ';
      const name = printableLine(node.task.name).padEnd(width);
      return `${stem}${branch}${name}  ${describeNode(node, graph)}`.trimEnd();
    }),
  ];
}

function describeNode(node: FoldedNode, graph: TaskGraph): string {
  const needs = listNeeds(node, graph);
  const notes = [
    ...(needs.length > 0 ? [`needs ${needs.join(', ')}`] : []),
    ...(node.task.when ? [`when ${printableLine(node.task.when.source)}`] : []),
    ...(node.task.always ? ['always'] : []),
    ...(node.task.ignoreErrors ? ['errors ignored'] : []),
  ];
  const what = describeAction(node.task);
  return notes.length > 0 ? `${what}  (${notes.join('; ')})` : what;
}

/** What a node waits for, as `needs` has it: `version`, `backup@all`, `drain@core1`. */
export function listNeeds(node: FoldedNode, graph: TaskGraph): string[] {
  const barriers = node.barriers.flatMap((index) => graph.barriers[index] ?? []);
  return [
    ...node.needs,
    ...node.others.map(({ task, host }) => `${task}@${host}`),
    ...barriers.map(({ task, on }) => `${task}@${on}`),
  ].map(printableLine);
}

/** What a task does, in a few words: its command, or how many lines it configures. */
export function describeAction({ action }: Task): string {
  switch (action.kind) {
    case 'command':
      return printableLine(action.command.text);
    case 'config':
      return `configure ${countOf(action.lines.filter(({ text }) => text.trim() !== '').length, 'line')}${action.save ? ' and save' : ''}`;
    case 'copy': {
      const from = action.direction === 'put' ? action.local : action.remote;
      const to = action.direction === 'put' ? action.remote : action.local;
      return `${action.direction} ${printableLine(from.text)} as ${printableLine(to.text)}`;
    }
    default:
      return action satisfies never;
  }
}
