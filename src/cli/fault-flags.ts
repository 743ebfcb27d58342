import { UsageError } from '../error/flow-error.js';
import type { LabOptions } from '../lab/lab.js';
import { FAULT_FORM, readFaults } from '../lab/named-faults.js';
import type { Call } from './command.js';

const MOST_SEED = 2_147_483_647;

/** The flags for faults of simulated and recorded devices. */
export const FAULT_FLAGS = [
  { form: '--fault <fault>', text: `a fault of simulated devices: ${FAULT_FORM}`, repeats: true },
  { form: '--seed <number>', text: 'another choice of what faults leave to chance (1 unless given)' },
];

/**
 * Reads the flags.
 *
 * @param hostsOf  the names of all simulated hosts; asked only where there are faults
 * @throws {UsageError} also where nobody would have the fault, or there is none whose chance a seed could choose
 */
export function faultsFrom(
  { flags }: Pick<Call, 'flags'>,
  hostsOf: () => readonly string[],
): Pick<LabOptions, 'faultsOf'> {
  const seed = flags.wholeNumber('seed', 0, MOST_SEED);
  const faults = flags.list('fault');
  if (faults.length > 0) return { faultsOf: readFaults(faults, { seed: seed ?? 1, hosts: hostsOf() }) };
  if (seed !== undefined) throw new UsageError('--seed: chooses what faults leave to chance; say --fault as well');
  return {};
}
