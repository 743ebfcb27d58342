import { proposeName } from '../error/nearest.js';
import type { ParseOutcome } from './parse-spec.js';

/** Far more than any device needs, and few enough for all that walks through values. */
const MOST_LEVELS = 200;

/**
 * Reads an output that is JSON as a whole, and follows a path into it. A whole number too large to be exact in JavaScript (a 64-bit
 * counter) stays the text of its digits. Null, `[]` and `{}` are `empty`; a path that leads nowhere is `failed`.
 */
export function parseJson(output: string, path: readonly string[]): ParseOutcome {
  let value: unknown;
  try {
    value = JSON.parse(keepLargeNumbers(output));
  } catch (error) {
    return { kind: 'failed', message: `the output is not JSON: ${explain(output, error as Error)}` };
  }
  if (isDeeper(value, MOST_LEVELS))
    return { kind: 'failed', message: `the JSON has more than ${MOST_LEVELS} levels of lists and maps` };
  for (const [index, step] of path.entries()) {
    const next = takeStep(value, step);
    if (next === undefined) {
      const walked = path.slice(0, index).join('.');
      const place = walked === '' ? 'the output' : `"${walked}"`;
      return { kind: 'failed', message: `${place} has no "${step}"${proposeStep(value, step)}` };
    }
    value = next;
  }
  return isEmpty(value) ? { kind: 'empty', value } : { kind: 'parsed', value };
}

/** Level by level, since a call in a call for each would have no end. */
function isDeeper(value: unknown, levels: number): boolean {
  let parts = [value];
  for (let level = 0; parts.length > 0; level++) {
    if (level > levels) return true;
    parts = parts.flatMap((part) => (isNested(part) ? Object.values(part) : [])).filter(isNested);
  }
  return false;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function takeStep(value: unknown, step: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return step === 'length' && Array.isArray(value) ? undefined : (value as Record<string, unknown>)[step];
}

function proposeStep(value: unknown, step: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const proposal = proposeName(step, Object.keys(value));
  return proposal === undefined ? '' : `: ${proposal}`;
}

function isEmpty(value: unknown): boolean {
  if (value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** @example `{"octets": 18446744073709551615}` has `"octets": "18446744073709551615"` then; `"a 18446744073709551615"` stays */
function keepLargeNumbers(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/gs, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) && !/^-?0\d/.test(token) ? `"${token}"` : token,
  );
}

function explain(output: string, error: Error): string {
  if (output.trim() === '') return 'it is empty';
  const [, offset] = / at position (\d+)/.exec(error.message) ?? [];
  const [, token] = /^Unexpected token '(.+?)',/s.exec(error.message) ?? [];
  if (token !== undefined) return `${JSON.stringify(token)} was not expected`;
  if (offset === undefined) return 'it ends too early';
  const before = output.slice(0, Number(offset)).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1} is not`;
}
