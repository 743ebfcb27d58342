import { maskVariables } from '../error/mask.js';
import type { HostExecutor } from '../executors/host-executor.js';
import { makeExecutor } from '../executors/make-executor.js';
import { makeDeterministic } from '../report/deterministic-record.js';
import type { EachContext } from '../report/render.js';
import { writeOutputs } from '../report/write-outputs.js';
import type { PreviousLookup } from '../run/host-job.js';
import { OutputStore } from '../run/output-store.js';
import { runGraph } from '../run/runner.js';
import { Saver } from '../run/saves/saver.js';
import type { Result, RunWarning } from '../task/result.js';
import { annotateFailures } from './annotate.js';
import { type CassetteRecorder, makeCassetteRecorder } from './cassette-recorder.js';
import { chooseView } from './choose-view.js';
import type { Call } from './command.js';
import { commitSaves } from './commit-saves.js';
import { confirmChanges } from './confirm.js';
import { EachPrinter } from './each-printer.js';
import { EXIT, exitCodeOf } from './exit-code.js';
import { explainError, writeDiagnostics } from './explain-error.js';
import { appendJobSummary } from './job-summary.js';
import { lockChanges } from './lock-changes.js';
import type { PreparedRun } from './prepare-run.js';
import { findPrevious } from './previous-runs.js';
import { journalHome } from './project-folder.js';
import { type ReachedFleet, reachFleet } from './reach-fleet.js';
import { Recorder } from './recorder.js';
import { templateDirsFrom } from './shared-flags.js';
import type { Terminal } from './terminal.js';
import { TracePrinter } from './trace-printer.js';
import { tuneForFleet } from './tune-engine.js';

/** The run that another one goes on with. */
export interface EarlierRun {
  id: string;
  /** The folder that its journal is in, absolute: this run's goes there as well. */
  home: string;
  how: 'retry' | 'resume';
  /** Its results that are kept, by node id of the graph. */
  carried: Map<number, Result>;
  warnings: RunWarning[];
}

/** All that a run needs once its hosts can be spoken to. */
export interface ReadyRun extends Pick<PreparedRun, 'playbook' | 'graph' | 'outputs' | 'platformDirs' | 'runId'> {
  /** From here on its time counts: nobody is asked and waited for any more. */
  startedAt: Date;
  reached: ReachedFleet;
  earlier: EarlierRun | undefined;
  recorder: Recorder;
  /** Absent where outputs are not to be saved. */
  saver: Saver | undefined;
  /** Absent where no task speaks of the run before. */
  previousOf: PreviousLookup | undefined;
  /** Keeps what the hosts say, with `--record`. */
  cassettes: CassetteRecorder | undefined;
  /** Where hosts are spoken to. */
  executor: HostExecutor;
  /** Bugs of flow that cost hosts their results; the first is told when the run is over. */
  bugs: unknown[];
  /** Gives back the locks on the hosts that it changes. */
  unlock(): void;
}

/**
 * The last that comes before the first host is spoken to: asks, looks up secrets, locks what is to be changed, begins the journal. What
 * only this needs, the inventory as it was written first of all, is not in memory during the run.
 *
 * @returns undefined when the user said no
 * @throws {UsageError} when a change was not confirmed by anybody, or another run is at it
 * @throws {JournalError} when the journal cannot be begun
 */
export async function makeReady(
  prepared: PreparedRun,
  call: Call,
  earlier?: EarlierRun,
): Promise<ReadyRun | undefined> {
  const { playbook, fleet, graph, outputs, platformDirs, runId } = prepared;
  const { flags, terminal, interrupts } = call;
  if (playbook.mode === 'change' && !flags.has('yes') && !(await confirmChanges(graph, terminal))) return undefined;
  const reached = await reachFleet(fleet, {
    call,
    folder: playbook.folder,
    defersCredentials: playbook.executor === 'queue',
  });
  interrupts.begin();
  const undo: (() => unknown)[] = [() => interrupts.finish()];
  try {
    const { executor, bugs } = await openExecutor(prepared, { reached, terminal });
    undo.push(() => executor.close());
    const home = earlier?.home ?? journalHome(playbook.folder, terminal.env);
    const unlock = await lockChanges(home, prepared, { call, reached, stop: interrupts.stop });
    undo.push(unlock);
    const startedAt = new Date();
    const cassettes = makeCassetteRecorder(call, reached.hosts, startedAt);
    const previousOf = findPrevious(prepared, home, earlier?.id);
    const recorder = new Recorder(home, prepared, { call, reached, earlier, startedAt });
    const saver = makeSaver(prepared, call);
    const kept = { playbook, graph, outputs, platformDirs, runId, startedAt };
    return { ...kept, reached, earlier, recorder, cassettes, saver, previousOf, executor, bugs, unlock };
  } catch (error) {
    await Promise.all(undo.map((step) => step()));
    await reached.close();
    throw error;
  }
}

