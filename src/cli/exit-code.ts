import type { RunStatus } from '../task/result.js';

/** What flow's exit status means; the README lists them from here. */
export const EXIT = {
  /** Everything finished and every expectation held. */
  ok: 0,
  /** At least one task was raised. */
  raised: 1,
  /** The command line, the playbook or the inventory is wrong; nothing was sent. */
  refused: 2,
  /** `on_failure` stopped the run, or a batch of which every host failed. */
  stopped: 3,
  /** A bug in flow, or a journal that cannot be written. */
  bug: 70,
  /** Ctrl-C, SIGTERM or SIGHUP. */
  interrupted: 130,
} as const;

/** The exit status of a run. */
export function exitCodeOf(status: RunStatus): number {
  switch (status) {
    case 'finished':
      return EXIT.ok;
    case 'failed':
      return EXIT.raised;
    case 'stopped':
      return EXIT.stopped;
    case 'interrupted':
      return EXIT.interrupted;
    default:
      return status satisfies never;
  }
}
