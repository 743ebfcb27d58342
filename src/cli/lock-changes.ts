import { JournalError } from '../error/flow-error.js';
import { HostsLocked, lockHosts } from '../journal/change-locks.js';
import { openLifeLine, watchLifeLine } from '../journal/life-line.js';
import { markProcess } from '../journal/process-mark.js';
import type { RunNames } from './freeze-run.js';
import { Interrupted } from './interrupts.js';
import type { PreparedRun } from './prepare-run.js';
import { isSimulated } from './reach-fleet.js';

/** The flag that waits where a run would be refused. */
export const WAIT_FLAG = { form: '--wait', text: 'waits for another run that is changing one of the hosts' };

/**
 * Locks the hosts that a run is to change; with `--wait`, once the runs that change them have ended. Simulated devices are each run's own. Where
 * nothing is to be kept, a folder that cannot be written is only told of.
 *
 * @param home  the project's `.flow`
 * @param stop  aborted: the user waits no longer
 * @returns what gives the locks back
 * @throws {UsageError} when another run is changing one of the hosts
 * @throws {JournalError} when no lock can be written
 */
export async function lockChanges(
  home: string,
  { playbook, fleet, runId }: PreparedRun,
  { call, reached, stop }: Pick<RunNames, 'call' | 'reached'> & { stop: AbortSignal },
): Promise<() => void> {
  if (playbook.mode !== 'change' || isSimulated(fleet, call)) return () => {};
  const { flags, terminal } = call;
  const line = await openLifeLine(runId);
  const owner = { run: runId, process: markProcess(), lifeLine: line.path };
  const ended = new Set<string>();
  /** It had ended before it could be watched, or cannot be: it is asked for once more. */
  let missed: string | undefined;
  for (;;) {
    try {
      const release = lockHosts(home, [...reached.hosts.values()], owner, ended);
      return () => {
        release();
        line.end();
      };
    } catch (error) {
      if (error instanceof HostsLocked && flags.has('wait') && error.holder.run !== missed) {
        const { run, lifeLine } = error.holder;
        terminal.err.write(`waiting: ${error.message.split('\n', 1)[0]}\n`);
        if (await watchLifeLine(lifeLine, stop)) ended.add(run);
        else missed = run;
        if (!stop.aborted) continue;
      }
      line.end();
      if (stop.aborted) throw new Interrupted();
      if (!(error instanceof JournalError) || !flags.has('no-journal')) throw error;
      terminal.err.write(`other runs are not kept from changing the same hosts: ${error.message.split('\n', 1)[0]}\n`);
      return () => {};
    }
  }
}
