import { formatCount } from '../error/format-count.js';
import { formatDuration } from '../error/format-duration.js';
import type { RunCounts, SettledState } from './result.js';

/** The order in which states are named to people. */
export const STATE_ORDER: readonly SettledState[] = ['finished', 'raised', 'unknown', 'cancelled', 'skipped'];

/**
 * Says in one line what a run came to: `3 hosts: 2 finished, 1 raised in 1.2 s`. With more than one future per host
 * these are counted apart: `3 hosts, 15 tasks: 14 finished, 1 raised in 4.0 s`. Without a duration (null) none is told.
 */
export function summarizeRun(counts: RunCounts & { unknown?: number }, durationMs: number | null): string {
  const futures = STATE_ORDER.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const hosts = countOf(counts.hosts, 'host');
  const subject = futures === counts.hosts || futures === 0 ? hosts : `${hosts}, ${countOf(futures, 'task')}`;
  const states = STATE_ORDER.filter((state) => counts[state]).map(
    (state) => `${formatCount(counts[state] ?? 0)} ${state}`,
  );
  const duration = durationMs === null ? '' : ` in ${formatDuration(durationMs)}`;
  return `${subject}: ${states.join(', ') || 'nothing done'}${duration}`;
}

/** A number with its noun: `1 host`, `1,000 hosts`. @param plural  the noun with an s unless given */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
