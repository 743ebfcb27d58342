import type { HostView } from '../inventory/host.js';
import type { Result, SettledState } from './result.js';

/** A result in which nothing is known but its state: nothing was sent, nothing came, no time went by. What is known more goes over it. */
export function blankResult(host: HostView, task: string, state: SettledState): Result {
  return {
    host,
    task,
    command: null,
    state,
    attempts: 0,
    started: null,
    finished: null,
    duration_ms: 0,
    phases: {},
    output: null,
    parsed: null,
    diff: null,
    complete: false,
    checks: [],
    saved: null,
    error: null,
  };
}
