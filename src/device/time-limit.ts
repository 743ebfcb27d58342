import { LONGEST_MS } from '../futures/limits.js';

/**
 * Checks a time limit that a program has given, so that none is taken for another one: Node.js lets a timer of no number, or one that is too
 * long, ring at once.
 *
 * @param name  as the program calls it
 * @returns milliseconds that a timer can hold; 24 days for `Infinity`
 * @throws {RangeError} unless it is a number above 0
 */
export function readTimeLimit(name: string, ms: number): number {
  if (typeof ms !== 'number' || !(ms > 0))
    throw new RangeError(`${name}: expected milliseconds above 0, or Infinity for no limit, got ${String(ms)}`);
  return Math.min(ms, LONGEST_MS);
}
