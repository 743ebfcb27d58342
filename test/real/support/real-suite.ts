import { suite, test } from 'node:test';
import { whyNot } from './programs.js';

/**
 * A suite against real servers. Where they cannot be had it becomes a single skipped test that says why: a skipped suite
 * is in no count, and could go missing unseen.
 */
export function realSuite(title: string, programs: readonly string[], define: () => void): void {
  const reason = whyNot(...programs);
  if (reason) test(`[real] ${title}`, { skip: reason });
  else suite(`[real] ${title}`, define);
}
