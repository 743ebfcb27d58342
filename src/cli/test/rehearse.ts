import { basename } from 'node:path';
import { InlineHostExecutor } from '../../executors/inline-host-executor.js';
import { type Host, type HostKeyPolicy, viewHost } from '../../inventory/host.js';
import { privateSecrets } from '../../inventory/private-secrets.js';
import { Lab, type LabOptions } from '../../lab/lab.js';
import { makeDeterministic } from '../../report/deterministic-record.js';
import { runGraph } from '../../run/runner.js';
import { Saver } from '../../run/saves/saver.js';
import type { ErrorReport, Result, RunRecord } from '../../task/result.js';
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

const NO_VIEW = { start: () => {}, onEvent: () => {}, end: () => {} };

/**
 * Runs a playbook on its stage: the whole engine, over SSH, with simulated or recorded devices on loopback and nobody else. Nothing is
 * written or kept.
 *
 * @returns the record without what differs between two equal runs: times, ids, and the addresses of the stage
 */
export async function rehearse(stage: Stage, { call, ...options }: RehearsalOptions): Promise<RunRecord> {
  const { playbook, graph, fleet, platformDirs, taken } = stage;
  const { terminal, interrupts } = call;
  const bugs: unknown[] = [];
  const real = new Map(fleet.hosts.map((host) => [host.name, host]));
  const executor = new InlineHostExecutor({ onBug: (error) => bugs.push(error) });
  const lab = await Lab.start({ ...stage.lab, ...options.lab });
  try {
    options.onReady?.(lab);
    const hosts = new Map(lab.place(fleet.hosts).map((host) => [host.name, host]));
    terminal.hide(privateSecrets([...hosts.values()]));
    const record = await runGraph({
      graph,
      playbook,
      hosts,
      jumps: new Map(),
      executor,
      platformDirs,
      hostKeys: options.hostKeysOf?.(lab) ?? { mode: 'off', file: '' },
      view: NO_VIEW,
      // Many at a time would be too many listeners on one signal.
      stop: AbortSignal.any([interrupts.stop]),
      abort: AbortSignal.any([interrupts.abort]),
      now: Date.now,
      random: () => 0.5,
      runId: 'test',
      mask: terminal.mask,
      saver: new Saver({ hosts: real, vars: playbook.vars, taken, isRehearsal: true }),
    });
    if (bugs.length > 0) throw bugs[0];
    return makeDeterministic(withAddresses(record, { hosts, real }));
  } finally {
    await Promise.all([executor.close(), lab.stop()]);
  }
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
