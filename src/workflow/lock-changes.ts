import { JournalError } from '../error/flow-error.js';
import type { Host } from '../inventory/host.js';
import { HostsLocked, lockHosts } from '../journal/change-locks.js';
import { openLifeLine, watchLifeLine } from '../journal/life-line.js';
import { markProcess } from '../journal/process-mark.js';

/** How hosts are locked. */
export interface LockOptions {
  runId: string;
  hosts: Iterable<Host>;
  /** Waits for other runs that change one of the hosts. */
  wait: boolean;
  /** Where no lock can be written, it is only told of. */
  isLenient: boolean;
  /** Aborted: waits no longer. */
  stop: AbortSignal;
  /** Told what a person should know. */
  onNotice(text: string): void;
}

/**
 * Locks the hosts that a run is to change; with `wait`, once the runs that change them have ended.
 *
 * @param home  the project's `.flow`
 * @returns what gives the locks back
 * @throws {UsageError} when another run is changing one of the hosts
 * @throws {JournalError} when no lock can be written
 * @throws the reason of `stop` when that is aborted while it waits
 */
export async function lockChanges(home: string, options: LockOptions): Promise<() => void> {
  const { runId, hosts, wait, isLenient, stop, onNotice } = options;
  const line = await openLifeLine(runId);
  const owner = { run: runId, process: markProcess(), lifeLine: line.path };
  const ended = new Set<string>();
  /** It had ended before it could be watched, or cannot be: it is asked for once more. */
  let missed: string | undefined;
  for (;;) {
    try {
      const release = lockHosts(home, [...hosts], owner, ended);
      return () => {
        release();
        line.end();
      };
    } catch (error) {
      if (error instanceof HostsLocked && wait && error.holder.run !== missed) {
        const { run, lifeLine } = error.holder;
        onNotice(`waiting: ${error.message.split('\n', 1)[0]}`);
        if (await watchLifeLine(lifeLine, stop)) ended.add(run);
        else missed = run;
        if (!stop.aborted) continue;
      }
      line.end();
      stop.throwIfAborted();
      if (!(error instanceof JournalError) || !isLenient) throw error;
      onNotice(`other runs are not kept from changing the same hosts: ${error.message.split('\n', 1)[0]}`);
      return () => {};
    }
  }
}
