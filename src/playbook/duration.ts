const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Longest duration of the language: a week, well below what a timer can hold. */
const LONGEST_MS = 604_800_000;

/**
 * Reads a duration of the language: a number of seconds, or text with units.
 *
 * @returns milliseconds, whole; undefined when it is none, below 0 or above a week
 * @example parseDuration('1m 30s') === 90_000 and parseDuration(0.5) === 500
 */
export function parseDuration(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? sumUnits(value) : undefined;
  return ms !== undefined && ms >= 0 && ms <= LONGEST_MS ? Math.round(ms) : undefined;
}

function sumUnits(text: string): number | undefined {
  const rest = text.trim();
  // "1m 30s" and "500ms" are durations; "fast", "10" and "10 s 5" are not.
  if (!/^(\d+(\.\d+)?\s*(ms|s|m|h)\s*)+$/.test(rest)) return undefined;
  const parts = rest.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h)/g);
  return [...parts].reduce((sum, [, number, unit = 's']) => sum + Number(number) * (UNITS[unit] ?? 0), 0);
}
