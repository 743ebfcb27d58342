/** What came of following a path: `missing` where a map or list on the way has no such part, and nothing where the way ends in nothing. */
export type FollowedPath = { kind: 'found'; value: unknown } | { kind: 'nothing' } | { kind: 'missing'; part: string };

/**
 * Follows a path such as `host.name` or `parsed.0.version` into a value; own properties only.
 *
 * @param path  parts joined by dots; '' is the value itself
 */
export function followPath(value: unknown, path: string): FollowedPath {
  let current = value;
  for (const part of path === '' ? [] : path.split('.')) {
    if (typeof current !== 'object' || current === null) return { kind: 'nothing' };
    // A host without a row in its table is no misspelt name.
    if (Array.isArray(current) && /^\d+$/.test(part) && Number(part) >= current.length) return { kind: 'nothing' };
    if (!Object.hasOwn(current, part)) return { kind: 'missing', part };
    current = (current as Record<string, unknown>)[part];
  }
  return current === null || current === undefined ? { kind: 'nothing' } : { kind: 'found', value: current };
}

/**
 * The value at a path in each item of a list; null where an item has none.
 *
 * @throws {RangeError} when no item has a part of that name: it is misspelt
 */
export function valuesAt(items: readonly unknown[], path: string): unknown[] {
  const followed = items.map((item) => followPath(item, path));
  const missing = followed.find((each) => each.kind === 'missing');
  if (missing && !followed.some(({ kind }) => kind === 'found'))
    throw new RangeError(`"${path}": no item has "${missing.part}"`);
  return followed.map((each) => (each.kind === 'found' ? each.value : null));
}
