import { listRuns } from '../journal/find-run.js';
import { makeRunId } from '../journal/run-id.js';
import type { Playbook } from '../playbook/playbook.js';
import { equipOutputs } from '../report/load-own-helpers.js';
import type { Call } from './command.js';
import { writeDiagnostics } from './explain-error.js';
import { journalHome } from './project-folder.js';
import { warnOfSecrets } from './reach-fleet.js';
import { type ReadRun, type ReadRunOptions, readPlaybookOf, readRun } from './read-run.js';

/** A run that is found to be right: nothing has been sent. */
export interface PreparedRun extends ReadRun {
  runId: string;
}

/** What a run that goes on with another one asks of its playbook and its hosts. */
export interface PrepareOptions extends Pick<ReadRunOptions, 'chooseHosts'> {
  /** Throws for a playbook that will not do. */
  checkPlaybook?: (playbook: Playbook) => void;
  /** The folder that the run is kept in; that of the playbook's project unless given. */
  home?: string;
}

/**
 * Reads what a run is made of, and tells what there is to warn of.
 *
 * @throws {DocumentError} with every mistake
 * @throws {UsageError} for a wrong flag, or when nobody is left
 * @throws {JournalError} when the runs that were kept cannot be listed
 */
export async function prepareRun(file: string, call: Call, options: PrepareOptions = {}): Promise<PreparedRun> {
  const { checkPlaybook, home, ...choice } = options;
  const startedAt = new Date();
  const playbook = readPlaybookOf(file, call);
  checkPlaybook?.(playbook);
  const newest = newestRun(home ?? journalHome(playbook.folder, call.terminal.env), call);
  const runId = makeRunId(startedAt, newest);
  const run = { id: runId, started: startedAt.toISOString() };
  const read = readRun(playbook, call, { ...choice, run, willWrite: true });
  const warnings = [...read.warnings, ...(await warnOfSecrets(read.fleet, call))];
  if (!call.flags.has('quiet')) writeDiagnostics(call.terminal.err, warnings);
  return { ...read, outputs: await equipOutputs(read.outputs, playbook.helpers), runId };
}

/** Undefined where there is none, or none is kept. */
function newestRun(home: string, { flags }: Call): string | undefined {
  return flags.has('no-journal') ? undefined : listRuns(home).at(-1);
}
