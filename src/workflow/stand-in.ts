import { resolve } from 'node:path';
import { UsageError } from '../error/flow-error.js';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import type { LabHostSpec } from '../lab/lab-host.js';
import type { Fleet } from './fleet.js';

const MOST_NAMED = 8;

/** What stands in for hosts: simulated devices unless it says more. */
export interface StandIn {
  /** A folder with recordings: recorded hosts in the place of simulated ones. */
  replay?: string;
  /** Faults of theirs: `slow`, `drop:512@R2`, `silent@20%`. */
  faults?: readonly string[];
  /** Chooses what faults leave to chance; 1 unless given. */
  seed?: number;
}

/** Simulated or recorded devices, running in the place of hosts. */
export interface RunningStandIn {
  /** The hosts as they are reached there, in the order given. */
  hosts: readonly Host[];
  /** Their keys are not judged unless given: a lab makes new ones each time it starts. */
  hostKeys?: HostKeyPolicy;
  /** Ends the devices. */
  stop(): Promise<void>;
}

/**
 * Starts a device in the place of each host. References stay as they are: such a device takes what the inventory says, so that nobody's real
 * password is needed to practise.
 *
 * @throws {UsageError} for a platform that cannot be simulated, a host without a recording, or a fault that there is not
 */
export async function startStandIn(
  fleet: Fleet,
  { replay, faults = [], seed = 1 }: StandIn,
  platformDirs: string[],
): Promise<RunningStandIn> {
  const [{ Lab }, { simulateHosts }, { readFaults }] = await Promise.all([
    import('../lab/lab.js'),
    import('../lab/lab-host.js'),
    import('../lab/named-faults.js'),
  ]);
  const names = fleet.hosts.map(({ name }) => name);
  const lab = await Lab.start({
    hosts:
      replay === undefined
        ? (fleet.inventory.lab ?? simulateHosts(fleet.hosts))
        : await recordedHosts(fleet.hosts, resolve(replay)),
    platformDirs,
    ...(faults.length > 0 && { faultsOf: readFaults(faults, { seed, hosts: names }) }),
  });
  return { hosts: lab.place(fleet.hosts), stop: () => lab.stop() };
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
