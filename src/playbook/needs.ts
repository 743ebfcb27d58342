import { proposeName } from '../error/nearest.js';
import { findCycle } from '../task/find-cycle.js';
import type { Need } from '../task/task.js';
import type { Findings } from './findings.js';
import { type PlacedTask, tasksByName } from './placed-task.js';
import { describeRing, type RingMember } from './ring.js';
import { listOf, pointersOf } from './values.js';

/** Reads `needs` at a pointer: `version`, `backup@all`, `drain@core1`. Names are looked up later, by {@link resolveNeeds}. */
export function readNeeds(findings: Findings, pointer: string): Need[] {
  const value = findings.valueAt(pointer);
  const pointers = pointersOf(value, pointer);
  return listOf(value).flatMap((text, index): Need[] => {
    const place = pointers[index] ?? pointer;
    if (typeof text !== 'string') return [];
    const [task = '', on, ...rest] = text.split('@').map((part) => part.trim());
    if (task === '' || on === '' || rest.length > 0) {
      findings.add(place, `expected a task such as version, backup@all or drain@core1, got "${text}"`);
      return [];
    }
    const position = findings.position(place);
    if (on === undefined) return [{ kind: 'same-host', task, position }];
    return on === 'all' ? [{ kind: 'all', task, position }] : [{ kind: 'named', task, on, position }];
  });
}

/**
 * Checks that needed tasks exist and that none waits for itself; the written name of a task with `commands` becomes
 * the names of all that come of it.
 */
export function resolveNeeds(findings: Findings, tasks: PlacedTask[]): PlacedTask[] {
  const byName = tasksByName(tasks);
  const resolved = tasks.map((entry) => ({
    ...entry,
    task: { ...entry.task, needs: entry.task.needs.flatMap((need) => expand(need)) },
  }));
  reportUnknown();
  reportRings(findings, resolved);
  return resolved;

  function expand(need: Need): Need[] {
    const found = byName.get(need.task) ?? [];
    return found.map(({ task }) => ({ ...need, task: task.name }));
  }

  function reportUnknown(): void {
    for (const { task, pointer } of tasks) {
      const value = findings.valueAt(`${pointer}/needs`);
      const pointers = pointersOf(value, `${pointer}/needs`);
      task.needs.forEach((need) => {
        if (byName.has(need.task)) return;
        const place = pointers.find(
          (at) =>
            findings.position(at).line === need.position?.line && findings.position(at).column === need.position.column,
        );
        findings.add(place ?? `${pointer}/needs`, `unknown task "${need.task}"`, {
          proposal: proposeName(need.task, byName.keys()),
        });
      });
    }
  }
}

/**
 * Rings that every inventory would have: of needs on the same host and on all hosts. Those that only come of a needed
 * host's name are found when the graph is made.
 */
function reportRings(findings: Findings, tasks: PlacedTask[]): void {
  const indexes = new Map(tasks.map(({ task }, index) => [task.name, index]));
  const edges = tasks.map(({ task }) => {
    return task.needs
      .flatMap((need) => (need.kind === 'named' ? [] : [indexes.get(need.task) ?? -1]))
      .filter((index) => index >= 0);
  });
  for (;;) {
    const ring = findCycle(edges.length, (index) => edges[index] ?? []);
    if (!ring) return;
    const members = ring.map((index) => tasks[index]).filter((entry) => entry !== undefined);
    const [first] = members;
    if (first) findings.add(`${first.pointer}/needs`, describeRing(members.map(memberOf)));
    // A ring is told once, and the next one is looked for without it.
    for (const index of ring) edges[index] = [];
  }
}

function memberOf({ task }: PlacedTask): RingMember {
  return { name: task.name, line: task.position?.line };
}
