import { readDocument } from '../document/document.js';
import { DocumentError } from '../error/flow-error.js';
import { onePerPlace, orderDiagnostics } from '../error/order-diagnostics.js';
import { secretsIn } from '../inventory/secrets-of.js';
import { draftPlaybook } from '../playbook/load.js';
import type { Playbook } from '../playbook/playbook.js';
import { findFleetMistakes } from '../workflow/fleet.js';
import { type Plan, type PlanOptions, plan } from '../workflow/plan.js';
import { fleetChoiceFrom } from './choose-fleet.js';
import type { Call } from './command.js';
import { eventsFileOf } from './events-flag.js';
import { knownHostsFile } from './project-folder.js';
import { overridesFrom, platformDirsFrom, templateDirsFrom } from './shared-flags.js';

/**
 * Reads a playbook with the words of the command line (or others), and hides the secrets of its variables in everything printed.
 *
 * @throws {DocumentError} with every mistake in it, and in the inventory that it names
 */
export function readPlaybookOf(file: string, call: Call, overrides = overridesFrom(call)): Playbook {
  const { playbook, mistakes } = draftPlaybook(readDocument(file), { overrides });
  call.terminal.hide(secretsIn(playbook.vars));
  if (mistakes.length === 0) return playbook;
  const all = [...mistakes, ...findFleetMistakes(playbook, fleetChoiceFrom(call))];
  throw new DocumentError(orderDiagnostics(onePerPlace(all)));
}

/** What a command asks of a plan beside the flags. */
export type PlanChoice = Pick<PlanOptions, 'willWrite' | 'continues' | 'run'>;

/** Plans the run of a playbook with the words of the command line, and hides its secrets in everything printed. @throws as `plan` does */
export function planOf(playbook: Playbook, call: Call, choice: PlanChoice): Plan {
  const { flags, terminal } = call;
  const limit = flags.text('limit');
  const events = eventsFileOf(call);
  return plan(playbook, {
    ...choice,
    ...(limit !== undefined && { limit }),
    ...(events !== undefined && { events }),
    platformDirs: platformDirsFrom(call),
    templateDirs: templateDirsFrom(call),
    reserved: [knownHosts(playbook)],
    env: terminal.env,
    secrets: terminal,
  });
}

/** A file that no report may replace. */
export function knownHosts({ folder }: Playbook): { path: string; role: string } {
  return { path: knownHostsFile(folder), role: 'the file with the known host keys' };
}
