/** One name of a line such as `r[01:20].example:2222`, expanded. */
export interface AnsibleNames {
  names: string[];
  port?: number;
}

const MOST_NAMES = 100_000;

/**
 * Expands a host pattern of an Ansible inventory: ranges `[01:20]` and `[a:c]`, both ends included, with an optional
 * step `[1:9:2]`, and a port at the end.
 *
 * @returns undefined when the pattern is malformed, runs backwards, or makes more than 100,000 names
 * @see ansible/plugins/inventory/__init__.py, expand_hostname_range
 */
export function expandAnsibleNames(pattern: string): AnsibleNames | undefined {
  const { host, port } = splitPort(pattern);
  const names = expandRanges(host);
  if (!names || names.length === 0) return undefined;
  return port === undefined ? { names } : { names, port };
}

/** `r1:2222` and `[2001:db8::1]:22` have a port; `2001:db8::1` and `r[1:3]` have none. */
function splitPort(pattern: string): { host: string; port?: number } {
  // An address has `::` or many colons; `[1:9:2]` is a range.
  const bracketed = /^\[((?=[^\]]*::|(?:[^\]:]*:){4})[\da-fA-F:.]+)\](?::(\d+))?$/.exec(pattern);
  if (bracketed) return withPort(bracketed[1] ?? '', bracketed[2]);
  if (/^[\da-fA-F:.]*::[\da-fA-F:.]*$/.test(pattern)) return { host: pattern };
  const plain = /^(.*?):(\d+)$/.exec(pattern);
  if (plain?.[1] && !/:/.test(plain[1].replace(/\[[^\]]*\]/g, ''))) return withPort(plain[1], plain[2]);
  return { host: pattern };
}

function withPort(host: string, port: string | undefined): { host: string; port?: number } {
  return port === undefined ? { host } : { host, port: Number(port) };
}

function expandRanges(pattern: string): string[] | undefined {
  let names = [''];
  let rest = pattern;
  for (let open = rest.indexOf('['); open !== -1; open = rest.indexOf('[')) {
    const close = rest.indexOf(']', open);
    const values = close === -1 ? undefined : expandRange(rest.slice(open + 1, close));
    if (!values || names.length * values.length > MOST_NAMES) return undefined;
    const before = rest.slice(0, open);
    names = names.flatMap((name) => values.map((value) => name + before + value));
    rest = rest.slice(close + 1);
  }
  return rest.includes(']') ? undefined : names.map((name) => name + rest);
}

/** `01:03` → 01, 02, 03; `a:c` → a, b, c; `1:5:2` → 1, 3, 5. */
function expandRange(range: string): string[] | undefined {
  const found = /^(?:(\d*):(\d+)|([a-z]):([a-z])|([A-Z]):([A-Z]))(?::(\d+))?$/.exec(range);
  if (!found) return undefined;
  const step = Number(found[7] ?? 1);
  const [from, to] = [found[1] ?? found[3] ?? found[5] ?? '', found[2] ?? found[4] ?? found[6] ?? ''];
  const isNumeric = found[2] !== undefined;
  const first = isNumeric ? Number(from) : from.charCodeAt(0);
  const last = isNumeric ? Number(to) : to.charCodeAt(0);
  if (step < 1 || last < first || (last - first) / step >= MOST_NAMES) return undefined;
  const width = isNumeric && from.length > 1 && from.startsWith('0') ? from.length : 0;
  const values: string[] = [];
  for (let value = first; value <= last; value += step) {
    values.push(isNumeric ? String(value).padStart(width, '0') : String.fromCharCode(value));
  }
  return values;
}
