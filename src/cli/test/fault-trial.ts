import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NAMED_FAULTS, readFaults } from '../../lab/named-faults.js';
import { makeRandom } from '../../lab/random.js';
import type { RunRecord } from '../../task/result.js';
import type { Call } from '../command.js';
import { findDishonest } from './find-dishonest.js';
import { rehearse } from './rehearse.js';
import type { Stage } from './stage.js';

/**
 * Runs a playbook once more with every fault that there is, each on about half of the hosts, all at the same time, and compares
 * the results with those that it gives without faults.
 *
 * @param stage  with little patience: silence is waited for
 * @param options.record  what the playbook gives without faults
 * @param options.seed    which hosts have the fault, and where it strikes
 * @returns what is wrong, as lines with their ends; '' when every report is honest
 */
export async function findFaulty(
  stage: Stage,
  { call, record, seed }: { call: Call; record: RunRecord; seed: number },
): Promise<string> {
  const names = stage.plan.hosts.map(({ name }) => name);
  const findings = await Promise.all(
    Object.entries(NAMED_FAULTS).map(async ([fault, { codes }]) => {
      const faulted = chooseHosts(names, `${fault} of ${seed}`);
      const faultsOf = readFaults(
        [...faulted].map((host) => `${fault}@${host}`),
        { seed, hosts: names },
      );
      const now = await rehearseWith(stage, { call, faulted, faultsOf, isKeyChanged: fault === 'host-key' });
      return findDishonest(record, now, { faulted, codes }).map((finding) => `with ${fault}: ${finding}\n`);
    }),
  );
  return findings.flat().join('');
}

/** About half of them, and at least one. */
function chooseHosts(names: readonly string[], chance: string): Set<string> {
  const random = makeRandom(names.length, chance);
  const chosen = names.filter(() => random() < 0.5);
  return new Set(chosen.length > 0 ? chosen : names.slice(0, 1));
}

async function rehearseWith(
  stage: Stage,
  options: {
    call: Call;
    faulted: ReadonlySet<string>;
    faultsOf: ReturnType<typeof readFaults>;
    isKeyChanged: boolean;
  },
): Promise<RunRecord> {
  const { call, faulted, faultsOf, isKeyChanged } = options;
  if (!isKeyChanged) return rehearse(stage, { call, lab: { faultsOf } });
  const folder = mkdtempSync(join(tmpdir(), 'flow-keys-'));
  const file = join(folder, 'known_hosts');
  try {
    return await rehearse(stage, {
      call,
      hostKeysOf: () => ({ mode: 'strict', file }),
      onReady: (lab) => {
        // What has been seen before is the key of before.
        writeFileSync(file, stage.plan.hosts.map(({ name }) => `${lab.knownHostsLine(name)}\n`).join(''));
        for (const host of faulted) lab.changeHostKey(host);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
