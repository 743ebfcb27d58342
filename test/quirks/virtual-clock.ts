import { setImmediate as turn } from 'node:timers/promises';

interface Timer {
  at: number;
  delayMs: number;
  act: () => void;
}

/** Timers that run by hand, in place of the real ones: nobody waits, and those that are left can be counted. */
export class VirtualClock {
  nowMs = 0;
  private readonly timers = new Set<Timer>();
  private readonly real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };

  /** Timers that were set and neither ran nor were cleared. */
  get pending(): number {
    return this.timers.size;
  }

  install(): void {
    const set = (act: () => void, delayMs = 0) => {
      const timer: Timer = { at: this.nowMs + delayMs, delayMs, act };
      this.timers.add(timer);
      return {
        timer,
        refresh: () => {
          timer.at = this.nowMs + delayMs;
          this.timers.add(timer);
        },
        ref: () => {},
        unref: () => {},
      };
    };
    const clear = (handle: ReturnType<typeof set> | undefined) => handle && this.timers.delete(handle.timer);
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  }

  remove(): void {
    Object.assign(globalThis, this.real);
  }

  /** Lets the next timer run. @returns false when there is none */
  advance(): boolean {
    let next: Timer | undefined;
    for (const timer of this.timers) if (!next || timer.at < next.at) next = timer;
    if (!next) return false;
    this.timers.delete(next);
    this.nowMs = Math.max(this.nowMs, next.at);
    next.act();
    return true;
  }
}

/**
 * Waits for work in virtual time: when nobody has anything left to do, the next timer runs.
 *
 * @param isQuiet  whether the device has nothing more to send
 * @throws {Error} when the work waits for something that never comes
 */
export async function finish<T>(work: Promise<T>, clock: VirtualClock, isQuiet: () => boolean): Promise<T> {
  let isDone = false;
  work.then(
    () => {
      isDone = true;
    },
    () => {
      isDone = true;
    },
  );
  for (let quiet = 0; !isDone; ) {
    await turn();
    quiet = isQuiet() ? quiet + 1 : 0;
    if (quiet <= 2 || isDone) continue;
    quiet = 0;
    if (!clock.advance()) throw new Error('somebody waits for something that never comes');
  }
  return work;
}
