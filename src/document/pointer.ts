/** Splits a JSON pointer (RFC 6901) into its unescaped parts; '' has none. */
export function splitPointer(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Makes a JSON pointer of parts. @example joinPointer(['hosts', 'a/b', 0]) === '/hosts/a~1b/0' */
export function joinPointer(parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The value at a JSON pointer, own keys only; undefined when it leads nowhere. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of splitPointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/**
 * Writes a JSON pointer the way messages do, as a YAML path.
 *
 * @param value  the document's value, to tell a list's index from a map's key `1`; without it digits are indexes
 * @example yamlPath('/commands/1/timeout') === 'commands[1].timeout'
 */
export function yamlPath(pointer: string, value?: unknown): string {
  let path = '';
  let parent = value;
  for (const part of splitPointer(pointer)) {
    const isIndex = value === undefined ? /^\d+$/.test(part) : Array.isArray(parent);
    if (isIndex) path += `[${part}]`;
    else if (/^[A-Za-z_][\w@-]*$/.test(part)) path += path === '' ? part : `.${part}`;
    else path += `[${JSON.stringify(part)}]`;
    parent = valueAt(parent, joinPointer([part]));
  }
  return path;
}
