import type { Mask } from '../error/mask.js';
import type { Result, RunRecord } from '../task/result.js';

/**
 * Masks secrets in all of a record that a device or the inventory's variables have said. Names, platforms and addresses stay as
 * they are: a password such as `cisco` must not make `****_ios` of a platform.
 */
export function maskRecord(record: RunRecord, mask: Mask): RunRecord {
  return {
    ...record,
    ...(record.vars && { vars: maskTexts(record.vars, mask) }),
    results: record.results.map((result) => maskResult(result, mask)),
  };
}

/** The same for one result. Its error has been masked by the runner. */
export function maskResult(result: Result, mask: Mask): Result {
  return {
    ...result,
    host: { ...result.host, vars: maskTexts(result.host.vars, mask) },
    command: result.command === null ? null : mask(result.command),
    output: result.output === null ? null : mask(result.output),
    parsed: maskTexts(result.parsed, mask),
    diff: result.diff === null ? null : mask(result.diff),
  };
}

/** Every text in a value, however deep; keys stay. */
function maskTexts<T>(value: T, mask: Mask): T;
function maskTexts(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskTexts(item, mask)]));
}
