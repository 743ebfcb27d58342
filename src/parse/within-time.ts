/** Work was stopped because it took longer than it may. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

interface Bench {
  /** Runs `work`, which is set just before. */
  run(limitMs: number): unknown;
  desk: { work: () => unknown };
}

let bench: Bench | undefined;

/**
 * Runs `work` under a watchdog: the only way to stop a regular expression that backtracks for ever on hostile text, since it
 * never comes back to the event loop. Also in worker threads.
 *
 * @param limitMs  whole milliseconds, 1 or more
 * @throws {OutOfTime} when the time is up; else what `work` throws
 */
export function withinTime<T>(limitMs: number, work: () => T): T {
  bench ??= makeBench();
  const { desk } = bench;
  const before = desk.work;
  desk.work = work;
  try {
    return bench.run(limitMs) as T;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new OutOfTime(`stopped after ${limitMs} ms`);
  } finally {
    desk.work = before;
  }
}

function makeBench(): Bench {
  const { createContext, Script } = process.getBuiltinModule('node:vm');
  const desk: Bench['desk'] = { work: () => undefined };
  const context = createContext(desk);
  const script = new Script('work()');
  return { desk, run: (limitMs) => script.runInContext(context, { timeout: limitMs }) };
}

/** Milliseconds. Meanwhile nobody else in the same thread is listened to, and a command waits 30 s for its answer. */
const LONGEST_MS = 10_000;

/** Longest time for text of that length, in milliseconds: far more than honest work takes on a slow machine. */
export function timeFor(text: string): number {
  return Math.min(LONGEST_MS, 2_000 + Math.round(text.length / 400));
}
