import type { Latch } from './latch.js';

/** Node fires a longer timer at once; 24 days are as good as for ever here. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls back once after `delayMs`. @returns what stops it */
export function startTimer(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), LONGEST_MS));
  return () => clearTimeout(timer);
}

/** Waits `delayMs`, or until the latch opens. @returns whether the whole time has passed */
export function sleep(delayMs: number, until: Latch): Promise<boolean> {
  if (until.isOpen) return Promise.resolve(false);
  return new Promise((resolve) => {
    const stay = until.onOpen(() => {
      stopTimer();
      resolve(false);
    });
    const stopTimer = startTimer(delayMs, () => {
      stay();
      resolve(true);
    });
  });
}
