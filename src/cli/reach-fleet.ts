import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { applySshConfig } from '../inventory/apply-ssh-config.js';
import type { Host } from '../inventory/host.js';
import { resolveReferences, secretsOf } from '../inventory/resolve-references.js';
import type { HostKeyPolicy } from '../task/host-job.js';
import { ask } from './ask.js';
import type { Call } from './command.js';
import type { Fleet } from './fleet.js';
import { knownHostsFile } from './project-folder.js';

/** The flag that says how host keys are checked. */
export const HOST_KEYS_FLAG = {
  form: '--host-keys <mode>',
  text: 'pin keeps the first key seen, strict refuses unknown ones, off takes any',
  choices: ['strict', 'pin', 'off'],
};

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
}

/**
 * Makes a fleet ready to be spoken to: looks up its secrets and hides them from everything printed, applies `~/.ssh/config`,
 * finds the hosts to go through; or starts a simulated device in the place of each host.
 *
 * @throws {DocumentError} when a reference cannot be resolved
 */
export async function reachFleet(fleet: Fleet, { call, folder }: ReachOptions): Promise<ReachedFleet> {
  const { flags, terminal } = call;
  const file = knownHostsFile(folder);
  if (fleet.inventory.lab || flags.has('lab')) {
    const { hosts, close } = await openLab(fleet);
    terminal.hide(secretsOf(hosts));
    return { hosts: byName(hosts), jumps: new Map(), hostKeys: { mode: 'off', file }, close };
  }
  const prompt = terminal.canAsk ? (text: string) => ask(`${text}: `, { hidden: true }) : undefined;
  const resolve = (hosts: Host[]) =>
    resolveReferences(hosts, { env: terminal.env, ...(prompt && { prompt }) });
  const configured = applySshConfig(await resolve(fleet.hosts), readSshConfig(), { user: userInfo().username });
  const hosts = byName(configured);
  terminal.hide(secretsOf(configured));
  const mode = flags.text('host-keys');
  return {
    hosts,
    jumps: new Map(),
    hostKeys: { mode: mode === 'strict' || mode === 'off' ? mode : 'pin', file },
    close: async () => {},
  };
}

/** Starts a lab and sends the hosts there. What it is not given as a secret it takes from the hosts. */
async function openLab(fleet: Fleet): Promise<{ hosts: Host[]; close(): Promise<void> }> {
  const [{ Lab }, { simulateHosts }] = await Promise.all([import('../lab/lab.js'), import('../lab/lab-host.js')]);
  const lab = await Lab.start({ hosts: fleet.inventory.lab ?? simulateHosts(fleet.hosts) });
  return { hosts: lab.place(fleet.hosts), close: () => lab.stop() };
}

function byName(hosts: readonly Host[]): Map<string, Host> {
  return new Map(hosts.map((host) => [host.name, host]));
}

function readSshConfig(): string {
  try {
    return readFileSync(join(homedir(), '.ssh', 'config'), 'utf8');
  } catch {
    return ''; // most people have none
  }
}