async function openExecutor(
  prepared: PreparedRun,
  { reached, terminal }: { reached: ReachedFleet; terminal: Terminal },
): Promise<Pick<ReadyRun, 'executor' | 'bugs'>> {
  const { hosts } = reached;
  const { executor: kind } = prepared.playbook;
  tuneForFleet(process.versions.node, hosts.size);
  const bugs: unknown[] = [];
  const onBug = (error: unknown) => void bugs.push(error);
  if (kind !== 'queue') return { executor: makeExecutor(kind, { onBug, hosts: hosts.size, env: terminal.env }), bugs };
  const { openQueue } = await import('./open-queue.js');
  return { executor: await openQueue(prepared, { hosts, terminal, onBug }), bugs };
}

/** What a simulated device says in the place of a real one must not replace the backup of the real one. */
function makeSaver({ playbook, fleet, graph, taken }: PreparedRun, { flags, terminal }: Call): Saver | undefined {
  const isStandIn = flags.has('lab') || flags.text('replay') !== undefined;
  const hosts = new Map(fleet.hosts.map((host) => [host.name, host]));
  if (!isStandIn || fleet.inventory.lab) return new Saver({ hosts, vars: playbook.vars, taken });
  if (graph.tasks.some(({ save }) => save))
    terminal.err.write('nothing is saved: these are not the hosts themselves\n');
  return undefined;
}

/** Runs what is ready, keeps its journal, and prints its report. @returns the exit status */
export async function carryOut(ready: ReadyRun | undefined, call: Call): Promise<number> {
  const { flags, terminal, interrupts } = call;
  if (!ready) {
    terminal.err.write('nothing was sent\n');
    return EXIT.refused;
  }
  const { playbook, graph, platformDirs, runId, outputs, reached, earlier, recorder, cassettes, saver, previousOf } =
    ready;
  const { executor, bugs } = ready;
  const view = chooseView(call, reached.hosts);
  const isPrinted = !recorder.takesStandardOutput;
  const shown = isPrinted ? outputs : outputs.filter(({ path }) => path !== null);
  const each = new EachPrinter(shown, {
    names: eachNames(ready, terminal),
    print: (text) => {
      const print = () => terminal.out.write(text, { isMasked: true });
      // Two streams on one screen: the view says when there is room.
      if (terminal.out.isTerminal && view.printBeside) view.printBeside(print);
      else print();
    },
  });
  const trace = flags.has('trace') ? new TracePrinter(view, terminal) : undefined;
  const store = new OutputStore();
  try {
    const record = await runGraph({
      graph,
      playbook,
      ...(earlier && { carried: earlier.carried, carriedWarnings: earlier.warnings }),
      hosts: reached.hosts,
      jumps: reached.jumps,
      executor,
      platformDirs,
      templateDirs: templateDirsFrom(call),
      hostKeys: reached.hostKeys,
      view,
      emit: (event) => {
        recorder.hear(event);
        // Where the order in which futures complete must not show, they are told when it is over.
        if (!playbook.deterministic) each.hear(event);
        trace?.hear(event);
        cassettes?.hear(event);
      },
      trace: trace !== undefined,
      record: cassettes !== undefined,
      stop: interrupts.stop,
      abort: interrupts.abort,
      broken: recorder.broken,
      startedAt: ready.startedAt.getTime(),
      now: Date.now,
      random: Math.random,
      runId,
      mask: terminal.mask,
      outputs: store,
      ...(saver && { saver }),
      previousOf,
    });
    cassettes?.close();
    const print = (text: string) => {
      if (isPrinted) terminal.out.write(text, { isMasked: true });
    };
    const told = playbook.deterministic ? makeDeterministic(record) : record;
    if (playbook.deterministic) for (const result of told.results) each.tell(result);
    const written = writeOutputs(outputs, told, { print, before: each.kept });
    const problem = commitSaves({ playbook, tasks: graph.tasks, record, terminal });
    if (problem !== undefined) terminal.err.write(`${problem}\n`);
    const errors = [...each.errors, ...written.errors];
    for (const { diagnostic } of errors) writeDiagnostics(terminal.err, [diagnostic]);
    annotateFailures(terminal, told, graph.tasks);
    appendJobSummary(terminal, told, playbook.outputs);
    if (bugs.length > 0) throw bugs[0];
    if (recorder.failure) {
      const { text, exitCode } = explainError(recorder.failure, { withStack: false });
      terminal.err.write(text);
      return exitCode;
    }
    if (cassettes?.failure) throw cassettes.failure;
    return exitCodeOf(record.run.status) || (errors.length > 0 || problem !== undefined ? EXIT.raised : EXIT.ok);
  } finally {
    interrupts.finish();
    recorder.close();
    ready.unlock();
    store.close();
    await Promise.all([executor.close(), reached.close()]);
  }
}

function eachNames({ playbook, runId }: ReadyRun, { mask }: Terminal): EachContext {
  const { name, description, file, vars, deterministic } = playbook;
  return {
    run: { id: deterministic ? '' : runId },
    playbook: { name, ...(description !== undefined && { description }), file },
    vars: maskVariables(vars, mask),
  };
}
