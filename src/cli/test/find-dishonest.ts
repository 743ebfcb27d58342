import type { ErrorCode } from '../../error/codes.js';
import type { Result, RunRecord } from '../../task/result.js';

/** Failures of one host that may follow from those of others. */
const FOLLOWS: ReadonlySet<string> = new Set(['lockout']);

/**
 * Finds what is not honest in a run in which some hosts had a fault: a result that is missing or one too many, a host that finished
 * with something else than it gives without the fault, and an error of a class that the fault does not explain.
 *
 * @param without  the same run without faults
 * @returns a sentence for each finding
 */
export function findDishonest(
  without: RunRecord,
  now: RunRecord,
  { faulted, codes }: { faulted: ReadonlySet<string>; codes: readonly ErrorCode[] },
): string[] {
  const found = new Map(now.results.map((result) => [keyOf(result), result]));
  const expected = new Set(without.results.map(keyOf));
  const surplus = [...found.keys()].filter((key) => !expected.has(key)).map((key) => `${key} is one too many`);
  const wrong = without.results.flatMap((before) => {
    const key = keyOf(before);
    const result = found.get(key);
    if (!result) return [`${key} is missing`];
    const isFaulted = faulted.has(result.host.name);
    if (result.state === 'finished') return isSame(before, result) ? [] : [`${key} finished with another answer`];
    const code = result.error?.code;
    if (result.state !== 'raised' || code === undefined || code === before.error?.code || FOLLOWS.has(code)) return [];
    if (isFaulted && codes.includes(code)) return [];
    const expectation = isFaulted && codes.length > 0 ? codes.join(' or ') : 'no error';
    return [`${key} was raised as ${code}, expected ${expectation}: ${result.error?.message}`];
  });
  return [...surplus, ...wrong];
}

/** What was not asked without the fault has nothing to be compared with. */
function isSame(before: Result, now: Result): boolean {
  if (before.state === 'skipped') return true;
  const { state, command, output, diff, complete } = before;
  return (
    state === 'finished' &&
    now.command === command &&
    now.output === output &&
    now.diff === diff &&
    now.complete === complete
  );
}

function keyOf({ task, host }: Result): string {
  return `${task} on ${host.name}`;
}
