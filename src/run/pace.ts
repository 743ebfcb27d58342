import type { Pace } from '../playbook/playbook.js';

/**
 * How long no other login is begun after one: never shorter than the pace asks for, so that the rate is never passed.
 *
 * @param random  gives a number from 0 up to 1
 * @returns whole milliseconds
 */
export function pauseMs({ loginsPerSecond, jitter }: Pace, random: () => number): number {
  return Math.ceil((1000 / loginsPerSecond) * (1 + jitter * random()));
}
