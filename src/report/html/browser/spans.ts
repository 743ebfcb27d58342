import type { PageResult } from '../page-data.js';

/** What a host did from one moment to another; in milliseconds since the run began. */
export interface Span {
  kind: string;
  name: string;
  from: number;
  to: number;
}

/** Reads the results of one host as spans, in their order: what it waited for, its login by phase, each of its tasks. */
export function spansOf(results: readonly PageResult[], nameTask: (result: PageResult) => string): Span[] {
  const begun = results.filter(({ at }) => at !== null).sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const spans: Span[] = [];
  let end = 0;
  for (const result of begun) {
    let at = result.at ?? 0;
    const until = at + result.duration;
    if (at > end) spans.push({ kind: 'pending', name: 'pending', from: end, to: at });
    for (const [name, ms] of result.phases) {
      if (name === 'command') continue;
      const to = Math.min(until, at + ms);
      spans.push({ kind: name, name, from: at, to });
      at = to;
    }
    const kind = result.state === 'finished' ? `task task-${result.task % TASK_COLOURS}` : `task ${result.state}`;
    spans.push({ kind, name: nameTask(result), from: at, to: until });
    end = until;
  }
  return spans;
}

/** Tasks that have a colour of their own. */
export const TASK_COLOURS = 4;
