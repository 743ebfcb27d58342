import type { CaptureType, ParseOutcome, ParseSpec } from './parse-spec.js';

type RegexSpec = Extract<ParseSpec, { kind: 'regex' }>;

/**
 * Reads the named groups of a regular expression: of every match with the flag `g` (a list, `[]` for none), else of the first one
 * (null for none). A group that took no part in a match is null.
 */
export function parseRegex(output: string, { pattern, flags, types }: RegexSpec): ParseOutcome {
  const expression = new RegExp(pattern, flags);
  if (!expression.global) {
    const row = readRow(expression.exec(output)?.groups, types);
    if (row === undefined) return { kind: 'empty', value: null };
    return 'message' in row ? { kind: 'failed', message: row.message } : { kind: 'parsed', value: row.values };
  }
  const rows: Values[] = [];
  for (const match of output.matchAll(expression)) {
    const row = readRow(match.groups, types);
    if (row === undefined) continue;
    if ('message' in row) return { kind: 'failed', message: row.message };
    rows.push(row.values);
  }
  return rows.length === 0 ? { kind: 'empty', value: [] } : { kind: 'parsed', value: rows };
}

type Values = Record<string, string | number | null>;

function readRow(
  groups: Record<string, string | undefined> | undefined,
  types: Record<string, CaptureType>,
): { values: Values } | { message: string } | undefined {
  if (!groups) return undefined;
  const entries: [string, string | number | null][] = [];
  for (const [name, text] of Object.entries(groups)) {
    const type = Object.hasOwn(types, name) ? types[name] : 'text';
    if (text === undefined || type === undefined || type === 'text') entries.push([name, text ?? null]);
    else {
      const value = readNumber(text, type);
      if (value === undefined) return { message: `${name}: expected ${WORDS[type]}, got ${JSON.stringify(text)}` };
      entries.push([name, value]);
    }
  }
  return { values: Object.fromEntries(entries) };
}

const WORDS = { int: 'a whole number that can be exact', float: 'a number' };

/** @example readNumber('1,500', 'int') === 1500; `readNumber('1.5', 'int')` and `readNumber('n/a', 'float')` are undefined */
function readNumber(text: string, type: 'int' | 'float'): number | undefined {
  const plain = text
    .trim()
    .replace(/^([-+]?\d{1,3})((?:,\d{3})+)(?!\d)/, (_, head, rest) => head + rest.replaceAll(',', ''));
  if (type === 'int') {
    const value = Number(plain);
    return /^[-+]?\d+$/.test(plain) && Number.isSafeInteger(value) ? value : undefined;
  }
  const value = Number(plain);
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(plain) && Number.isFinite(value) ? value : undefined;
}
