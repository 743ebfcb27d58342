import { wrongArgument } from '../error/arguments.js';
import { listRuns } from '../journal/find-run.js';
import { makeRunId } from '../journal/run-id.js';
import { runGraph } from '../run/runner.js';
import type { RunEvent } from '../task/event.js';
import type { RunRecord } from '../task/result.js';
import { Audience } from './audience.js';
import { checkRunOptions } from './check-run-options.js';
import { commitSaves } from './commit-saves.js';
import type { Plan } from './plan.js';
import { makeReady, type ReadyRun } from './ready-run.js';
import { Run } from './run.js';
import { RunFailed } from './run-failed.js';
import type { RunPlaybookOptions } from './run-options.js';

const NO_VIEW = { start: () => {}, onEvent: () => {}, end: () => {} };

/**
 * Runs a plan: all that `flow run` does between reading its files and printing its reports; the command adds questions and words. A plan whose
 * playbook has `mode: change` is carried out without a question.
 *
 * @returns at once; what keeps it from beginning rejects the record, as references that cannot be resolved, or hosts that another run is changing
 * @throws {JournalError} when the folder of the journals cannot be read
 * @throws {TypeError} for what is no plan, or an option that there is not
 */
export function run(plan: Plan, options: RunPlaybookOptions = {}): Run {
  if (plan?.details?.fleet === undefined) throw wrongArgument('run', 'a plan, made by plan(playbook)', plan);
  checkRunOptions(options);
  const runId = options.id ?? makeRunId(new Date(), newestRun(plan, options));
  const stopping = new AbortController();
  const stop = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
  const audience = new Audience();
  const context = { runId, stop, tell: (event: RunEvent) => audience.tell(event) };
  // Bound, and no closure: what is ready keeps neither the plan nor the inventory in memory.
  const record = Promise.resolve()
    .then(makeReady.bind(undefined, plan, options, context))
    .then(carryOut)
    .finally(() => audience.end());
  return new Run(runId, { record, audience, stopping });
}

/** Undefined where there is none, or none is kept. */
function newestRun({ details: { earlier } }: Plan, { journal, isKept = true }: RunPlaybookOptions): string | undefined {
  const home = earlier?.journal ?? journal;
  return home === undefined || !isKept ? undefined : listRuns(home).at(-1);
}

async function carryOut(ready: ReadyRun): Promise<RunRecord> {
  const { playbook, graph, options, reached, earlier, recorder, cassettes, saver, executor, secrets } = ready;
  const { onEvent, outputs, view = NO_VIEW, abort = new AbortController().signal, env = {} } = options;
  const { mask } = secrets;
  try {
    const record = await runGraph({
      graph,
      playbook,
      ...(earlier && { carried: earlier.carried, carriedWarnings: earlier.warnings, late: earlier.late }),
      hosts: reached.hosts,
      jumps: reached.jumps,
      executor,
      platformDirs: ready.platformDirs,
      templateDirs: ready.templateDirs,
      hostKeys: reached.hostKeys,
      view,
      emit: (event) => {
        recorder.hear(event);
        onEvent?.(event);
        cassettes?.hear(event);
        ready.tell(event);
      },
      steps: options.steps !== false,
      trace: options.trace === true,
      record: cassettes !== undefined,
      stop: ready.stop,
      abort,
      broken: recorder.broken,
      startedAt: ready.startedAt.getTime(),
      now: Date.now,
      random: Math.random,
      runId: ready.runId,
      mask,
      ...(outputs && { outputs }),
      ...(saver && { saver }),
      previousOf: ready.previousOf,
    });
    cassettes?.close();
    const saved = { playbook, tasks: graph.tasks, record, env, mask };
    const notCommitted = options.isRehearsal ? undefined : commitSaves(saved);
    const problems = [...ready.bugs, recorder.failure, cassettes?.failure, notCommitted].filter(
      (one) => one !== undefined,
    );
    if (problems.length > 0) throw new RunFailed(record, problems);
    return record;
  } finally {
    recorder.close();
    ready.unlock();
    await Promise.all([executor.close(), reached.close()]);
  }
}
