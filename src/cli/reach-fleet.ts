import { resolve } from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import { UsageError } from '../error/flow-error.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import { jumpsOf } from '../inventory/jumps.js';
import { privateSecrets } from '../inventory/private-secrets.js';
import { secretsOf } from '../inventory/secrets-of.js';
import type { LabHostSpec } from '../lab/lab-host.js';
import type { Fleet } from '../workflow/fleet.js';
import { checkPinning } from './check-pinning.js';
import type { Call } from './command.js';
import { writeDiagnostics } from './explain-error.js';
import { faultsFrom } from './fault-flags.js';
import { knownHostsFile } from './project-folder.js';
import { platformDirsFrom } from './shared-flags.js';

/** The flag that says how host keys are checked. */
export const HOST_KEYS_FLAG = {
  form: '--host-keys <mode>',
  text: 'pin (the default) keeps the first key seen, strict refuses unknown ones, off takes any',
  choices: ['strict', 'pin', 'off'],
};

const MOST_NAMED = 8;

/** Hosts that can be spoken to. */
export interface ReachedFleet {
  /** By name, with their secrets. */
  hosts: Map<string, Host>;
  /** Host name → hosts to go through, nearest to us first. */
  jumps: Map<string, Host[]>;
  hostKeys: HostKeyPolicy;
  /** Ends the simulated devices, if there are any. */
  close(): Promise<void>;
}

/** For whom a fleet is reached. */
export interface ReachOptions {
  call: Call;
  /** Absolute folder of the playbook: its project has the pinned host keys. */
  folder: string;
  /** References in credentials are left for workers to look up; false unless given. */
  defersCredentials?: boolean;
}

/**
 * Makes a fleet ready to be spoken to: looks up its secrets and hides them from everything printed, applies `~/.ssh/config`,
 * finds the hosts to go through; or starts a simulated device in the place of each host.
 *
 * @throws {DocumentError} when a reference cannot be resolved
 * @throws {UsageError} when a question was not answered, or new host keys cannot be written down
 */
export async function reachFleet(
  fleet: Fleet,
  { call, folder, defersCredentials = false }: ReachOptions,
): Promise<ReachedFleet> {
  const file = knownHostsFile(folder);
  if (isSimulated(fleet, call)) return reachLab(fleet, { call, file });
  const [[stray] = []] = call.flags.pick(['fault', 'seed']);
  if (stray) throw new UsageError(`--${stray}: real devices have faults of their own; say --lab or --replay as well`);
  const { hosts, jumps } = await prepareHosts(fleet, call, defersCredentials);
  const flag = call.flags.text('host-keys');
  const mode = flag === 'strict' || flag === 'off' ? flag : 'pin';
  if (mode === 'pin') checkPinning(file, [...hosts.values(), ...[...jumps.values()].flat()]);
  return {
    hosts,
    jumps,
    hostKeys: { mode, file },
    close: async () => {},
  };
}

async function prepareHosts(
  fleet: Fleet,
  call: Call,
  defersCredentials: boolean,
): Promise<Pick<ReachedFleet, 'hosts' | 'jumps'>> {
  const { terminal, flags, interrupts } = call;
  const [{ HostPreparer }, { askForValue }] = await Promise.all([
    import('../workflow/host-preparer.js'),
    import('./ask-for-value.js'),
  ]);
  const preparer = new HostPreparer(fleet.inventory, {
    env: terminal.env,
    signal: interrupts.stop,
    ...(terminal.canAsk && { prompt: askForValue }),
    defersCredentials,
  });
  const hosts = await preparer.prepare(fleet.hosts);
  terminal.hide(secretsOf(preparer.prepared));
  if (!flags.has('quiet')) writeDiagnostics(terminal.err, preparer.warnings);
  return {
    hosts: byName(hosts),
    jumps: new Map(hosts.map((host) => [host.name, jumpsOf(host, (name) => preparer.find(name))])),
  };
}

/** Every host is a simulated or a recorded one: because the playbook says so, or `--lab`, or `--replay`. */
export function isSimulated(fleet: Fleet, { flags }: Pick<Call, 'flags'>): boolean {
  return fleet.inventory.lab !== undefined || flags.has('lab') || flags.text('replay') !== undefined;
}

/** Passwords in files are worth a warning only where they open something. @returns warnings */
export async function warnOfSecrets(fleet: Fleet, call: Call): Promise<Diagnostic[]> {
  if (isSimulated(fleet, call)) return [];
  const { warnOfPlainSecrets } = await import('../inventory/warn-of-plain-secrets.js');
  return warnOfPlainSecrets(fleet.inventory);
}

/**
 * Starts a lab and sends the hosts there. References stay as they are: a simulated device takes what the inventory says, so
 * that nobody's real password is needed to practise.
 */
async function reachLab(fleet: Fleet, { call, file }: { call: Call; file: string }): Promise<ReachedFleet> {
  const [{ Lab }, { simulateHosts }] = await Promise.all([import('../lab/lab.js'), import('../lab/lab-host.js')]);
  const replay = call.flags.text('replay');
  const lab = await Lab.start({
    hosts:
      replay === undefined
        ? (fleet.inventory.lab ?? simulateHosts(fleet.hosts))
        : await recordedHosts(fleet.hosts, resolve(call.terminal.folder, replay)),
    platformDirs: platformDirsFrom(call, fleet.inventory),
    ...faultsFrom(call, () => fleet.hosts.map(({ name }) => name)),
  });
  const hosts = lab.place(fleet.hosts);
  call.terminal.hide(privateSecrets(hosts));
  // A lab makes new keys each time it starts: there is nothing to pin.
  return { hosts: byName(hosts), jumps: new Map(), hostKeys: { mode: 'off', file }, close: () => lab.stop() };
}

/** @throws {UsageError} naming the hosts that have no recording */
export async function recordedHosts(hosts: readonly Host[], folder: string): Promise<LabHostSpec[]> {
  const [{ readCassettes }, { replayHosts }] = await Promise.all([
    import('../lab/cassette/cassette.js'),
    import('../lab/lab-host.js'),
  ]);
  const cassettes = readCassettes(folder);
  const missing = hosts.filter(({ name }) => !cassettes.has(name)).map(({ name }) => name);
  if (missing.length > 0) throw new UsageError(`${folder} has no recording of ${joinNames(missing)}`);
  return replayHosts(hosts, cassettes);
}

function joinNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function byName(hosts: readonly Host[]): Map<string, Host> {
  return new Map(hosts.map((host) => [host.name, host]));
}
