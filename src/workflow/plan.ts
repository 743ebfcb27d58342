import { basename, resolve } from 'node:path';
import { checkOptions, checkTexts, optionNames, wrongArgument } from '../error/arguments.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { makeFace } from '../error/face.js';
import { DocumentError } from '../error/flow-error.js';
import type { Secrets } from '../error/known-secrets.js';
import { onePerPlace, orderDiagnostics } from '../error/order-diagnostics.js';
import type { Host, Inventory } from '../inventory/host.js';
import { privateSecrets } from '../inventory/private-secrets.js';
import { secretsIn } from '../inventory/secrets-of.js';
import type { Playbook } from '../playbook/playbook.js';
import { findUnwritable } from '../report/check-writable.js';
import type { OutputNames, PlannedOutput, ReadFile } from '../report/plan-outputs.js';
import { checkSaves } from '../run/saves/check-saves.js';
import type { TaskGraph } from '../task/graph.js';
import { type PlacedResults, placeResults, refuseOtherPlaybook } from './carry-over.js';
import { checkTasks } from './check-tasks.js';
import { checkRepository } from './commit-saves.js';
import type { EarlierRun } from './earlier-run.js';
import { type Fleet, readFleet, withFoldersOf } from './fleet.js';
import { filesRead, planReports, SOME_RUN } from './plan-reports.js';

/** Who takes part, and with what of the user's own. */
export interface PlanOptions {
  /** In the place of the playbook's; made by `loadInventory`. */
  inventory?: Inventory;
  /** Names, patterns, groups and node sets, as `--limit` takes them. */
  limit?: string;
  /** Folders with platforms of your own. */
  platformDirs?: readonly string[];
  /** Folders with TextFSM templates of your own, as `NTC_TEMPLATES_DIR` names one. */
  templateDirs?: readonly string[];
  /** The run that this one goes on with, made by `earlierRun`: its hosts take part, whatever `limit` and `select` say now. */
  continues?: EarlierRun;
  /** Further files that neither a report nor a saved output may replace. */
  reserved?: readonly ReadFile[];
  /** The file that the events of the run will go to. */
  events?: string;
  /** The environment of git, where the playbook saves with `git: true`; none unless given. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Told the secrets that files hold, as they are read: errors may quote such a line. */
  secrets?: Secrets;
  /** It is checked that what the run writes can be written; true unless given. */
  willWrite?: boolean;
  /** What names of reports are made of; those of no run in particular unless given. @internal */
  run?: OutputNames['run'];
}

const OPTIONS = optionNames<PlanOptions>({
  inventory: true,
  limit: true,
  platformDirs: true,
  templateDirs: true,
  continues: true,
  reserved: true,
  events: true,
  env: true,
  secrets: true,
  willWrite: true,
  run: true,
});

/** A playbook and its hosts, found to be right: nothing has been sent. */
export interface Plan {
  playbook: Playbook;
  /** Who takes part, in inventory order, secrets not looked up. Whoever logs one sees no password of it. */
  hosts: Host[];
  /** What is done where, in which order; `drawGraph` draws it. */
  graph: TaskGraph;
  /** What a user should know and need not mend. */
  warnings: Diagnostic[];
  /** @internal */
  readonly details: PlanDetails;
}

/** What running a plan needs beside what its reader is shown. */
export interface PlanDetails {
  fleet: Fleet;
  /** As it was given, for the journal. */
  limit: string | undefined;
  /** The inventory was handed in, and is not the playbook's. */
  hasOwnInventory: boolean;
  /** Folders with platforms of the user's own, absolute: those given, and with those of the inventory. */
  givenPlatformDirs: string[];
  platformDirs: string[];
  templateDirs: string[];
  /** Where the reports go. */
  outputs: PlannedOutput[];
  /** Files that no output of a device may replace. */
  taken: ReadFile[];
  earlier: PlacedResults | undefined;
}

/**
 * Finds out what would be done where, without sending anything: that every platform is known and every limit has hosts, that every command can
 * be written for every host, in `mode: read` that each only reads, and that everything that is to be written has its place.
 *
 * @throws {DocumentError} with every mistake of the playbook and its inventory together
 * @throws {UsageError} when there is no inventory, nobody is left, or the run to go on with was another one
 * @throws {TypeError} for what is no playbook, or an option that there is not
 */
