/** A source of numbers from 0 up to 1 that always gives the same ones for the same seed. */
export type Random = () => number;

/**
 * Makes a seeded source of random numbers; the lab never uses another one.
 *
 * @param seed  the lab's seed
 * @param text  what the numbers are for (a host's name), so that each thing has numbers of its own
 * @see mulberry32 by Tommy Ettinger (public domain) for the generator, FNV-1a for the hash of the text
 */
export function makeRandom(seed: number, text: string): Random {
  let state = (hash(text) ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `least` to `most`, both included. */
export function pickNumber(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** One of the members of a list that is not empty. */
export function pickOne<T>(random: Random, members: readonly [T, ...T[]]): T {
  return members[pickNumber(random, 0, members.length - 1)] ?? members[0];
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
