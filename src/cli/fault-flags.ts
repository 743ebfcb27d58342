import { UsageError } from '../error/flow-error.js';
import { FAULT_FORM } from '../lab/named-faults.js';
import type { StandIn } from '../workflow/stand-in.js';
import type { Call } from './command.js';

const MOST_SEED = 2_147_483_647;

/** The flags for faults of simulated and recorded devices. */
export const FAULT_FLAGS = [
  { form: '--fault <fault>', text: `a fault of simulated devices: ${FAULT_FORM}`, repeats: true },
  { form: '--seed <number>', text: 'another choice of what faults leave to chance (1 unless given)' },
];

/** Reads the flags. @throws {UsageError} where there is no fault whose chance a seed could choose */
export function faultsFrom({ flags }: Pick<Call, 'flags'>): Pick<StandIn, 'faults' | 'seed'> {
  const seed = flags.wholeNumber('seed', 0, MOST_SEED);
  const faults = flags.list('fault');
  if (faults.length > 0) return { faults, ...(seed !== undefined && { seed }) };
  if (seed !== undefined) throw new UsageError('--seed: chooses what faults leave to chance; say --fault as well');
  return {};
}
