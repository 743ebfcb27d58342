import type { Fleet } from '../workflow/fleet.js';
import { type Reached, reach } from '../workflow/reach.js';
import type { Call } from './command.js';
import { reachOptionsFrom, tellWarnings } from './reach-flags.js';
import { platformDirsFrom } from './shared-flags.js';

/**
 * Makes a fleet ready to be visited, as the flags say; what it is warned of is told, and its secrets are hidden from everything printed.
 *
 * @param folder  absolute folder of the playbook: its project has the pinned host keys
 * @throws as `reach` does
 */
export async function reachFleet(fleet: Fleet, call: Call, folder: string): Promise<Reached> {
  const { terminal, interrupts } = call;
  const platformDirs = platformDirsFrom(call, fleet.inventory);
  const context = { platformDirs, secrets: terminal, signal: interrupts.stop };
  const reached = await reach(fleet, await reachOptionsFrom(call, fleet, folder), context);
  tellWarnings(call, reached.warnings);
  return reached;
}
