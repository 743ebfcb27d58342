import { resolve } from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError, UsageError } from '../error/flow-error.js';
import { makeMask } from '../error/mask.js';
import { onePerPlace, orderDiagnostics } from '../error/order-diagnostics.js';
import { makeExecutor } from '../executors/make-executor.js';
import type { Host, HostKeyPolicy, Inventory } from '../inventory/host.js';
import { jumpsOf } from '../inventory/jumps.js';
import { privateSecrets } from '../inventory/private-secrets.js';
import type { ReferenceSources } from '../inventory/resolve-references.js';
import { secretsIn, secretsOf } from '../inventory/secrets-of.js';
import { makeRunId } from '../journal/run-id.js';
import type { Playbook } from '../playbook/playbook.js';
import { runGraph } from '../run/runner.js';
import { checkSaves } from '../run/saves/check-saves.js';
import { Saver, type TakenFile } from '../run/saves/saver.js';
import type { RunEvent } from '../task/event.js';
import type { TaskGraph } from '../task/graph.js';
import type { RunRecord } from '../task/result.js';
import { checkTasks } from './check-tasks.js';
import { type Fleet, readFleet, withFoldersOf } from './fleet.js';
import { HostPreparer } from './host-preparer.js';
import { Run } from './run.js';

/** Who takes part, and with what of the user's own. */
export interface PlanOptions {
  /** In the place of the playbook's; made by `loadInventory`. */
  inventory?: Inventory;
  /** Names, patterns, groups and node sets, as `--limit` takes them. */
  limit?: string;
  /** Folders with platforms of your own. */
  platformDirs?: string[];
  /** Folders with TextFSM templates of your own, as `NTC_TEMPLATES_DIR` names one. */
  templateDirs?: string[];
}

/** A playbook and its hosts, found to be right: nothing has been sent. */
export interface Plan {
  playbook: Playbook;
  /** Who takes part, in inventory order, secrets not looked up. */
  hosts: Host[];
  /** What is done where, in which order; `drawGraph` draws it. */
  graph: TaskGraph;
  /** What a user should know and need not mend. */
  warnings: Diagnostic[];
  /** @internal */
  readonly details: { fleet: Fleet; platformDirs: string[]; templateDirs: string[]; taken: TakenFile[] };
}

/** How a plan is run. */
export interface RunPlaybookOptions {
  /** Where `${env:NAME}` is looked up, and the SSH agent (`SSH_AUTH_SOCK`), say `process.env`; nowhere unless given. */
  env?: ReferenceSources['env'];
  /** Asks a person for `${prompt:text}`; nobody unless given. */
  prompt?: ReferenceSources['prompt'];
  /** `{mode: 'pin', file: '.flow/known_hosts'}` unless given. */
  hostKeys?: HostKeyPolicy;
  /** A simulated device in the place of each host; nothing is saved then. */
  lab?: boolean;
  /** Aborted: begins nothing more, what runs may finish within 5 s. */
  signal?: AbortSignal;
  /** Aborted: ends everything at once. */
  abort?: AbortSignal;
  /** Told each event before the run goes on; what it throws ends the run. */
  onEvent?: (event: RunEvent) => void;
}

/**
 * Finds out what would be done where, without sending anything.
 *
 * @throws {DocumentError} with every mistake of the playbook and its inventory together
 * @throws {UsageError} when there is no inventory, or nobody is left
 */
export function plan(playbook: Playbook, options: PlanOptions = {}): Plan {
  const { inventory, limit, platformDirs: given = [], templateDirs = [] } = options;
  const fleet = readFleet(playbook, {
    inventory,
    limit,
    platformDirs: given.map((dir) => resolve(dir)),
    folder: resolve('.'),
  });
  const platformDirs = withFoldersOf(
    fleet.inventory,
    given.map((dir) => resolve(dir)),
  );
  const { graph, mistakes } = checkTasks(playbook, fleet, { platformDirs, templateDirs });
  const taken = takenFiles(playbook);
  if (graph) mistakes.push(...checkSaves({ ...playbook, tasks: graph.tasks }, fleet.hosts, taken).mistakes);
  if (!graph || mistakes.length > 0) throw new DocumentError(orderDiagnostics(onePerPlace(mistakes)));
  const warnings = [...playbook.warnings, ...(fleet.inventory.warnings ?? [])];
  return { playbook, hosts: fleet.hosts, graph, warnings, details: { fleet, platformDirs, templateDirs, taken } };
}

