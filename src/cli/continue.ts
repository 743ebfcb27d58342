import { relative, resolve } from 'node:path';
import { UsageError } from '../error/flow-error.js';
import type { ContinueHow } from '../journal/continue-run.js';
import { type EarlierRun, earlierRun, explainUnknown } from '../workflow/earlier-run.js';
import { carryOut } from './carry-out.js';
import { VIEW_FLAGS } from './choose-view.js';
import type { Call, FlagGroup } from './command.js';
import { EVENTS_FLAG } from './events-flag.js';
import { exitCodeOf } from './exit-code.js';
import { prepareRun } from './prepare-run.js';
import { journalHome } from './project-folder.js';
import { AS_FLAG, WAIT_FLAG } from './run-flags.js';
import { VAR_FLAG, YES_FLAG } from './shared-flags.js';
import { TRACE_FLAG } from './trace-printer.js';

/** The flags of `flow retry` and `flow resume`: all else is as it was. */
export const CONTINUE_FLAGS: FlagGroup[] = [
  {
    subject: 'How',
    flags: [
      { form: '--rerun <host>', text: 'its unknown changes are made again: look at the device first', repeats: true },
      { ...VAR_FLAG, text: 'a value that is a secret, and is not in the journal' },
      YES_FLAG,
      WAIT_FLAG,
    ],
  },
  { subject: 'What comes of it', flags: [...VIEW_FLAGS, TRACE_FLAG, AS_FLAG, EVENTS_FLAG] },
];

/**
 * Goes on with a run: the same playbook, hosts and flags, the inventory as it is now, the results that are kept carried over. It is a run
 * of its own, with its own journal and a report of everything.
 *
 * @returns the exit status
 * @throws {UsageError} when it cannot be gone on with: it still runs, or its playbook is another one by now
 */
export async function continueRun(call: Call, how: ContinueHow): Promise<number> {
  const { terminal, flags } = call;
  const home = journalHome(terminal.folder, terminal.env);
  const earlier = earlierRun(home, call.operands[0] ?? '', { how, rerun: flags.list('rerun') });
  if (earlier.open === 0 && earlier.status) {
    tellUnknown(earlier, call);
    return tellNothingLeft(earlier, earlier.status, call);
  }
  return goOn(earlier, callOf(earlier, call));
}

async function goOn(earlier: EarlierRun, call: Call): Promise<number> {
  const { frozen } = earlier.details;
  const file = relative(call.terminal.folder, resolve(frozen.folder, frozen.playbook.file));
  const prepared = await prepareRun(file, call, earlier);
  // Of one that was lost with a queue, its workers may know more.
  if (earlier.status || prepared.plan.playbook.executor !== 'queue') tellUnknown(earlier, call);
  return carryOut(prepared, call);
}

/** The flags of the run, and over them those of this call. @throws {UsageError} for a secret that has to be given again */
function callOf({ id, details: { frozen } }: EarlierRun, call: Call): Call {
  if (frozen.hasMadeInventory) {
    throw new UsageError(`the hosts of the run ${id} were made by a program: it alone can go on with it`);
  }
  const given = call.flags.list('var');
  const missing = frozen.hiddenVars.filter((name) => !given.some((pair) => pair.startsWith(`${name}=`)));
  if (missing.length > 0) {
    const flags = missing.map((name) => `--var ${name}=…`).join(' ');
    throw new UsageError(`the journal does not keep secrets: say ${flags} again`);
  }
  const unknown = given.find((pair) => !frozen.hiddenVars.includes(pair.replace(/=.*$/s, '')));
  if (unknown !== undefined) {
    throw new UsageError(
      `--var ${unknown.replace(/=.*$/s, '')}: a run is gone on with as it was; begin a new one with flow run`,
    );
  }
  const kept = Array.isArray(frozen.flags.var) ? frozen.flags.var : [];
  const flags = call.flags.with([...Object.entries(frozen.flags), ['var', [...kept, ...given]]]);
  return { ...call, flags };
}

function tellUnknown({ unknown }: EarlierRun, { terminal }: Call): void {
  if (unknown.length > 0) terminal.err.write(`${explainUnknown(unknown)}\n`);
}

function tellNothingLeft(
  { id, raised }: EarlierRun,
  status: NonNullable<EarlierRun['status']>,
  { terminal }: Call,
): number {
  terminal.err.write(
    `nothing is left to do of the run ${id}${raised > 0 ? '; `flow retry` tries what was raised' : ''}\n`,
  );
  return exitCodeOf(status);
}
