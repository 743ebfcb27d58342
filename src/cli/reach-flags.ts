import { resolve } from 'node:path';
import type { Diagnostic } from '../error/diagnostic.js';
import { UsageError } from '../error/flow-error.js';
import type { Fleet } from '../workflow/fleet.js';
import type { ReachOptions } from '../workflow/reach.js';
import type { StandIn } from '../workflow/stand-in.js';
import type { Call } from './command.js';
import { writeDiagnostics } from './explain-error.js';
import { faultsFrom } from './fault-flags.js';
import { knownHostsFile } from './project-folder.js';

/** The flag that says how host keys are checked. */
export const HOST_KEYS_FLAG = {
  form: '--host-keys <mode>',
  text: 'pin (the default) keeps the first key seen, strict refuses unknown ones, off takes any',
  choices: ['strict', 'pin', 'off'],
};

/**
 * How hosts are reached, in the words of the command line.
 *
 * @param folder  absolute folder of the playbook: its project has the pinned host keys
 * @throws {UsageError} for faults of real devices
 */
export async function reachOptionsFrom(call: Call, fleet: Fleet, folder: string): Promise<ReachOptions> {
  const { flags, terminal } = call;
  const mode = flags.text('host-keys');
  return {
    env: terminal.env,
    ...(terminal.canAsk && { prompt: (await import('./ask-for-value.js')).askForValue }),
    hostKeys: { mode: mode === 'strict' || mode === 'off' ? mode : 'pin', file: knownHostsFile(folder) },
    lab: standInFrom(call, fleet),
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

/** Tells what there is to warn of, unless that is not wanted. */
export function tellWarnings({ flags, terminal }: Call, warnings: readonly Diagnostic[]): void {
  if (!flags.has('quiet')) writeDiagnostics(terminal.err, warnings);
}

function standInFrom(call: Call, fleet: Fleet): boolean | StandIn {
  const { flags, terminal } = call;
  if (!isSimulated(fleet, call)) {
    const [[stray] = []] = flags.pick(['fault', 'seed']);
    if (stray) throw new UsageError(`--${stray}: real devices have faults of their own; say --lab or --replay as well`);
    return false;
  }
  const faults = faultsFrom(call);
  const replay = flags.text('replay');
  if (replay !== undefined) return { ...faults, replay: resolve(terminal.folder, replay) };
  return faults.faults || flags.has('lab') ? faults : false;
}
