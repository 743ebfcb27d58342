import { relative, resolve } from 'node:path';
import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import { STARS } from '../error/secret-names.js';
import { type CarriedResults, type ContinueHow, carryResults } from '../journal/continue-run.js';
import { findRun } from '../journal/find-run.js';
import { readEntry } from '../journal/history.js';
import { readingsOf, stateOf, statusOf } from '../journal/record-of.js';
import { type RecordedRun, readJournal } from '../journal/recorded-run.js';
import type { Playbook } from '../playbook/playbook.js';
import { futureKey } from '../task/future-key.js';
import type { TaskGraph } from '../task/graph.js';
import type { Result } from '../task/result.js';
import { countOf } from '../task/summarize-run.js';
import type { Task } from '../task/task.js';
import { expressionsOf, templatesOf } from '../task/task-texts.js';
import type { Fleet } from '../workflow/fleet.js';
import { carryOut, makeReady } from './carry-out.js';
import { VIEW_FLAGS } from './choose-view.js';
import type { Call, FlagGroup } from './command.js';
import { EVENTS_FLAG } from './event-stream.js';
import { exitCodeOf } from './exit-code.js';
import { fingerprintOf } from './freeze-run.js';
import { WAIT_FLAG } from './lock-changes.js';
import { type PreparedRun, prepareRun } from './prepare-run.js';
import { journalHome } from './project-folder.js';
import { AS_FLAG } from './recorder.js';
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
  const { terminal } = call;
  const home = journalHome(terminal.folder, terminal.env);
  const folder = findRun(home, call.operands[0] ?? '');
  const { id, state } = readEntry(folder);
  if (state === 'running') throw new UsageError(`the run ${id} still goes on`);
  const run = readJournal(folder);
  if (run.hosts.length === 0) {
    throw new UsageError(
      `nothing is known of what the run ${id} has done: its journal is empty\n  begin a new run with flow run`,
    );
  }
  const carried = carryResults(run, how, readRerun(run, call));
  if (carried.open === 0 && run.end) return tellNothingLeft(run, carried, call);
  tellUnknown(carried, call);

  const asBefore = callOf(run, call);
  const file = relative(terminal.folder, resolve(run.frozen.folder, run.frozen.playbook.file));
  const earlier = (results: Map<number, Result>) => ({ id, home, how, carried: results, warnings: run.warnings });
  const prepare = async () => {
    const prepared = await prepareRun(file, asBefore, {
      home,
      checkPlaybook: (playbook) => refuseChanges(run, playbook),
      chooseHosts: (fleet) => chooseAsBefore(run, fleet),
    });
    const results = placeResults(run, prepared, carried.results);
    refuseMasked(prepared.graph, results);
    return makeReady(prepared, asBefore, earlier(results));
  };
  return carryOut(await prepare(), asBefore);
}

/** The flags of the run, and over them those of this call. @throws {UsageError} for a secret that has to be given again */
function callOf({ frozen }: RecordedRun, call: Call): Call {
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

/** @throws {UsageError} when the playbook is not the one that was run */
function refuseChanges({ frozen }: RecordedRun, playbook: Playbook): void {
  if (fingerprintOf(playbook) === frozen.playbook.fingerprint) return;
  throw new UsageError(
    `${playbook.file} has changed since the run ${frozen.id}, so that its results do not belong to it any more\n` +
      '  put it back as playbook.yaml in the folder of the run has it, or begin a new run with flow run',
  );
}

/** The hosts of the run, in their order, with what the inventory says of them now. */
function chooseAsBefore(run: RecordedRun, fleet: Fleet): Fleet {
  const known = new Map(fleet.inventory.hosts.map((host) => [host.name, host]));
  const missing = run.hosts.filter((name) => !known.has(name));
  if (missing.length > 0) {
    throw new UsageError(
      `the inventory has no ${missing.slice(0, 3).join(', ')} any more, of the run ${run.frozen.id}`,
    );
  }
  return { ...fleet, hosts: run.hosts.flatMap((name) => known.get(name) ?? []) };
}

/** By node id. @throws {UsageError} when the tasks are not those of the run, since a `foreach` has another list */
function placeResults(run: RecordedRun, { graph }: PreparedRun, results: readonly Result[]): Map<number, Result> {
  const tasks = graph.tasks.map(({ name }) => name);
  if (tasks.join('\n') !== run.tasks.join('\n')) {
    throw new UsageError(`the tasks are not those of the run ${run.frozen.id} any more: a list of foreach has changed`);
  }
  const ids = new Map(graph.nodes.map(({ id, host, task }) => [futureKey({ host, task: task.name }), id]));
  const idOf = ({ host, task }: Result) => ids.get(futureKey({ host: host.name, task })) as number;
  return new Map(results.map((result) => [idOf(result), result]));
}

/** A command made of a masked output would send stars to a device. @throws {UsageError} */
function refuseMasked({ nodes }: TaskGraph, carried: ReadonlyMap<number, Result>): void {
  const speaking = nodes.filter(({ id, task }) => !carried.has(id) && textOf(task).includes('results'));
  if (speaking.length === 0) return;
  const masked = new Set<string>();
  for (const { task, output } of carried.values()) if (output?.includes(STARS)) masked.add(task);
  const wrong = speaking.find(({ task }) => [...masked].some((name) => textOf(task).includes(name)));
  if (!wrong) return;
  throw new UsageError(
    `task "${wrong.task.name}" speaks of an output in which the journal has masked a secret\n  begin a new run with flow run`,
  );
}

function textOf(task: Task): string {
  const conditions = expressionsOf(task).map(({ source }) => source);
  return [...templatesOf(task).map(({ text }) => text), ...conditions].join('\n');
}

/** @throws {UsageError} for a host without an unknown change */
function readRerun(run: RecordedRun, { flags }: Call): Set<string> {
  const hosts = flags.list('rerun');
  if (hosts.length === 0) return new Set();
  const unknown = readingsOf(run)
    .filter((reading) => stateOf(reading).state === 'unknown')
    .map(({ host }) => host);
  for (const host of hosts) {
    if (unknown.includes(host)) continue;
    const proposal = proposeName(host, unknown) ?? `\`flow show ${run.frozen.id}\` tells which are`;
    throw new UsageError(`--rerun ${host}: nothing on it is unknown\n  ${proposal}`);
  }
  return new Set(hosts);
}

function tellUnknown({ unknown }: CarriedResults, { terminal }: Call): void {
  if (unknown.length === 0) return;
  const names = unknown.length > 5 ? [...unknown.slice(0, 4), '…'] : unknown;
  terminal.err.write(
    `a change on ${countOf(unknown.length, 'host')} (${names.join(', ')}) may have begun, and is not made again: ` +
      'look at the device, then say --rerun HOST\n',
  );
}

function tellNothingLeft(run: RecordedRun, carried: CarriedResults, call: Call): number {
  tellUnknown(carried, call);
  const raised = run.end?.counts.raised ? '; `flow retry` tries what was raised' : '';
  call.terminal.err.write(`nothing is left to do of the run ${run.frozen.id}${raised}\n`);
  return exitCodeOf(statusOf(run));
}
