import type { HeldCommand } from '../../src/lab/held-commands.js';
import type { Lab } from '../../src/lab/lab.js';
import type { RunningFlow } from './run-flow.js';

/** The next commands held back; fails when flow ends without sending them. */
export async function nextCommands(lab: Lab, flow: RunningFlow, count: number): Promise<HeldCommand[]> {
  const ended = flow.then(({ stderr }) => Promise.reject(new Error(`flow ended without a command: ${stderr}`)));
  return Promise.race([Promise.all(Array.from({ length: count }, () => lab.nextCommand())), ended]);
}
