import { resolve } from 'node:path';
import { UsageError } from '../error/flow-error.js';
import { KnownSecrets, type Secrets } from '../error/known-secrets.js';
import type { HostExecutor } from '../executors/host-executor.js';
import { secretsIn } from '../inventory/secrets-of.js';
import type { CassetteRecorder } from '../lab/cassette/cassette-recorder.js';
import type { PreviousLookup } from '../run/host-job.js';
import { Saver } from '../run/saves/saver.js';
import type { RunEvent } from '../task/event.js';
import type { PlacedResults } from './carry-over.js';
import { type CollectedRun, describeLate, placeLate } from './late-results.js';
import { lockChanges } from './lock-changes.js';
import { openExecutor } from './open-executor.js';
import type { Plan } from './plan.js';
import { findPrevious } from './previous-runs.js';
import { isStandIn, type Reached, reach } from './reach.js';
import { Recorder } from './recorder.js';
import type { RunPlaybookOptions } from './run-options.js';

/** What a run has of its own, whatever is run. */
export interface RunContext {
  runId: string;
  stop: AbortSignal;
  /** Told each event. */
  tell(event: RunEvent): void;
}

/** All that a run needs once its hosts can be spoken to. */
export interface ReadyRun extends Pick<Plan, 'playbook' | 'graph'>, RunContext {
  platformDirs: string[];
  templateDirs: string[];
  options: RunPlaybookOptions;
  secrets: Secrets;
  /** From here on its time counts: nobody is asked and waited for any more. */
  startedAt: Date;
  reached: Reached;
  earlier: CollectedRun | undefined;
  recorder: Recorder;
  /** Absent where outputs are not to be saved. */
  saver: Saver | undefined;
  /** Absent where no task speaks of the run before. */
  previousOf: PreviousLookup | undefined;
  /** Keeps what the hosts say. */
  cassettes: CassetteRecorder | undefined;
  /** Where hosts are spoken to. */
  executor: HostExecutor;
  /** Bugs of flow that cost hosts their results. */
  bugs: Error[];
  /** Gives back the locks on the hosts that it changes. */
  unlock(): void;
}

/**
 * The last that comes before the first host is spoken to: looks up secrets, locks what is to be changed, begins the journal. What only this needs,
 * the inventory as it was written first of all, is not in memory during the run.
 *
 * @throws {DocumentError} when a reference cannot be resolved
 * @throws {UsageError} when another run is at it, or something that the run was told to use cannot be used
 * @throws {JournalError} when the journal cannot be begun
 */
export async function makeReady(plan: Plan, options: RunPlaybookOptions, context: RunContext): Promise<ReadyRun> {
  const { playbook, graph, details } = plan;
  const { fleet, platformDirs, templateDirs } = details;
  const { runId, stop } = context;
  const { secrets = new KnownSecrets(), onNotice = () => {}, env = {}, queue } = options;
  const home = homeOf(plan, options);
  secrets.hide(secretsIn({ ...playbook.vars, items: graph.tasks.map(({ item }) => item) }));
  const defersCredentials = playbook.executor === 'queue';
  const reached = await reach(fleet, options, { platformDirs, secrets, signal: stop, defersCredentials });
  const undo: (() => unknown)[] = [() => reached.close()];
  try {
    const { hosts } = reached;
    options.onReached?.(hosts, reached.warnings);
    const bugs: Error[] = [];
    const onBug = (error: unknown) => void bugs.push(error instanceof Error ? error : new Error(String(error)));
    const executor = await openExecutor(playbook, { runId, hosts, env, secrets, queue, onBug });
    undo.push(() => executor.close());
    const unlock = await lock(plan, { home, reached, options, context, onNotice });
    undo.push(unlock);
    const earlier = details.earlier && (await collect(details.earlier, { graph, executor, onNotice }));
    const startedAt = new Date();
    const cassettes = options.record && (await openCassettes(options.record, reached, startedAt));
    const previousOf = home === undefined ? undefined : findPrevious(plan, home, earlier?.id);
    const names = { runId, startedAt, as: options.as, reached, options, earlier, mask: secrets.mask };
    const isKept = options.isKept !== false;
    const recorder = new Recorder({ home: isKept ? home : undefined, events: options.events }, plan, names);
    const saver = makeSaver(plan, { options, onNotice });
    return {
      ...context,
      playbook,
      graph,
      platformDirs,
      templateDirs,
      options,
      secrets,
      startedAt,
      reached,
      earlier,
      recorder,
      saver,
      previousOf,
      cassettes,
      executor,
      bugs,
      unlock,
    };
  } catch (error) {
    await Promise.all(undo.map((step) => step()));
    throw error;
  }
}

/** The folder of the journals, absolute. @throws {UsageError} for another one than the run that it goes on with has, or for none */
function homeOf({ details: { earlier } }: Plan, { journal, isKept = true }: RunPlaybookOptions): string | undefined {
  const home = journal === undefined ? undefined : resolve(journal);
  if (!earlier) return home;
  if (isKept && (home === undefined || home === earlier.journal)) return earlier.journal;
  throw new UsageError(`a run that goes on with ${earlier.id} is kept where that one is: ${earlier.journal}`);
}

/** Of a run that was lost, what its workers have finished since is had as well. */
async function collect(
  earlier: PlacedResults,
  { graph, executor, onNotice }: Pick<ReadyRun, 'graph' | 'executor'> & { onNotice(text: string): void },
): Promise<CollectedRun> {
  const { lost } = earlier;
  const collected = lost && (await executor.collect(earlier.id));
  if (!collected) return { ...earlier, late: new Map() };
  const placed = placeLate(earlier, { lost, collected, graph });
  for (const line of describeLate(placed, collected)) onNotice(line);
  return placed;
}

interface LockContext {
  home: string | undefined;
  reached: Reached;
  options: RunPlaybookOptions;
  context: RunContext;
  onNotice(text: string): void;
}

/** Simulated devices are each run's own. */
async function lock(
  { playbook }: Plan,
  { home, reached, options, context, onNotice }: LockContext,
): Promise<() => void> {
  if (home === undefined || playbook.mode !== 'change' || reached.isSimulated) return () => {};
  const { wait = false, isKept = true } = options;
  const { runId, stop } = context;
  return lockChanges(home, { runId, hosts: reached.hosts.values(), wait, isLenient: !isKept, stop, onNotice });
}

async function openCassettes(
  options: NonNullable<RunPlaybookOptions['record']>,
  { hosts }: Reached,
  startedAt: Date,
): Promise<CassetteRecorder> {
  const { CassetteRecorder } = await import('../lab/cassette/cassette-recorder.js');
  return new CassetteRecorder(options, hosts, startedAt);
}

/** What a simulated device says in the place of a real one must not replace the backup of the real one. */
function makeSaver(
  { playbook, hosts, graph, details: { fleet, taken } }: Plan,
  { options, onNotice }: { options: RunPlaybookOptions; onNotice(text: string): void },
): Saver | undefined {
  const { isRehearsal = false } = options;
  if (isRehearsal || !isStandIn(fleet, options)) {
    const written = new Map(hosts.map((host) => [host.name, host]));
    return new Saver({ hosts: written, vars: playbook.vars, taken, isRehearsal });
  }
  if (graph.tasks.some(({ save }) => save)) onNotice('nothing is saved: these are not the hosts themselves');
  return undefined;
}
