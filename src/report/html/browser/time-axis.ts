import { make } from './page-elements.js';

/** Pixels that a mark with its time needs. */
const MARK = 80;

/** Makes the marks of a time line: at round times, few enough to be read. @param width  of the line, in pixels */
export function timeMarks(durationMs: number, width: number): HTMLElement[] {
  const most = Math.max(1, Math.floor(width / MARK));
  const step = roundStep(durationMs / most);
  const count = Math.min(most, Math.floor(durationMs / step));
  return Array.from({ length: count + 1 }, (_, index) => {
    const mark = make('span', 'mark', step < 1_000 ? `${index * step} ms` : `${(index * step) / 1_000} s`);
    mark.style.left = `${(100 * index * step) / durationMs}%`;
    return mark;
  });
}

/** The next of 1, 2, 5, 10, 20, ... milliseconds. */
function roundStep(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, ms)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= ms) ?? 10) * power;
}
