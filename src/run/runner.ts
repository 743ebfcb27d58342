import { findPlatform } from '../device/load-platform.js';
import type { Platform } from '../device/platform.js';
import type { Mask } from '../error/mask.js';
import type { HostExecutor } from '../executors/host-executor.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import type { Playbook } from '../playbook/playbook.js';
import type { RunEvent } from '../task/event.js';
import type { Future } from '../task/future.js';
import type { JobNode, Node, TaskGraph } from '../task/graph.js';
import type { Result, RunRecord, RunWarning } from '../task/result.js';
import { Warnings } from '../task/warnings.js';
import { Batches } from './batches.js';
import { Halt } from './halt.js';
import { attributesOf } from './host-attributes.js';
import { nameOtherHosts, type PreviousLookup } from './host-job.js';
import { HostRun } from './host-run.js';
import type { LateResults } from './late-results.js';
import { Ledger } from './ledger.js';
import { runListr } from './listr.js';
import { LoginQueue } from './login-queue.js';
import { makeMayEnable } from './may-enable.js';
import type { OutputStore } from './output-store.js';
import { makeRecord } from './record.js';
import type { Saver } from './saves/saver.js';
import type { RunView } from './view.js';

const GRACE_MS = 5000;
const PATIENCE_MS = 1000;
const NO_PATTERNS: Pick<Platform, 'secrets' | 'volatile'> = { secrets: [], volatile: [] };

/** Everything a run needs. Nothing is read from the process: the caller hands it in. */
export interface RunOptions {
  graph: TaskGraph;
  playbook: Playbook;
  /** Results of an earlier run that this one goes on with, by node id, in the order in which they came: those tasks are not run. */
  carried?: ReadonlyMap<number, Result>;
  /** What that run did not live to hear, by host. */
  late?: ReadonlyMap<string, LateResults>;
  /** What its hosts were warned of. */
  carriedWarnings?: readonly RunWarning[];
  /** Every host of the graph by name, its references resolved. */
  hosts: ReadonlyMap<string, Host>;
  /** Host name → hosts to go through, nearest to us first; absent for none. */
  jumps: ReadonlyMap<string, Host[]>;
  executor: HostExecutor;
  platformDirs: string[];
  /** Folders with TextFSM templates of the user's own and their `index`; none unless given. */
  templateDirs?: string[];
  hostKeys: HostKeyPolicy;
  view: RunView;
  /** Told every event, before the view is. */
  emit?: (event: RunEvent) => void;
  /** Aborted by the first Ctrl-C, SIGTERM or SIGHUP: what runs may finish within the grace, the rest is cancelled. */
  stop: AbortSignal;
  /** Aborted by the second: everything ends at once. */
  abort: AbortSignal;
  /** Aborted when the journal cannot be written: taken like the first Ctrl-C. */
  broken?: AbortSignal;
  /** 5000 unless given. */
  graceMs?: number;
  /** How long a login that was cut off may take to tell how it ended; 1000 unless given. */
  patienceMs?: number;
  /** When it began, as reports and its journal tell; what `now` says unless given. Both in milliseconds since the epoch. */
  startedAt?: number;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** From 0 up to 1, for the jitter of retries. */
  random: () => number;
  /** Tell each step of a login, as events; true unless given. They cost some CPU time, and more with workers. */
  steps?: boolean;
  /** Tell the round trips of each login, as events; false unless given. */
  trace?: boolean;
  /** Tell what is spoken in each login, as events; false unless given. */
  record?: boolean;
  runId: string;
  mask: Mask;
  /** Where long outputs are kept, and read from by whoever has the record; in memory unless given. */
  outputs?: OutputStore;
  /** What tasks gave in the run before; nothing unless given. */
  previousOf?: PreviousLookup | undefined;
  /** Writes the files of `save`; nothing is saved without it. */
  saver?: Saver;
}

/**
 * Runs a task graph within the limits of its playbook, and tells what came of it. Every future has exactly one
 * result in the record, whatever happened; a host that fails is a result and never an error thrown.
 *
 * @throws only for a bug of flow
 * @see nornir-automation/nornir nornir/plugins/runners for a runner that knows nothing of devices
 */
