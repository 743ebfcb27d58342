import type { Host } from '../../../src/inventory/host.js';
import type { Playbook } from '../../../src/playbook/playbook.js';
import type { Barrier, JobNode, Node, TaskGraph } from '../../../src/task/graph.js';
import type { Need, Task } from '../../../src/task/task.js';

/** A task of a test: a name, and what differs from the plainest one. */
export function makeTask(name: string, changes: Partial<Task> = {}): Task {
  return {
    name,
    index: 0,
    action: { kind: 'command', command: { text: `show ${name}` } },
    needs: [],
    expect: [],
    answers: [],
    timeoutMs: 30_000,
    retry: { attempts: 1, delayMs: 0, backoff: 1, jitter: 0, on: ['refused', 'timeout', 'disconnected'] },
    ignoreErrors: false,
    always: false,
    ...changes,
  };
}

/** `version`, `version@all` or `version@R2`, as a playbook writes a need. */
export function needOf(text: string): Need {
  const [task = '', on] = text.split('@');
  if (on === undefined) return { kind: 'same-host', task };
  return on === 'all' ? { kind: 'all', task } : { kind: 'named', task, on };
}

export function makeHost(name: string, vars: Record<string, unknown> = {}): Host {
  return { name, address: '127.0.0.1', port: 22, platform: 'cisco_ios', groups: [], vars, jump: [], ssh: {} };
}

export function makePlaybook(tasks: Task[], changes: Partial<Playbook> = {}): Playbook {
  return {
    file: 'test.yaml',
    folder: '/',
    name: 'test',
    mode: 'read',
    vars: {},
    concurrency: { hosts: 20, per: {} },
    lockoutAfter: 3,
    executor: 'inline',
    queue: {},
    order: 'inventory',
    deterministic: false,
    enable: 'auto',
    timeouts: { connectMs: 10_000, authMs: 15_000, promptMs: 15_000, commandMs: 30_000 },
    onFailure: { kind: 'continue' },
    batches: [],
    tasks,
    outputs: [],
    warnings: [],
    ...changes,
  };
}

/** The graph of tasks that stand in an order in which each comes after what it needs. */
export function makeGraph(
  hosts: readonly string[],
  written: readonly Task[],
  batches: string[][] = [[...hosts]],
): TaskGraph {
  const tasks = written.map((task, index) => ({ ...task, index }));
  const idOf = (host: number, task: string) => host * tasks.length + tasks.findIndex(({ name }) => name === task);
  const barriers: Barrier[] = [];
  const barrierOf = (task: string) => {
    const known = barriers.find((barrier) => barrier.task === task);
    if (known) return known.id;
    barriers.push({ id: barriers.length, task, on: 'all', members: hosts.map((_, host) => idOf(host, task)) });
    return barriers.length - 1;
  };
  const nodes = hosts.flatMap((name, host) =>
    tasks.map((task, index): Node => {
      const node: Node = { id: host * tasks.length + index, host: name, task, needs: [], barriers: [], stage: 0 };
      for (const need of task.needs) {
        if (need.kind === 'same-host') node.needs.push(idOf(host, need.task));
        else if (need.kind === 'named') node.needs.push(idOf(hosts.indexOf(need.on), need.task));
        else if (hosts.length > 1) node.barriers.push(barrierOf(need.task));
        else node.needs.push(idOf(0, need.task));
      }
      return node;
    }),
  );
  // Task by task, since what a task needs stands before it on every host.
  for (const { index } of tasks) {
    const afterBarrier = new Map<number, (host: string) => number>();
    for (const [host] of hosts.entries()) {
      const node = nodes[host * tasks.length + index] as Node;
      const single = node.needs.map((id) => nodes[id] as Node);
      const stages = single.map((need) => need.stage + (need.host === node.host ? 0 : 1));
      for (const barrier of node.barriers) {
        let after = afterBarrier.get(barrier);
        if (!after) {
          after = stageAfter((barriers[barrier]?.members ?? []).map((id) => nodes[id] as Node));
          afterBarrier.set(barrier, after);
        }
        stages.push(after(node.host));
      }
      node.stage = Math.max(0, ...stages);
    }
  }
  return {
    nodes,
    barriers,
    jobs: jobsOf(hosts, nodes),
    tasks,
    hosts: [...hosts],
    batches,
    stages: 1 + nodes.reduce((highest, { stage }) => Math.max(highest, stage), 0),
  };
}

/** The stage of what needs all of these, by the host it is on: one more than the highest of the others. */
function stageAfter(members: readonly Node[]): (host: string) => number {
  const sorted = [...members].sort((a, b) => b.stage - a.stage);
  const [first, second] = sorted;
  return (host) => {
    const others = first?.host === host ? second : first;
    const own = first?.host === host ? first.stage : 0;
    return Math.max(own, (others?.stage ?? 0) + 1);
  };
}

function jobsOf(hosts: readonly string[], nodes: readonly Node[]): JobNode[] {
  const byHost = groupBy(nodes, (node) => node.host);
  return hosts.flatMap((host) => {
    const byStage = groupBy(byHost.get(host) ?? [], (node) => node.stage);
    return [...byStage.keys()]
      .sort((a, b) => a - b)
      .map((stage): JobNode => {
        const own = byStage.get(stage) ?? [];
        const others = own.flatMap((node) => node.needs).filter((id) => nodes[id]?.host !== host);
        return {
          host,
          stage,
          part: 0,
          nodes: own.map((node) => node.id),
          waitsFor: [...new Set(others)],
          barriers: [...new Set(own.flatMap((node) => node.barriers))],
        };
      });
  });
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
