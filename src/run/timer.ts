import { LONGEST_MS } from '../futures/limits.js';
import type { Latch } from './latch.js';

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
