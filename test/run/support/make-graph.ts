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
    executor: 'inline',
    order: 'inventory',
    enable: 'auto',
    timeouts: { connectMs: 10_000, authMs: 15_000, promptMs: 15_000, commandMs: 30_000 },
    onFailure: { kind: 'continue' },
    tasks,
    outputs: [],
    warnings: [],
    ...changes,
  };
}

/** The graph of tasks that stand in an order in which each comes after what it needs. */
export function makeGraph(hosts: readonly string[], written: readonly Task[]): TaskGraph {
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
    const highest = barriers.map(({ members }) => members.map((id) => nodes[id] as Node));
    for (const [host] of hosts.entries()) {
      const node = nodes[host * tasks.length + index] as Node;
      const needed = [
        ...node.needs.map((id) => nodes[id] as Node),
        ...node.barriers.flatMap((barrier) => highest[barrier] ?? []),
      ];
      node.stage = Math.max(0, ...needed.map((need) => need.stage + (need.host === node.host ? 0 : 1)));
    }
  }
  return { nodes, barriers, jobs: jobsOf(hosts, nodes), tasks, hosts: [...hosts], stages: 1 + Math.max(0, ...nodes.map(({ stage }) => stage)) };
}

function jobsOf(hosts: readonly string[], nodes: readonly Node[]): JobNode[] {
  const byHost = Map.groupBy(nodes, (node) => node.host);
  return hosts.flatMap((host) => {
    const byStage = Map.groupBy(byHost.get(host) ?? [], (node) => node.stage);
    return [...byStage.keys()].sort((a, b) => a - b).map((stage): JobNode => {
      const own = byStage.get(stage) ?? [];
      const others = own.flatMap((node) => node.needs).filter((id) => nodes[id]?.host !== host);
      return {
        host,
        stage,
        nodes: own.map((node) => node.id),
        waitsFor: [...new Set(others)],
        barriers: [...new Set(own.flatMap((node) => node.barriers))],
      };
    });
  });
}
