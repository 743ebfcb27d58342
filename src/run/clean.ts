import type { Mask } from '../error/mask.js';
import { printable, printableLine } from '../error/printable.js';
import type { HostEvent } from '../task/event.js';
import type { ErrorReport } from '../task/result.js';

/** Masks secrets in what a device or a package said of a failure, and makes it printable. */
export function cleanReport(report: ErrorReport, mask: Mask): ErrorReport {
  return {
    ...report,
    message: printable(mask(report.message)),
    hint: report.hint === null ? null : printable(mask(report.hint)),
    last: report.last === null ? null : printable(mask(report.last)),
  };
}

/** The same for what is told while a host is at work. */
export function cleanNews(
  event: Extract<HostEvent, { type: 'step' | 'notice' }>,
  mask: Mask,
): Extract<HostEvent, { type: 'step' | 'notice' }> {
  switch (event.type) {
    case 'step':
      return { ...event, step: printableLine(mask(event.step)) };
    case 'notice':
      return { ...event, message: printableLine(mask(event.message)) };
    default:
      return event satisfies never;
  }
}
