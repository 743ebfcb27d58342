import { checkOptions } from '../error/arguments.js';
import { TimeoutError } from './errors.js';
import type { Future } from './future.js';
import { Deadline, type WaitLimits, within } from './limits.js';

/** {@link wait} ends when any future is done. */
export const FIRST_COMPLETED = 'FIRST_COMPLETED';
/** {@link wait} ends when any future has raised, else when all are done. */
export const FIRST_EXCEPTION = 'FIRST_EXCEPTION';
/** {@link wait} ends when all futures are done. */
export const ALL_COMPLETED = 'ALL_COMPLETED';

/** When {@link wait} ends. */
export type ReturnWhen = typeof FIRST_COMPLETED | typeof FIRST_EXCEPTION | typeof ALL_COMPLETED;

/** How {@link wait} waits. */
export interface WaitOptions extends WaitLimits {
  /** `ALL_COMPLETED` unless given. */
  returnWhen?: ReturnWhen;
}

/** The futures of a {@link wait}, each in one of the two, in the order in which they were given. */
export interface DoneAndNotDone<F> {
  done: Set<F>;
  notDone: Set<F>;
}

/**
 * Waits for futures, whichever executors they are of. A duplicate counts once. When the time is over it tells what is
 * done so far, and throws nothing.
 *
 * @throws the reason of the signal; {TypeError} for an option that there is not
 */
export async function wait<F extends Future<unknown>>(
  futures: Iterable<F>,
  options: WaitOptions = {},
): Promise<DoneAndNotDone<F>> {
  checkOptions(options, ['timeoutMs', 'signal', 'returnWhen']);
  const { timeoutMs, signal, returnWhen = ALL_COMPLETED } = options;
  if (![FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED].includes(returnWhen))
    throw new TypeError(`returnWhen: there is no ${String(returnWhen)}`);
  const all = new Set(futures);
  const open = new Set([...all].filter((future) => !future.done()));
  const isEnough = () =>
    open.size === 0 ||
    (returnWhen === FIRST_COMPLETED && open.size < all.size) ||
    (returnWhen === FIRST_EXCEPTION && [...all].some(hasRaised));
  const split = () => ({
    done: new Set([...all].filter((future) => future.done())),
    notDone: new Set([...all].filter((future) => !future.done())),
  });
  if (isEnough()) return split();
  const listen = (resolve: (value: undefined) => void) => {
    const leave = [...open].map((future) =>
      future.addDoneCallback(() => {
        open.delete(future);
        const isTime =
          open.size === 0 || returnWhen === FIRST_COMPLETED || (returnWhen === FIRST_EXCEPTION && hasRaised(future));
        if (isTime) resolve(undefined);
      }),
    );
    return () => {
      for (const undo of leave) undo();
    };
  };
  try {
    await within<undefined>({ deadline: new Deadline(timeoutMs), signal }, listen, () => '');
  } catch (error) {
    if (!(error instanceof TimeoutError) || signal?.aborted) throw error;
  }
  return split();
}

function hasRaised(future: Future<unknown>): boolean {
  return future.outcome?.kind === 'raised';
}
