import { UsageError } from '../error/flow-error.js';
import { STARS } from '../error/secret-names.js';
import type { Playbook } from '../playbook/playbook.js';
import { futureKey } from '../task/future-key.js';
import type { TaskGraph } from '../task/graph.js';
import type { Result, RunWarning } from '../task/result.js';
import type { Task } from '../task/task.js';
import { expressionsOf, templatesOf } from '../task/task-texts.js';
import type { EarlierRun, LostRun } from './earlier-run.js';
import { fingerprintOf } from './fingerprint.js';

/** What of an earlier run is kept, placed in the graph of the one that goes on. */
export interface PlacedResults extends Pick<EarlierRun, 'id' | 'journal' | 'how'> {
  /** What the journal knows of one that was lost; undefined of one that has ended. */
  lost: LostRun | undefined;
  /** By node id of the graph, in the order in which they came. */
  carried: ReadonlyMap<number, Result>;
  warnings: RunWarning[];
}

/** @throws {UsageError} when the playbook, or a variable of it, is not the one that was run */
export function refuseOtherPlaybook(earlier: EarlierRun, playbook: Playbook): void {
  const { id, details } = earlier;
  const { frozen } = details;
  if (fingerprintOf(playbook) !== frozen.playbook.fingerprint) {
    throw new UsageError(
      `${playbook.file} has changed since the run ${id}, so that its results do not belong to it any more\n` +
        '  put it back as playbook.yaml in the folder of the run has it, or begin a new run with flow run',
    );
  }
  for (const [name, value] of Object.entries(frozen.playbook.vars)) {
    const [before, now] = [JSON.stringify(value), JSON.stringify(playbook.vars[name])];
    if (before === now || before.includes(STARS)) continue;
    throw new UsageError(`the variable ${name} is not what it was in the run ${id}: it was ${before}`);
  }
}

/** @throws {UsageError} when the tasks are not those of the run, since a `foreach` has another list, or a command would be made of stars */
export function placeResults(earlier: EarlierRun, graph: TaskGraph): PlacedResults {
  const { id, journal, how, details } = earlier;
  const names = graph.tasks.map(({ name }) => name);
  if (names.join('\n') !== details.tasks.join('\n')) {
    throw new UsageError(`the tasks are not those of the run ${id} any more: a list of foreach has changed`);
  }
  const ids = new Map(graph.nodes.map((node) => [futureKey({ host: node.host, task: node.task.name }), node.id]));
  const idOf = ({ host, task }: Result) => ids.get(futureKey({ host: host.name, task })) as number;
  const carried = new Map(details.results.map((result) => [idOf(result), result]));
  refuseMasked(graph, carried);
  return { id, journal, how, carried, warnings: details.warnings, lost: details.lost };
}

/** A command made of a masked output would send stars to a device. @throws {UsageError} */
export function refuseMasked({ nodes }: Pick<TaskGraph, 'nodes'>, carried: ReadonlyMap<number, Result>): void {
  const speaking = nodes.filter(({ id, task }) => !carried.has(id) && textOf(task).includes('results'));
  if (speaking.length === 0) return;
  const masked = new Set<string>();
  for (const { task, output } of carried.values()) if (output?.includes(STARS)) masked.add(task);
  const wrong = speaking.find(({ task }) => [...masked].some((name) => textOf(task).includes(name)));
  if (!wrong) return;
  throw new UsageError(
    `task "${wrong.task.name}" speaks of an output in which the journal has masked a secret\n  begin a new run with flow run`,
  );
}

function textOf(task: Task): string {
  const conditions = expressionsOf(task).map(({ source }) => source);
  return [...templatesOf(task).map(({ text }) => text), ...conditions].join('\n');
}
