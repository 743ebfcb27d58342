import type { Diagnostic } from '../error/diagnostic.js';
import { hideLines } from '../error/hidden-lines.js';
import type { Secrets } from '../error/known-secrets.js';
import { hideCredentials } from '../inventory/hidden-credentials.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import { jumpsOf } from '../inventory/jumps.js';
import { privateSecrets } from '../inventory/private-secrets.js';
import type { ReferenceSources } from '../inventory/resolve-references.js';
import { secretsOf } from '../inventory/secrets-of.js';
import { checkPinning } from './check-pinning.js';
import type { Fleet } from './fleet.js';
import { type RunningStandIn, type StandIn, startStandIn } from './stand-in.js';

/** How hosts are reached. */
export interface ReachOptions {
  /** Where `${env:NAME}` is looked up, and the SSH agent (`SSH_AUTH_SOCK`), say `process.env`; nowhere unless given. */
  env?: ReferenceSources['env'];
  /** Asks a person for `${prompt:text}`; nobody unless given. */
  prompt?: ReferenceSources['prompt'];
  /** `{mode: 'pin', file: '.flow/known_hosts'}` unless given. */
  hostKeys?: HostKeyPolicy;
  /** A simulated or a recorded device in the place of each host, or those that run already; nothing is saved then. */
  lab?: boolean | StandIn | RunningStandIn;
}

/** What reaching needs beside what a caller chooses. */
export interface ReachContext {
  /** Folders with platforms of the user's own, those of the inventory among them. */
  platformDirs: string[];
  /** Told what references give. */
  secrets: Secrets;
  /** Aborted: no reference is looked up any more. */
  signal?: AbortSignal;
  /** References in credentials are left for workers to look up; false unless given. */
  defersCredentials?: boolean;
}

/** Hosts that can be spoken to. */
export interface Reached {
  /** By name, with their secrets. */
  hosts: Map<string, Host>;
  /** Host name → hosts to go through, nearest to us first. */
  jumps: Map<string, Host[]>;
  hostKeys: HostKeyPolicy;
  /** What a user should know and need not mend. */
  warnings: Diagnostic[];
  /** Devices that nobody else can reach: simulated or recorded ones. */
  isSimulated: boolean;
  /** Ends the simulated devices, if there are any. */
  close(): Promise<void>;
}

/**
 * Makes a fleet ready to be spoken to: looks up its secrets and hides them, applies `~/.ssh/config`, finds the hosts to go through; or starts a
 * simulated device in the place of each host.
 *
 * @throws {DocumentError} when a reference cannot be resolved
 * @throws {UsageError} when a question was not answered, or new host keys cannot be written down
 */
export function reach(fleet: Fleet, options: ReachOptions, context: ReachContext): Promise<Reached> {
  const { lab = false } = options;
  if (lab === false && fleet.inventory.lab === undefined) return reachHosts(fleet, options, context);
  return reachLab(fleet, typeof lab === 'object' ? lab : {}, context);
}

/** Whether the outputs are those of the hosts that the inventory means: a lab that it asks for itself is meant. */
export function isStandIn({ inventory }: Pick<Fleet, 'inventory'>, { lab = false }: ReachOptions): boolean {
  return lab !== false && inventory.lab === undefined;
}

async function reachHosts(
  fleet: Fleet,
  { env = {}, prompt, hostKeys = { mode: 'pin', file: '.flow/known_hosts' } }: ReachOptions,
  { secrets, signal, defersCredentials = false }: ReachContext,
): Promise<Reached> {
  const { HostPreparer } = await import('./host-preparer.js');
  const preparer = new HostPreparer(fleet.inventory, {
    env,
    ...(signal && { signal }),
    ...(prompt && { prompt }),
    defersCredentials,
  });
  const hosts = await preparer.prepare(fleet.hosts);
  secrets.hide(secretsOf(preparer.prepared));
  const jumps = new Map(hosts.map((host) => [host.name, jumpsOf(host, (name) => preparer.find(name))]));
  if (hostKeys.mode === 'pin') checkPinning(hostKeys.file, [...hosts, ...[...jumps.values()].flat()]);
  const warnings = hideLines(preparer.warnings);
  return { hosts: byName(hosts), jumps, hostKeys, warnings, isSimulated: false, close: async () => {} };
}

async function reachLab(
  fleet: Fleet,
  lab: StandIn | RunningStandIn,
  { platformDirs, secrets }: ReachContext,
): Promise<Reached> {
  const running = 'stop' in lab ? lab : await startStandIn(fleet, lab, platformDirs);
  const { hosts, hostKeys = { mode: 'off', file: '' } } = running;
  secrets.hide(privateSecrets(hosts));
  return {
    hosts: byName(hosts),
    jumps: new Map(),
    hostKeys,
    warnings: [],
    isSimulated: true,
    close: () => running.stop(),
  };
}

function byName(hosts: readonly Host[]): Map<string, Host> {
  return new Map(hosts.map((host) => [host.name, hideCredentials(host)]));
}
