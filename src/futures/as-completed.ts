import type { Future } from './future.js';
import { checkOptions, Deadline, type WaitLimits, within } from './limits.js';

/**
 * Tells futures as they are done, whichever executors they are of: those that are done already first, then the others in the
 * order in which they get there. A duplicate is told once. The time counts from this call, and not from the first step.
 *
 * @throws {TimeoutError} from the iteration, when the next one had not come in time; the reason of the signal;
 *   {TypeError} for an option that there is not
 */
export function asCompleted<F extends Future<unknown>>(
  futures: Iterable<F>,
  options: WaitLimits = {},
): AsyncGenerator<F, void, undefined> {
  checkOptions(options, ['timeoutMs', 'signal']);
  const deadline = new Deadline(options.timeoutMs);
  const all = new Set(futures);
  const ready: F[] = [...all].filter((future) => future.done());
  let wake: (() => void) | undefined;
  const leave = [...all]
    .filter((future) => !future.done())
    .map((future) =>
      future.addDoneCallback(() => {
        ready.push(future);
        wake?.();
      }),
    );
  return tell();

  async function* tell(): AsyncGenerator<F, void, undefined> {
    try {
      for (let told = 0; told < all.size; told++) {
        if (ready.length === told) await next(all.size - told);
        yield ready[told] as F;
      }
    } finally {
      for (const undo of leave) undo();
    }
  }

  function next(left: number): Promise<undefined> {
    const listen = (resolve: (value: undefined) => void) => {
      wake = () => resolve(undefined);
      return () => {
        wake = undefined;
      };
    };
    return within(
      { deadline, signal: options.signal },
      listen,
      () => `${left} (of ${all.size}) futures are not done after ${options.timeoutMs} ms`,
    );
  }
}
