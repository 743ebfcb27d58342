import { make, tellDuration } from './page-elements.js';

/** Marks on a line, at most, per whole width. */
const MOST_MARKS = 8;

/** Makes the marks of a time line: at round times, few enough to be read. @param zoom  how many widths the line is long */
export function timeMarks(durationMs: number, zoom: number): HTMLElement[] {
  const step = roundStep(durationMs / (MOST_MARKS * zoom));
  const count = Math.min(MOST_MARKS * zoom, Math.floor(durationMs / step));
  return Array.from({ length: count + 1 }, (_, index) => {
    const mark = make('span', 'mark', tellDuration(index * step));
    mark.style.left = `${(100 * index * step) / durationMs}%`;
    return mark;
  });
}

/** The next of 1, 2, 5, 10, 20, ... milliseconds. */
function roundStep(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, ms)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= ms) ?? 10) * power;
}
