import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../error/flow-error.js';
import type { LabOptions } from '../../lab/lab.js';
import { simulateHosts } from '../../lab/lab-host.js';
import type { Timeouts } from '../../task/task.js';
import type { Plan } from '../../workflow/plan.js';
import { recordedHosts } from '../../workflow/stand-in.js';
import type { Call } from '../command.js';
import { planOf, readPlaybookOf } from '../read-plan.js';
import { overridesFrom } from '../shared-flags.js';

/** The clock of every simulated device in a test: Friday, 2 January 2026, 12:00:00 UTC. */
const NOON = Date.UTC(2026, 0, 2, 12);

/** A playbook and what stands in for its devices: nothing else is ever connected to. */
export interface Stage {
  plan: Plan;
  lab: Pick<LabOptions, 'hosts' | 'platformDirs' | 'now' | 'seed'>;
}

/**
 * Reads a playbook for a test, such that two runs give the same report: results in the order of the inventory, one host at a time
 * where a failure may stop the run, no pace. Its devices are recordings (`PLAYBOOK.recordings` or `recordings` beside it, or the
 * folder of `--recordings`), or simulated ones where its inventory is a lab.
 *
 * @param patienceMs  nothing is waited for longer; as long as the playbook says unless given
 * @throws {DocumentError} with every mistake in the playbook, the inventory and the recordings
 * @throws {UsageError} when nothing can stand in for its devices
 */
export async function setStage(file: string, call: Call, patienceMs = Number.POSITIVE_INFINITY): Promise<Stage> {
  const { pace: _pace, ...playbook } = readPlaybookOf(file, call, {
    ...overridesFrom(call),
    deterministic: true,
  });
  const { concurrency, onFailure } = playbook;
  const hosts = onFailure.kind === 'continue' ? concurrency.hosts : 1;
  const settled = {
    ...playbook,
    executor: 'inline' as const,
    concurrency: { ...concurrency, hosts },
    timeouts: shorten(playbook.timeouts, patienceMs),
    tasks: playbook.tasks.map((task) => ({ ...task, timeoutMs: Math.min(task.timeoutMs, patienceMs) })),
  };
  const plan = planOf(settled, call, { willWrite: false });
  const { platformDirs } = plan.details;
  const lab = { hosts: await castOf(file, plan, call), platformDirs, now: () => NOON, seed: 1 };
  return { plan, lab };
}

function shorten({ connectMs, authMs, promptMs, commandMs, ...others }: Timeouts, mostMs: number): Timeouts {
  return {
    ...others,
    connectMs: Math.min(connectMs, mostMs),
    authMs: Math.min(authMs, mostMs),
    promptMs: Math.min(promptMs, mostMs),
    commandMs: Math.min(commandMs, mostMs),
  };
}

async function castOf(
  file: string,
  { hosts, playbook, details: { fleet } }: Plan,
  { flags, terminal }: Call,
): Promise<LabOptions['hosts']> {
  const given = flags.text('recordings');
  if (given !== undefined) return recordedHosts(hosts, resolve(terminal.folder, given));
  const own = resolve(terminal.folder, `${file.replace(/\.ya?ml$/, '')}.recordings`);
  if (existsSync(own)) return recordedHosts(hosts, own);
  if (fleet.inventory.lab !== undefined || flags.has('lab')) return fleet.inventory.lab ?? simulateHosts(hosts);
  const shared = resolve(playbook.folder, 'recordings');
  if (existsSync(shared)) return recordedHosts(hosts, shared);
  const record = `\`flow run ${file} --record ${file.replace(/\.ya?ml$/, '')}.recordings\` makes some`;
  throw new UsageError(
    `${file}: its devices are real and there are no recordings of them; nothing was sent\n  ${record}`,
  );
}
