import { UsageError } from '../error/flow-error.js';
import { summarizeBatches } from '../task/describe-batches.js';
import type { TaskGraph } from '../task/graph.js';
import type { Task } from '../task/task.js';
import { ask } from './ask.js';
import type { Terminal } from './terminal.js';

/**
 * Asks before a run that changes devices.
 *
 * @returns whether to go on
 * @throws {UsageError} when there is nobody to ask
 */
export async function confirmChanges(graph: TaskGraph, terminal: Terminal): Promise<boolean> {
  const summary = describeChanges(graph);
  if (!terminal.canAsk) {
    throw new UsageError(`${summary}; there is no terminal to ask at\n  look at \`flow plan\`, then say --yes`);
  }
  const answer = await ask(`${terminal.mask(summary)}. Go on? [y/N] `);
  return /^y(es)?$/i.test((answer ?? '').trim());
}

/** `this playbook changes 3 hosts (R1, R2, R3): push`. */
function describeChanges(graph: TaskGraph): string {
  const changes = graph.tasks.filter((task) => changesDevice(task)).map((task) => task.name);
  const names = firstOf(graph.hosts);
  const hosts = graph.hosts.length === 1 ? '1 host' : `${graph.hosts.length} hosts`;
  const what = changes.length > 0 ? firstOf(changes).join(', ') : 'mode: change';
  const batches = graph.batches.length === 1 ? '' : ` in ${summarizeBatches(graph.batches)}`;
  return `this playbook changes ${hosts} (${names.join(', ')})${batches}: ${what}`;
}

/** All of a few names, the first of many. */
function firstOf(names: readonly string[]): readonly string[] {
  return names.length > 5 ? [...names.slice(0, 4), '…'] : names;
}

/** A configuration or a file brought to the device; of a command only its text can tell. */
function changesDevice({ action }: Task): boolean {
  return action.kind === 'config' || (action.kind === 'copy' && action.direction === 'put');
}
