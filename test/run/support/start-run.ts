import type { HostExecutor } from '../../../src/executors/host-executor.js';
import type { Host } from '../../../src/inventory/host.js';
import type { Playbook } from '../../../src/playbook/playbook.js';
import { type RunOptions, runGraph } from '../../../src/run/runner.js';
import type { RunEvent } from '../../../src/task/event.js';
import type { RunRecord } from '../../../src/task/result.js';
import type { Task } from '../../../src/task/task.js';
import { HeldExecutor } from './held-executor.js';
import { makeGraph, makeHost, makePlaybook } from './make-graph.js';

/** What a test says of its run; the rest is the plainest. */
export interface RunPlan<E extends HostExecutor> {
  hosts: (string | Host)[];
  tasks: Task[];
  /** One with every host unless given. */
  batches?: string[][];
  playbook?: Partial<Playbook>;
  executor?: E;
  options?: Partial<RunOptions>;
  onEvent?: (event: RunEvent) => void;
}

/** A run under way. */
export interface StartedRun<E extends HostExecutor> {
  executor: E;
  events: RunEvent[];
  record: Promise<RunRecord>;
  stop(): void;
  abort(): void;
}

/** Starts a run whose logins the test holds. */
export function startRun<E extends HostExecutor = HeldExecutor>(plan: RunPlan<E>): StartedRun<E> {
  const hosts = plan.hosts.map((host) => (typeof host === 'string' ? makeHost(host) : host));
  const executor = plan.executor ?? (new HeldExecutor() as unknown as E);
  const events: RunEvent[] = [];
  const stop = new AbortController();
  const abort = new AbortController();
  const record = runGraph({
    graph: makeGraph(
      hosts.map(({ name }) => name),
      plan.tasks,
      plan.batches,
    ),
    playbook: makePlaybook(plan.tasks, plan.playbook),
    hosts: new Map(hosts.map((host) => [host.name, host])),
    jumps: new Map(),
    executor,
    platformDirs: [],
    hostKeys: { mode: 'off', file: '' },
    view: { start() {}, onEvent() {}, end() {} },
    emit: (event) => {
      events.push(event);
      plan.onEvent?.(event);
    },
    stop: stop.signal,
    abort: abort.signal,
    now: () => Date.now(),
    random: () => 0.5,
    runId: 'test',
    mask: (text) => text,
    ...plan.options,
  });
  return { executor, events, record, stop: () => stop.abort(), abort: () => abort.abort() };
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settleDown(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** `R1/clock=finished`, for each result in its order. */
export function statesOf(record: RunRecord): string[] {
  return record.results.map((result) => `${result.host.name}/${result.task}=${result.state}`);
}