export function plan(playbook: Playbook, options: PlanOptions = {}): Plan {
  checkArguments(playbook, options);
  const { inventory, limit, continues, secrets } = options;
  if (continues) refuseOtherPlaybook(continues, playbook);
  const givenPlatformDirs = (options.platformDirs ?? []).map((dir) => resolve(dir));
  const templateDirs = (options.templateDirs ?? []).map((dir) => resolve(dir));
  const choice = { inventory, limit, platformDirs: givenPlatformDirs, folder: resolve('.') };
  const fleet = readFleet(playbook, { ...choice, hosts: continues?.hosts });
  secrets?.hide([...privateSecrets(fleet.hosts), ...secretsIn(playbook.vars)]);
  const platformDirs = withFoldersOf(fleet.inventory, givenPlatformDirs);
  const { graph, mistakes } = checkTasks(playbook, fleet, { platformDirs, templateDirs });
  if (graph) secrets?.hide(secretsIn({ items: graph.tasks.map(({ item }) => item) }));
  const { outputs, taken } = placeFiles(playbook, fleet, { graph, mistakes, options });
  if (!graph || mistakes.length > 0) throw new DocumentError(orderDiagnostics(onePerPlace(mistakes)));
  const earlier = continues && placeResults(continues, graph);
  return hideDetails({
    playbook,
    hosts: fleet.hosts,
    graph,
    warnings: [...playbook.warnings, ...(fleet.inventory.warnings ?? [])],
    details: {
      fleet,
      limit,
      hasOwnInventory: inventory !== undefined,
      givenPlatformDirs,
      platformDirs,
      templateDirs,
      outputs,
      taken,
      earlier,
    },
  });
}

function checkArguments(playbook: Playbook, options: PlanOptions): void {
  if (!Array.isArray(playbook?.tasks) || typeof playbook.folder !== 'string')
    throw wrongArgument('plan', 'a playbook, made by loadPlaybook(file)', playbook);
  checkOptions(options, OPTIONS);
  const { inventory, limit, continues, platformDirs = [], templateDirs = [] } = options;
  if (inventory !== undefined && !Array.isArray(inventory?.hosts))
    throw wrongArgument('inventory', 'an inventory, made by loadInventory(file)', inventory);
  if (continues !== undefined && continues?.details?.frozen === undefined)
    throw wrongArgument('continues', 'a run, found by earlierRun(journal, name, { how })', continues);
  if (limit !== undefined && typeof limit !== 'string') throw wrongArgument('limit', 'a text', limit);
  checkTexts('platformDirs', platformDirs);
  checkTexts('templateDirs', templateDirs);
}

const hideDetails = makeFace(({ details: _, ...shown }: Plan) => shown);

/** Finds a place for every file that the run writes. Mistakes are added to those that there are. */
function placeFiles(
  playbook: Playbook,
  fleet: Fleet,
  { graph, mistakes, options }: { graph: TaskGraph | undefined; mistakes: Diagnostic[]; options: PlanOptions },
): Pick<PlanDetails, 'outputs' | 'taken'> {
  const { run = SOME_RUN, willWrite = true, reserved = [], env = {} } = options;
  const events = options.events === undefined ? undefined : resolve(options.events);
  const add = (found: readonly Diagnostic[]): void => {
    for (const diagnostic of found) mistakes.push(diagnostic);
  };
  const outputs = attempt(() => planReports(playbook, run, { fleet, reserved, events }), add) ?? [];
  if (willWrite) add(findUnwritable(outputs, playbook.file));
  const taken = [
    ...filesRead(playbook, fleet),
    ...reserved,
    { path: resolve(playbook.folder, basename(playbook.file)), role: 'the playbook itself' },
    ...outputs.flatMap(({ path }) => (path === null ? [] : [{ path, role: 'an output of this playbook' }])),
    ...(events === undefined ? [] : [{ path: events, role: 'the file for the events' }]),
  ];
  if (graph) {
    const written = { ...playbook, tasks: graph.tasks };
    const { planned, mistakes: wrong } = checkSaves(written, fleet.hosts, taken);
    add(wrong);
    if (willWrite && wrong.length === 0) add(checkRepository(written, planned, env));
  }
  return { outputs, taken };
}

/** Every mistake is told at once: what throws some does not hide the others. */
function attempt<T>(work: () => T, add: (mistakes: readonly Diagnostic[]) => void): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    add(error.diagnostics);
    return undefined;
  }
}
