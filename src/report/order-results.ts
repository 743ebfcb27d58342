import type { Result } from '../task/result.js';

/**
 * Puts results into the order a playbook asks for; the argument stays as it is.
 *
 * @param order  `inventory`: as given (a run makes them in inventory order); `completed`: by the time each was settled,
 *               those settled in the same millisecond as given, those without a time last
 */
export function orderResults<R extends Pick<Result, 'finished'>>(
  results: readonly R[],
  order: 'inventory' | 'completed',
): R[] {
  if (order === 'inventory') return [...results];
  return [...results].sort((a, b) => compareTimes(a.finished, b.finished));
}

/** ISO 8601 times in UTC compare as text. */
function compareTimes(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
