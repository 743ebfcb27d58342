import type { ExpressionContext } from './expression.js';
import type { References } from './references.js';

/** Fields of `host` in an expression, with their CEL types. */
export const HOST_FIELDS = {
  name: 'string',
  address: 'string',
  platform: 'string',
  port: 'int',
  groups: 'list<string>',
  vars: 'map<string, dyn>',
};

/** Fields of `results.NAME` in an expression, with their CEL types. */
export const RESULT_FIELDS = {
  task: 'string',
  command: 'string',
  state: 'string',
  output: 'string',
  parsed: 'dyn',
  complete: 'bool',
  attempts: 'int',
  duration_ms: 'int',
  error: 'dyn',
};

/** Fields of `previous` in an expression, with their CEL types. */
export const PREVIOUS_FIELDS = { output: 'string', parsed: 'dyn', state: 'string' };

/** A host as CEL sees it; the class is what the type checker knows it by. */
export class HostValue {
  [field: string]: unknown;
}

/** A result as CEL sees it. */
export class ResultValue {
  [field: string]: unknown;
}

/**
 * Converts plain values to CEL's: whole numbers to `bigint`, so that they compare and count with the whole
 * numbers of an expression. Only the results that the expression reads are converted.
 */
export function toCelContext(context: ExpressionContext, references: References): Record<string, unknown> {
  const values: Record<string, unknown> = {
    vars: toCel(context.vars ?? {}),
    results: convertResults(asRecord(context.results), references),
    output: context.output ?? '',
    parsed: toCel(context.parsed ?? null),
    previous: references.previous.length > 0 ? toCel(context.previous ?? null) : null,
    item: toCel(context.item ?? null),
  };
  if (context.host !== undefined) values.host = fill(new HostValue(), HOST_FIELDS, asRecord(context.host));
  return values;
}

function convertResults(results: Record<string, unknown>, references: References): Record<string, unknown> {
  const names = references.computed
    ? Object.keys(results)
    : references.results.filter((name) => Object.hasOwn(results, name));
  return Object.fromEntries(
    names.map((name) => [name, fill(new ResultValue(), RESULT_FIELDS, asRecord(results[name]))]),
  );
}

/** Copies the known fields and nothing else, so that credentials of a host cannot be read. */
function fill<T extends Record<string, unknown>>(
  target: T,
  fields: Record<string, string>,
  source: Record<string, unknown>,
): T {
  for (const [field, type] of Object.entries(fields)) {
    const value = source[field];
    if (value === undefined && type !== 'dyn') continue;
    target[field as keyof T] = convertField(value, type) as T[keyof T];
  }
  return target;
}

function convertField(value: unknown, type: string): unknown {
  if (type === 'string') return typeof value === 'string' ? value : '';
  if (type === 'int') return BigInt(Math.round(Number(value)));
  return toCel(value);
}

function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (value === null || value === undefined) return null;
  // No objects: a device may call a key `constructor`, and CEL would ask it for its type.
  if (typeof value === 'object') return new Map(Object.entries(value).map(([key, part]) => [key, toCel(part)]));
  return value;
}

/**
 * Converts a value of CEL back to a plain one: numbers, text, true and false, null, lists and maps of those.
 *
 * @returns undefined for anything else: a whole number too large to be exact, bytes, a time, a host
 */
export function fromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map(fromCel);
    return items.includes(undefined) ? undefined : items;
  }
  const isMap = value instanceof Map;
  if (!isMap && Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const given: [string, unknown][] = isMap ? [...value] : Object.entries(value);
  const entries = given.map(([key, part]) => [key, fromCel(part)] as const);
  return entries.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(entries);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