export async function runGraph(options: RunOptions): Promise<RunRecord> {
  const { graph, playbook, view, now } = options;
  const { startedAt = now() } = options;
  const warnings = new Warnings();
  const emit = (event: RunEvent) => {
    warnings.hear(event);
    options.emit?.(event);
    view.onEvent(event);
  };
  // Of a platform that nobody has found out yet, nothing is recognised as a secret.
  const patternsOf = (platform: string) => findPlatform(platform, options.platformDirs) ?? NO_PATTERNS;
  const { carried, mask, outputs, saver } = options;
  const ledger = new Ledger({ graph, carried, mask, outputs, patternsOf, saver, now, emit });
  const halt = new Halt({
    stop: options.stop,
    abort: options.abort,
    broken: options.broken,
    graceMs: options.graceMs ?? GRACE_MS,
    runMs: playbook.timeouts.runMs,
    onStop: (reason) => emit({ type: 'stopping', at: now(), reason }),
  });

  const batches = new Batches({ batches: graph.batches, onFailure: playbook.onFailure, halt, now, emit });
  const queue = new LoginQueue({
    ...playbook,
    hosts: options.hosts.values(),
    random: options.random,
    mayEnable: makeMayEnable(playbook.enable, options.platformDirs),
  });
  const finish = (): RunRecord => {
    const finishedAt = now();
    const failures = batches.failures + countFailures(graph, options.carried);
    const end = { reason: halt.reason, failures, startedAt, finishedAt, warnings: warnings.list(graph.hosts) };
    const record = makeRecord(options, ledger, end);
    emit({ type: 'run-finished', at: finishedAt, status: record.run.status, counts: record.run.counts });
    return record;
  };
  const prepare = hostPreparer(options, { ledger, halt, queue, batches, emit });
  const late = new Map([...(options.late?.keys() ?? [])].map((name) => [name, prepare(name)]));
  let record: RunRecord | undefined;
  try {
    await runListr({
      view,
      batches: graph.batches,
      run: (name) => {
        const host = late.get(name) ?? prepare(name);
        late.delete(name);
        return host.run();
      },
      begin: () => {
        const tasks = graph.tasks.map((task) => task.name);
        const futures = graph.nodes.length;
        emit({
          type: 'run-started',
          at: startedAt,
          id: options.runId,
          playbook: playbook.name,
          hosts: graph.hosts,
          tasks,
          futures,
        });
        for (const [id, result] of options.carried ?? []) {
          const { host, task } = graph.nodes[id] as Node;
          emit({ type: 'carried', host, task: task.name, at: startedAt, result });
        }
        for (const { host, message } of options.carriedWarnings ?? []) {
          emit({ type: 'notice', host, at: startedAt, message, isWarning: true });
        }
        for (const host of late.values()) host.hearLate();
        halt.watch();
        batches.begin();
      },
      finish: () => {
        record = finish();
      },
    });
  } finally {
    halt.dispose();
    queue.dispose();
  }
  if (!record) throw new Error('the run is over and has not ended');
  return record;
}

/** What had failed before, and is not tried again, counts for the status of this run as well. */
function countFailures({ nodes }: TaskGraph, carried: RunOptions['carried']): number {
  let failures = 0;
  for (const [id, { state }] of carried ?? []) if (state === 'raised' && !nodes[id]?.task.ignoreErrors) failures++;
  return failures;
}

interface Shared extends Pick<ConstructorParameters<typeof HostRun>[0], 'ledger' | 'halt' | 'queue' | 'emit'> {
  batches: Batches;
}

/** Nothing is kept of a host that is through but its results. */
function hostPreparer(
  options: RunOptions,
  { batches, ledger, halt, queue, emit }: Shared,
): (name: string) => Pick<HostRun, 'run' | 'hearLate'> {
  const { graph, playbook, executor, platformDirs, templateDirs = [], hostKeys, mask, now, random } = options;
  const { steps, trace = false, record = false, patienceMs = PATIENCE_MS, previousOf } = options;
  const limited = Object.keys(playbook.concurrency.per);
  const jobs = groupByHost(graph.jobs, (job: JobNode) => job.host);
  const futures = groupByHost(ledger.futures, (future) => future.node.host);
  const stranger = graph.hosts.find((name) => !options.hosts.has(name));
  if (stranger !== undefined) throw new Error(`the graph has a host that was not handed in: ${stranger}`);
  const common = {
    ledger,
    halt,
    queue,
    emit,
    playbook,
    executor,
    platformDirs,
    templateDirs,
    hostKeys,
    mask,
    now,
    random,
    futureOf: (task: string, on: string) => futures.get(on)?.find((future) => future.node.task.name === task),
    patienceMs,
    isTerse: steps === false,
    trace,
    record,
    isNamedByOthers: nameOtherHosts(graph.tasks),
    previousOf,
  };
  return (name) => {
    const host = options.hosts.get(name) as Host;
    const own = futures.get(name) ?? [];
    const run = new HostRun({
      ...common,
      host,
      jumps: options.jumps.get(name) ?? [],
      jobs: jobs.get(name) ?? [],
      futures: own,
      attributes: attributesOf(host, limited),
      batch: batches.gateOf(name),
      onFailure: () => batches.fail(name),
      late: options.late?.get(name),
    });
    const isBad = ({ state, node }: Future) =>
      state === 'unknown' || (state === 'raised' && !node.task.ignoreErrors && options.carried?.has(node.id));
    const leave = () => batches.leave(name, { isFailed: own.some(isBad) });
    return { hearLate: () => run.hearLate(), run: () => run.run().finally(leave) };
  };
}

function groupByHost<T>(items: readonly T[], hostOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(hostOf(item));
    if (group) group.push(item);
    else groups.set(hostOf(item), [item]);
  }
  return groups;
}
