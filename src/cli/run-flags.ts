import type { Plan } from '../workflow/plan.js';
import type { RunPlaybookOptions } from '../workflow/run-options.js';
import type { Call } from './command.js';
import { eventTargetOf } from './events-flag.js';
import { reachOptionsFrom } from './reach-flags.js';
import { recordingFrom } from './recording-flags.js';

/** The flag that names a run. */
export const AS_FLAG = { form: '--as <name>', text: 'a name for this run: `flow diff before after`' };

/** The flag that keeps nothing. */
export const NO_JOURNAL_FLAG = { form: '--no-journal', text: 'keeps no journal: nothing to show, retry or resume' };

/** The flag that waits where a run would be refused. */
export const WAIT_FLAG = { form: '--wait', text: 'waits for another run that is changing one of the hosts' };

/**
 * How a plan is run, in the words of the command line.
 *
 * @param home  the folder of the journals, absolute
 * @throws {UsageError} for flags that do not go together, or a queue without a key
 */
export async function runOptionsFrom(
  call: Call,
  { playbook, details: { fleet } }: Plan,
  home: string,
): Promise<RunPlaybookOptions> {
  const { flags, terminal, interrupts } = call;
  const as = flags.text('as');
  const events = eventTargetOf(call);
  const record = recordingFrom(call);
  return {
    ...(await reachOptionsFrom(call, fleet, playbook.folder)),
    journal: home,
    isKept: !flags.has('no-journal'),
    ...(as !== undefined && { as }),
    wait: flags.has('wait'),
    ...(playbook.executor === 'queue' && { queue: await queueOf(call) }),
    ...(events && { events }),
    ...(record && { record }),
    trace: flags.has('trace'),
    secrets: terminal,
    signal: interrupts.stop,
    abort: interrupts.abort,
    onNotice: (text) => terminal.err.write(`${text}\n`),
  };
}

async function queueOf({ terminal }: Call): Promise<NonNullable<RunPlaybookOptions['queue']>> {
  const { readQueueKey, usualQueueUrl } = await import('./queue-access.js');
  const url = usualQueueUrl(terminal);
  return { key: readQueueKey(terminal), ...(url !== undefined && { url }) };
}
