import { randomBytes } from 'node:crypto';
import type { Playbook } from '../playbook/playbook.js';
import type { Call } from './command.js';
import { writeDiagnostics } from './explain-error.js';
import { warnOfSecrets } from './reach-fleet.js';
import { type ReadRun, type ReadRunOptions, readPlaybookOf, readRun } from './read-run.js';

/** A run that is found to be right: nothing has been sent. */
export interface PreparedRun extends ReadRun {
  runId: string;
  startedAt: Date;
}

/** What a run that goes on with another one asks of its playbook and its hosts. */
export interface PrepareOptions extends Pick<ReadRunOptions, 'chooseHosts'> {
  /** Throws for a playbook that will not do. */
  checkPlaybook?: (playbook: Playbook) => void;
}

/**
 * Reads what a run is made of, and tells what there is to warn of.
 *
 * @throws {DocumentError} with every mistake
 * @throws {UsageError} for a wrong flag, or when nobody is left
 */
export async function prepareRun(file: string, call: Call, options: PrepareOptions = {}): Promise<PreparedRun> {
  const { checkPlaybook, ...choice } = options;
  const startedAt = new Date();
  const runId = makeRunId(startedAt);
  const playbook = readPlaybookOf(file, call);
  checkPlaybook?.(playbook);
  const run = { id: runId, started: startedAt.toISOString() };
  const read = readRun(playbook, call, { ...choice, run, willWrite: true });
  const warnings = [...read.warnings, ...(await warnOfSecrets(read.fleet, call))];
  if (!call.flags.has('quiet')) writeDiagnostics(call.terminal.err, warnings);
  return { ...read, runId, startedAt };
}

/** `20260102T150405-07b3f9c1`: the time, its milliseconds in three hexadecimal digits, and five random ones; so ids sort by time, and are no two the same. */
function makeRunId(at: Date): string {
  const time = at.toISOString().replace(/[-:]|\.\d+Z$/g, '');
  const milliseconds = at.getUTCMilliseconds().toString(16).padStart(3, '0');
  return `${time}-${milliseconds}${randomBytes(3).toString('hex').slice(1)}`;
}
