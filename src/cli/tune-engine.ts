import { setFlagsFromString } from 'node:v8';

/** Flags of V8 for what a program is short of. */
interface Flags {
  /** From the start. */
  always: readonly string[];
  /** For a large fleet. */
  memory: readonly string[];
}

/** By the major version of Node.js that they were measured with: another one may not know these words. */
const FLAGS: Readonly<Record<string, Flags>> = {
  20: {
    always: ['--interrupt-budget=250000', '--semi-space-growth-factor=4', '--max-semi-space-size=8'],
    memory: ['--heap-growing-percent=30', '--max-semi-space-size=4'],
  },
};

/** From here on a run is short of memory sooner than of time. */
const LARGE_FLEET = 5_000;

/**
 * Tells the JavaScript engine that this program does much once and then ends.
 *
 * V8 by itself prepares for hours of work: in a run over a thousand hosts a fifth of the CPU time went into optimising functions
 * that were nearly done. So a function has to run twice as long before it is optimised, and the space for new objects
 * grows faster to what a fleet needs, but in worker threads to half the size: there are several. Called before anything large is
 * loaded.
 *
 * @param nodeVersion  `process.versions.node`; with one that was not measured nothing is changed
 */
export function tuneEngine(nodeVersion: string): void {
  for (const flag of flagsFor(nodeVersion)?.always ?? []) setFlagsFromString(flag);
}

/**
 * V8 lets garbage grow to several times what is in use. Held to a third of it, ten thousand hosts in worker threads take two thirds of the
 * memory, for a tenth more of the time; held to a fifth, hardly less, for a fifth more.
 */
export function tuneForFleet(nodeVersion: string, hosts: number): void {
  if (hosts < LARGE_FLEET) return;
  for (const flag of flagsFor(nodeVersion)?.memory ?? []) setFlagsFromString(flag);
}

function flagsFor(nodeVersion: string): Flags | undefined {
  const [major = ''] = nodeVersion.split('.');
  return FLAGS[major];
}
