import { checkOptions } from '../error/arguments.js';
import type { Future } from './future.js';
import { Deadline, type WaitLimits, within } from './limits.js';
import { Queue } from './queue.js';

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
  const ready = new Queue<F>();
  const open = new Map<F, () => void>();
  let wake: (() => void) | undefined;
  // Nothing else holds a future that was told, so that its result can be forgotten.
  const total = listen(new Set(futures));
  return tell();

  function listen(all: ReadonlySet<F>): number {
    for (const future of all) if (future.done()) ready.add(future);
    for (const future of all) {
      if (future.done()) continue;
      const leave = future.addDoneCallback(() => {
        open.delete(future);
        ready.add(future);
        wake?.();
      });
      open.set(future, leave);
    }
    return all.size;
  }

  async function* tell(): AsyncGenerator<F, void, undefined> {
    try {
      while (ready.size + open.size > 0) {
        if (ready.size === 0) await next();
        yield ready.take() as F;
      }
    } finally {
      for (const leave of open.values()) leave();
    }
  }

  function next(): Promise<undefined> {
    const listenOnce = (resolve: (value: undefined) => void) => {
      wake = () => resolve(undefined);
      return () => {
        wake = undefined;
      };
    };
    return within(
      { deadline, signal: options.signal },
      listenOnce,
      () => `${open.size} (of ${total}) futures are not done after ${options.timeoutMs} ms`,
    );
  }
}
