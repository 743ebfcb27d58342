import type { PatternSource } from './pattern-source.js';
import { type Flags, PatternError } from './tree.js';

/** Flags in a pattern: `(?i)` for all of it, `(?i-s:` for a group, of which they are `isScoped`. */
export interface GivenFlags {
  flags: Flags;
  verbose: boolean;
  isScoped: boolean;
}

const KEYS: Record<string, keyof Flags> = { i: 'ignoreCase', m: 'multiline', s: 'dotAll' };

/**
 * Reads flags, of which the first letter or `-` has been taken.
 *
 * @param outer  the flags so far, and where the group begins
 * @throws {PatternError}
 */
export function readFlags(
  source: PatternSource,
  first: string | undefined,
  outer: { flags: Flags; verbose: boolean; offset: number },
): GivenFlags {
  const wrong = (message: string) => new PatternError(message, outer.offset);
  if (first === undefined || !/^[aimsuxL-]$/.test(first)) throw wrong(`(?${first ?? ''} means nothing`);
  const on = first === '-' ? '' : first + source.takeWhile(/^[aimsuxL]$/);
  const hasMinus = first === '-' || source.takes('-');
  const off = hasMinus ? source.takeWhile(/^[aimsuxL]$/) : '';
  const end = source.take();
  if (on.includes('L')) throw wrong('the flag L is for bytes only');
  if (/a.*u|u.*a/.test(on)) throw wrong('the flags a and u exclude each other');
  if (/[auL]/.test(off)) throw wrong('the flags a, u and L cannot be turned off');
  if ([...on].some((letter) => off.includes(letter))) throw wrong('a flag is turned on and off');
  if (end !== ':' && (end !== ')' || hasMinus)) throw wrong('flags end with : or )');
  if (hasMinus && off === '') throw wrong('there is no flag behind -');
  const flags = { ...outer.flags };
  for (const [letters, value] of [
    [on, true],
    [off, false],
  ] as const) {
    for (const letter of letters) {
      const key = KEYS[letter];
      if (key) flags[key] = value;
    }
  }
  if (on.includes('a')) flags.ascii = true;
  if (on.includes('u')) flags.ascii = false;
  const verbose = (outer.verbose || on.includes('x')) && !off.includes('x');
  return { flags, verbose, isScoped: end === ':' };
}
