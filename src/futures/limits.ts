import { TimeoutError } from './errors.js';

/** How long to wait for something. */
export interface WaitLimits {
  /** Milliseconds from the call on; 0 looks once. No limit unless given. */
  timeoutMs?: number | undefined;
  /** Aborted: the wait ends with the reason of the signal. What was waited for goes on. */
  signal?: AbortSignal | undefined;
}

/** Node fires a longer timer at once; 24 days are as good as for ever here. */
export const LONGEST_MS = 2 ** 31 - 1;

/** A moment that does not move, so that several waits can share one time limit. */
export class Deadline {
  readonly #at: number;

  /** @throws {RangeError} for a number of milliseconds that is none */
  constructor(timeoutMs = Number.POSITIVE_INFINITY) {
    if (typeof timeoutMs !== 'number' || Number.isNaN(timeoutMs))
      throw new RangeError(`timeoutMs: expected a number of milliseconds, got ${String(timeoutMs)}`);
    this.#at = performance.now() + timeoutMs;
  }

  /** Milliseconds that are left; 0 when it has passed. */
  get leftMs(): number {
    return Math.max(0, this.#at - performance.now());
  }
}

/**
 * Waits for one thing within limits.
 *
 * @param listen  is given what settles the wait; returns what takes the wish back
 * @param late    says what had not come, for the message of the error
 * @throws {TimeoutError} when the time was over first, or the reason of the signal
 */
export function within<T>(
  { deadline, signal }: { deadline: Deadline; signal?: AbortSignal | undefined },
  listen: (resolve: (value: T) => void) => () => void,
  late: () => string,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let isOver = false;
    let unlisten: (() => void) | undefined;
    let timer: NodeJS.Timeout | undefined;
    const end = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      unlisten?.();
      settle();
    };
    const abort = () => end(() => reject(signal?.reason));
    unlisten = listen((value) => end(() => resolve(value)));
    if (isOver) return unlisten();
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort);
    const { leftMs } = deadline;
    const expire = () => end(() => reject(new TimeoutError(late())));
    if (leftMs === 0) expire();
    else if (leftMs !== Number.POSITIVE_INFINITY) timer = setTimeout(expire, Math.min(leftMs, LONGEST_MS));
  });
}
