import { listRuns } from '../journal/find-run.js';
import { makeRunId } from '../journal/run-id.js';
import { equipOutputs } from '../report/load-own-helpers.js';
import type { PlannedOutput } from '../report/plan-outputs.js';
import type { EarlierRun } from '../workflow/earlier-run.js';
import type { Plan } from '../workflow/plan.js';
import type { Call } from './command.js';
import { journalHome } from './project-folder.js';
import { tellWarnings, warnOfSecrets } from './reach-flags.js';
import { planOf, readPlaybookOf } from './read-plan.js';

/** A run that is found to be right: nothing has been sent. */
export interface PreparedRun {
  plan: Plan;
  runId: string;
  /** The folder of the journals, absolute. */
  home: string;
  /** Where its reports go, and with what helpers they are made. */
  outputs: PlannedOutput[];
}

/**
 * Reads what a run is made of, and tells what there is to warn of.
 *
 * @param continues  the run that it goes on with
 * @throws {DocumentError} with every mistake
 * @throws {UsageError} for a wrong flag, or when nobody is left
 * @throws {JournalError} when the runs that were kept cannot be listed
 */
export async function prepareRun(file: string, call: Call, continues?: EarlierRun): Promise<PreparedRun> {
  const startedAt = new Date();
  const playbook = readPlaybookOf(file, call);
  const home = continues?.journal ?? journalHome(playbook.folder, call.terminal.env);
  const runId = makeRunId(startedAt, newestRun(home, call));
  const run = { id: runId, started: startedAt.toISOString() };
  const plan = planOf(playbook, call, { run, ...(continues && { continues }) });
  const { fleet, outputs } = plan.details;
  tellWarnings(call, [...plan.warnings, ...(await warnOfSecrets(fleet, call))]);
  return { plan, runId, home, outputs: await equipOutputs(outputs, playbook.helpers) };
}

/** Undefined where there is none, or none is kept. */
function newestRun(home: string, { flags }: Call): string | undefined {
  return flags.has('no-journal') ? undefined : listRuns(home).at(-1);
}
