import { basename } from 'node:path';
import { type Host, type HostKeyPolicy, viewHost } from '../../inventory/host.js';
import { Lab, type LabOptions } from '../../lab/lab.js';
import { makeDeterministic } from '../../report/deterministic-record.js';
import type { ErrorReport, Result, RunRecord } from '../../task/result.js';
import { RunFailed } from '../../workflow/run-failed.js';
import { run } from '../../workflow/run-plan.js';
import type { Call } from '../command.js';
import type { Stage } from './stage.js';

/** What is different in one rehearsal. */
export interface RehearsalOptions {
  call: Call;
  /** Instead of the stage's own: with faults, for example. */
  lab?: Partial<LabOptions>;
  /** Any key is taken unless given. */
  hostKeysOf?: (lab: Lab) => HostKeyPolicy;
  /** Called when the devices are there, before the first is spoken to. */
  onReady?: (lab: Lab) => void;
}

/**
 * Runs a playbook on its stage: the whole engine, over SSH, with simulated or recorded devices on loopback and nobody else. Nothing is
 * written or kept.
 *
 * @returns the record without what differs between two equal runs: times, ids, and the addresses of the stage
 */
export async function rehearse({ plan, ...stage }: Stage, { call, ...options }: RehearsalOptions): Promise<RunRecord> {
  const { terminal, interrupts } = call;
  const lab = await Lab.start({ ...stage.lab, ...options.lab });
  const placed = lab.place(plan.hosts);
  options.onReady?.(lab);
  const hostKeys = options.hostKeysOf?.(lab);
  const { record } = run(plan, {
    id: 'test',
    isRehearsal: true,
    lab: { hosts: placed, ...(hostKeys && { hostKeys }), stop: () => lab.stop() },
    secrets: terminal,
    // Many at a time would be too many listeners on one signal.
    signal: AbortSignal.any([interrupts.stop]),
    abort: AbortSignal.any([interrupts.abort]),
  });
  return makeDeterministic(withAddresses(await orBug(record), { hosts: byName(placed), real: byName(plan.hosts) }));
}

/** Where flow itself has failed, that is told, and nothing else. */
async function orBug(record: Promise<RunRecord>): Promise<RunRecord> {
  try {
    return await record;
  } catch (error) {
    throw error instanceof RunFailed ? error.cause : error;
  }
}

function byName(hosts: readonly Host[]): Map<string, Host> {
  return new Map(hosts.map((host) => [host.name, host]));
}

/** Puts the addresses of the inventory in the place of those on loopback, which differ from run to run. */
function withAddresses(
  record: RunRecord,
  { hosts, real }: { hosts: ReadonlyMap<string, Host>; real: ReadonlyMap<string, Host> },
): RunRecord {
  const results = record.results.map((result): Result => {
    const placed = hosts.get(result.host.name);
    const host = real.get(result.host.name);
    if (!placed || !host) return result;
    const settle = (text: string) =>
      text
        .replaceAll(`${placed.address} port ${placed.port}`, `${host.address} port ${host.port}`)
        .replaceAll(`${placed.address}:${placed.port}`, `${host.address}:${host.port}`);
    return {
      ...result,
      host: { ...result.host, address: viewHost(host).address },
      error: result.error && settleError(result.error, settle),
    };
  });
  return { ...record, playbook: { ...record.playbook, file: basename(record.playbook.file) }, results };
}

function settleError(error: ErrorReport, settle: (text: string) => string): ErrorReport {
  const { message, hint, last } = error;
  return { ...error, message: settle(message), hint: hint && settle(hint), last: last && settle(last) };
}
