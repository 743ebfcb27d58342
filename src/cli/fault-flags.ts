import type { LabOptions } from '../lab/lab.js';
import { FAULT_FORM, readFaults } from '../lab/named-faults.js';
import type { Call } from './command.js';

const MOST_SEED = 2_147_483_647;

/** The flags for faults of simulated and recorded devices. */
export const FAULT_FLAGS = [
  { form: '--fault <fault>', text: `what is wrong with the simulated devices: ${FAULT_FORM}`, repeats: true },
  { form: '--seed <number>', text: 'another choice of what faults leave to chance (1 unless given)' },
];

/** Reads the flags. @throws {UsageError} */
export function faultsFrom({ flags }: Pick<Call, 'flags'>): Pick<LabOptions, 'faultsOf'> {
  const seed = flags.wholeNumber('seed', 0, MOST_SEED) ?? 1;
  const faults = flags.list('fault');
  return faults.length === 0 ? {} : { faultsOf: readFaults(faults, seed) };
}
