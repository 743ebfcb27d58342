import type { RunCounts, SettledState } from './result.js';

/** The order in which states are named to people. */
export const STATE_ORDER: readonly SettledState[] = ['finished', 'raised', 'unknown', 'cancelled', 'skipped'];

/**
 * Says in one line what a run came to: `3 hosts: 2 finished, 1 raised in 1.2 s`. With more than one future per host
 * these are counted apart: `3 hosts, 15 tasks: 14 finished, 1 raised in 4.0 s`.
 */
export function summarizeRun(counts: RunCounts & { unknown?: number }, durationMs: number): string {
  const futures = STATE_ORDER.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const hosts = countOf(counts.hosts, 'host');
  const subject = futures === counts.hosts || futures === 0 ? hosts : `${hosts}, ${countOf(futures, 'task')}`;
  const states = STATE_ORDER.filter((state) => counts[state]).map(
    (state) => `${formatCount(counts[state] ?? 0)} ${state}`,
  );
  return `${subject}: ${states.join(', ') || 'nothing done'} in ${formatDuration(durationMs)}`;
}

/** A time span for people: `85 ms`, `0.4 s`, `12 s`, `3 min 20 s`, `2 h 05 min`. */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, Math.round(milliseconds));
  if (ms < 100) return `${ms} ms`;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** A number with its noun: `1 host`, `1,000 hosts`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Digits in groups of three: `10,000`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function pad(count: number): string {
  return String(count).padStart(2, '0');
}
