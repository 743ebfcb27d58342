import { nearestName } from '../error/nearest.js';

/** A map of a document, as against a list, a text or nothing. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list as it is, anything else as a list of one, nothing as an empty list. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** The pointers of {@link listOf}'s members: `P/0`, `P/1`, ... of a list, P of anything else. */
export function pointersOf(value: unknown, pointer: string): string[] {
  return Array.isArray(value) ? value.map((_, index) => `${pointer}/${index}`) : [pointer];
}

/** A key of the map is most likely meant to be one of these, and has been reported as unknown: that there is none would only follow from it. */
export function hasMisspelt(map: Record<string, unknown>, keys: readonly string[]): boolean {
  return Object.keys(map).some((key) => nearestName(key, keys) !== undefined);
}
