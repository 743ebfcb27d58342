import type { Host } from '../inventory/host.js';
import { OutputStore } from '../run/output-store.js';
import type { RunEvent } from '../task/event.js';
import type { RunRecord } from '../task/result.js';
import { CommitError } from '../workflow/commit-saves.js';
import type { Run } from '../workflow/run.js';
import { RunFailed } from '../workflow/run-failed.js';
import { run } from '../workflow/run-plan.js';
import { chooseView } from './choose-view.js';
import type { Call } from './command.js';
import { confirmChanges } from './confirm.js';
import { EXIT, exitCodeOf } from './exit-code.js';
import { Interrupted } from './interrupts.js';
import type { PreparedRun } from './prepare-run.js';
import { tellWarnings } from './reach-flags.js';
import { Reporter } from './reporter.js';
import { runOptionsFrom } from './run-flags.js';
import { TracePrinter } from './trace-printer.js';
import { tuneForFleet } from './tune-engine.js';

/** A run that goes on, and what is told of it. */
interface StartedRun {
  run: Run;
  reporter: Reporter;
  /** Long outputs, until they are reported. */
  store: OutputStore;
}

/**
 * Runs what is prepared, and prints its report; before a change it asks.
 *
 * @returns the exit status
 * @throws {UsageError} when a change was not confirmed by anybody, or another run is at it
 * @throws {JournalError} when the journal cannot be written
 */
export async function carryOut(prepared: PreparedRun, call: Call): Promise<number> {
  const { flags, terminal } = call;
  const { playbook, graph } = prepared.plan;
  if (playbook.mode === 'change' && !flags.has('yes') && !(await confirmChanges(graph, terminal))) {
    terminal.err.write('nothing was sent\n');
    return EXIT.refused;
  }
  const started = await start(prepared, call);
  // Not awaited: what was prepared is not in memory during the run.
  return finish(started, call);
}

async function start({ plan, runId, home, outputs }: PreparedRun, call: Call): Promise<StartedRun> {
  const { terminal, interrupts, flags } = call;
  tuneForFleet(process.versions.node, plan.hosts.length);
  const options = await runOptionsFrom(call, plan, home);
  let reached: ReadonlyMap<string, Host> = new Map();
  const view = chooseView(call, (name) => reached.get(name));
  const reporter = new Reporter({ plan, runId, outputs }, call, view);
  const trace = flags.has('trace') ? new TracePrinter(view, terminal) : undefined;
  const store = new OutputStore();
  const started = run(plan, {
    ...options,
    id: runId,
    outputs: store,
    view,
    steps: view.showsSteps === true,
    onReached: (hosts, warnings) => {
      reached = hosts;
      tellWarnings(call, warnings);
      interrupts.begin();
    },
    onEvent: (event: RunEvent) => {
      reporter.hear(event);
      trace?.hear(event);
    },
  });
  return { run: started, reporter, store };
}

async function finish(
  { run: { record }, reporter, store }: StartedRun,
  { terminal, interrupts }: Call,
): Promise<number> {
  const report = (told: RunRecord) => {
    const isWhole = reporter.report(told);
    return exitCodeOf(told.run.status) || (isWhole ? EXIT.ok : EXIT.raised);
  };
  try {
    return report(await record);
  } catch (error) {
    if (!(error instanceof RunFailed)) throw wasInterrupted(error, interrupts.stop) ? new Interrupted() : error;
    const exitCode = report(error.record);
    const [worst] = error.problems.filter((problem) => !(problem instanceof CommitError));
    for (const problem of error.problems)
      if (problem instanceof CommitError) terminal.err.write(`${problem.message}\n`);
    if (worst) throw worst;
    return exitCode || EXIT.raised;
  } finally {
    interrupts.finish();
    store.close();
  }
}

/** The user gave up before anything was sent. */
function wasInterrupted(error: unknown, stop: AbortSignal): boolean {
  return stop.aborted && error instanceof DOMException && error.name === 'AbortError';
}
