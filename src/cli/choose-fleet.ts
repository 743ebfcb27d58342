import type { FleetChoice } from '../workflow/fleet.js';
import type { Call } from './command.js';
import { platformDirsFrom } from './shared-flags.js';

/** Who takes part, in the words of the command line. */
export function fleetChoiceFrom(call: Pick<Call, 'flags' | 'terminal'>): FleetChoice {
  return {
    limit: call.flags.text('limit'),
    platformDirs: platformDirsFrom(call),
    folder: call.terminal.folder,
  };
}
