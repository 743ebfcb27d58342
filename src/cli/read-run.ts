import { basename, resolve } from 'node:path';
import { readDocument } from '../document/document.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { onePerPlace, orderDiagnostics } from '../error/order-diagnostics.js';
import { privateSecrets } from '../inventory/private-secrets.js';
import { secretsIn } from '../inventory/secrets-of.js';
import { draftPlaybook } from '../playbook/load.js';
import type { Playbook } from '../playbook/playbook.js';
import { findUnwritable } from '../report/check-writable.js';
import type { OutputNames, PlannedOutput } from '../report/plan-outputs.js';
import { checkSaves } from '../run/saves/check-saves.js';
import type { TakenFile } from '../run/saves/saver.js';
import type { TaskGraph } from '../task/graph.js';
import { checkTasks } from '../workflow/check-tasks.js';
import { type Fleet, findFleetMistakes, readFleet } from '../workflow/fleet.js';
import { fleetChoiceFrom } from './choose-fleet.js';
import type { Call } from './command.js';
import { checkRepository } from './commit-saves.js';
import { eventsFileOf } from './event-stream.js';
import { filesRead, planReports, SOME_RUN } from './plan-reports.js';
import { overridesFrom, platformDirsFrom, templateDirsFrom } from './shared-flags.js';

/** All that is known of a run before anything connects. */
export interface ReadRun {
  playbook: Playbook;
  fleet: Fleet;
  graph: TaskGraph;
  outputs: PlannedOutput[];
  /** Files that no output of a device may replace. */
  taken: TakenFile[];
  /** Folders with platforms of the user's own. */
  platformDirs: string[];
  /** Of the playbook and the inventory. */
  warnings: Diagnostic[];
}

/**
 * Reads a playbook with the words of the command line (or others), and hides the secrets of its variables in everything printed.
 *
 * @throws {DocumentError} with every mistake in it, and in the inventory that it names
 */
export function readPlaybookOf(file: string, call: Call, overrides = overridesFrom(call)): Playbook {
  const { playbook, mistakes } = draftPlaybook(readDocument(file), { overrides });
  call.terminal.hide(secretsIn(playbook.vars));
  if (mistakes.length > 0) throw refusal([...mistakes, ...findFleetMistakes(playbook, fleetChoiceFrom(call))]);
  return playbook;
}

/** How a run is read. */
export interface ReadRunOptions {
  /** What names of reports are made of; those of no run in particular unless given. */
  run?: OutputNames['run'];
  /** The reports are to be written here: it is checked that they can be. */
  willWrite: boolean;
  /** Has the last word on who takes part; everybody chosen unless given. */
  chooseHosts?: (fleet: Fleet) => Fleet;
}

/**
 * Reads the inventory of a playbook and checks what neither can tell alone: that every platform is known and every limit has hosts,
 * that every command can be written for every host, in `mode: read` that each only reads, and that every report has its place.
 *
 * @throws {DocumentError} with every mistake
 * @throws {UsageError} when there is no inventory, or nobody is left
 */
export function readRun(playbook: Playbook, call: Call, options: ReadRunOptions): ReadRun {
  const { run = SOME_RUN, willWrite, chooseHosts = (chosen) => chosen } = options;
  const fleet = chooseHosts(readFleet(playbook, fleetChoiceFrom(call)));
  call.terminal.hide(privateSecrets(fleet.hosts));
  const platformDirs = platformDirsFrom(call, fleet.inventory);
  const mistakes: Diagnostic[] = [];
  const add = (found: readonly Diagnostic[]): void => {
    for (const diagnostic of found) mistakes.push(diagnostic);
  };
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      add(error.diagnostics);
      return undefined;
    }
  };
  const { graph, mistakes: wrong } = checkTasks(playbook, fleet, {
    platformDirs,
    templateDirs: templateDirsFrom(call),
  });
  add(wrong);
  if (graph) call.terminal.hide(secretsIn({ items: graph.tasks.map(({ item }) => item) }));
  const outputs = attempt(() => planReports(playbook, run, { fleet, events: eventsFileOf(call) }));
  if (outputs && willWrite) add(findUnwritable(outputs, playbook.file));
  const events = eventsFileOf(call);
  const taken = [
    ...takenFiles(playbook, fleet, outputs ?? []),
    ...(events === undefined ? [] : [{ path: events, role: 'the file for the events' }]),
  ];
  if (graph) {
    const written = { ...playbook, tasks: graph.tasks };
    const { planned, mistakes: wrong } = checkSaves(written, fleet.hosts, taken);
    add(wrong);
    if (willWrite && wrong.length === 0) add(checkRepository(written, planned, call.terminal.env));
  }
  if (!graph || !outputs || mistakes.length > 0) throw refusal(mistakes);
  const warnings = [...playbook.warnings, ...(fleet.inventory.warnings ?? [])];
  return { playbook, fleet, graph, outputs, platformDirs, taken, warnings };
}

function takenFiles(playbook: Playbook, fleet: Fleet, outputs: readonly PlannedOutput[]): TakenFile[] {
  return [
    ...filesRead(playbook, fleet),
    { path: resolve(playbook.folder, basename(playbook.file)), role: 'the playbook itself' },
    ...outputs.flatMap(({ path }) => (path === null ? [] : [{ path, role: 'an output of this playbook' }])),
  ];
}

function refusal(mistakes: readonly Diagnostic[]): DocumentError {
  return new DocumentError(orderDiagnostics(onePerPlace(mistakes)));
}