/**
 * Runs a plan: what `flow run` does between reading its files and writing its reports. Files of `save` are written; there is no journal, no
 * lock, no question before a change, and no report: `renderReport` makes it of the record.
 *
 * @returns at once; references that cannot be resolved, and `executor: queue`, reject the record
 */
export function run(plan: Plan, options: RunPlaybookOptions = {}): Run {
  const id = makeRunId(new Date());
  const own = new AbortController();
  const stop = options.signal ? AbortSignal.any([options.signal, own.signal]) : own.signal;
  return new Run(
    id,
    (tell) => carryOut(plan, options, { id, stop, tell }),
    () => own.abort(),
  );
}

async function carryOut(
  { playbook, graph, details }: Plan,
  options: RunPlaybookOptions,
  { id, stop, tell }: { id: string; stop: AbortSignal; tell: (event: RunEvent) => void },
): Promise<RunRecord> {
  const { fleet, platformDirs, templateDirs, taken } = details;
  const { executor: kind } = playbook;
  if (kind === 'queue')
    throw new UsageError(`${playbook.file}: executor: queue is run by \`flow run\`; here it is threads or processes`);
  const reached = await reach(fleet, platformDirs, { ...options, signal: stop });
  const items = graph.tasks.map(({ item }) => item);
  const bugs: unknown[] = [];
  const executor = makeExecutor(kind, {
    hosts: reached.hosts.size,
    env: options.env ?? {},
    onBug: (error) => bugs.push(error),
  });
  const written = new Map(fleet.hosts.map((host) => [host.name, host]));
  try {
    const record = await runGraph({
      graph,
      playbook,
      hosts: reached.hosts,
      jumps: reached.jumps,
      executor,
      platformDirs,
      templateDirs,
      hostKeys: reached.hostKeys,
      view: { start: () => {}, onEvent: () => {}, end: () => {} },
      emit: (event) => {
        options.onEvent?.(event);
        tell(event);
      },
      stop,
      abort: options.abort ?? new AbortController().signal,
      now: Date.now,
      random: Math.random,
      runId: id,
      mask: makeMask([...reached.secrets, ...secretsIn({ ...playbook.vars, items })]),
      ...(!reached.isStandIn && { saver: new Saver({ hosts: written, vars: playbook.vars, taken }) }),
    });
    if (bugs.length > 0) throw bugs[0];
    return record;
  } finally {
    await Promise.all([executor.close(), reached.close()]);
  }
}

interface Reached {
  hosts: Map<string, Host>;
  jumps: Map<string, Host[]>;
  hostKeys: HostKeyPolicy;
  secrets: string[];
  /** Simulated devices in the place of real ones. */
  isStandIn: boolean;
  close(): Promise<void>;
}

async function reach(fleet: Fleet, platformDirs: string[], options: RunPlaybookOptions): Promise<Reached> {
  const { env = {}, prompt, signal, hostKeys = { mode: 'pin', file: '.flow/known_hosts' } } = options;
  if (options.lab || fleet.inventory.lab) {
    const [{ Lab }, { simulateHosts }] = await Promise.all([import('../lab/lab.js'), import('../lab/lab-host.js')]);
    const lab = await Lab.start({ hosts: fleet.inventory.lab ?? simulateHosts(fleet.hosts), platformDirs });
    const hosts = lab.place(fleet.hosts);
    return {
      hosts: byName(hosts),
      jumps: new Map(),
      hostKeys: { mode: 'off', file: '' },
      secrets: privateSecrets(hosts),
      isStandIn: fleet.inventory.lab === undefined,
      close: () => lab.stop(),
    };
  }
  const preparer = new HostPreparer(fleet.inventory, { env, ...(prompt && { prompt }), ...(signal && { signal }) });
  const hosts = await preparer.prepare(fleet.hosts);
  return {
    hosts: byName(hosts),
    jumps: new Map(hosts.map((host) => [host.name, jumpsOf(host, (name) => preparer.find(name))])),
    hostKeys,
    secrets: secretsOf(preparer.prepared),
    isStandIn: false,
    close: async () => {},
  };
}

/** No output of a device may replace the playbook or its inventory. */
function takenFiles({ file, inventory }: Playbook): TakenFile[] {
  const paths = inventory?.kind === 'files' ? inventory.paths : [];
  return [
    { path: resolve(file), role: 'the playbook itself' },
    ...paths.map((path) => ({ path: resolve(path), role: 'an inventory of this playbook' })),
  ];
}

function byName(hosts: readonly Host[]): Map<string, Host> {
  return new Map(hosts.map((host) => [host.name, host]));
}
