import { resolve } from 'node:path';
import { findPlatform } from '../device/load-platform.js';
import { maskSecrets } from '../device/mask-secrets.js';
import { readVersion } from '../document/version.js';
import { type Mask, makeMask, maskTexts, maskVariables } from '../error/mask.js';
import type { FrozenHost, FrozenRun } from '../journal/frozen-run.js';
import type { JournalStart } from '../journal/journal.js';
import { markProcess } from '../journal/process-mark.js';
import { textsOfAction } from '../task/action-texts.js';
import type { PlacedResults } from './carry-over.js';
import { fingerprint, withoutSecrets } from './fingerprint.js';
import { freezeFlags, inventoryFiles } from './freeze-flags.js';
import type { Plan } from './plan.js';
import type { Reached, ReachOptions } from './reach.js';

/** What a run is known by, beside what was planned. */
export interface RunNames {
  runId: string;
  startedAt: Date;
  /** The name that it was given. */
  as: string | undefined;
  reached: Pick<Reached, 'hosts'>;
  options: Pick<ReachOptions, 'lab' | 'hostKeys'>;
  earlier: PlacedResults | undefined;
  mask: Mask;
}

/** Puts together what the journal of a run begins with; every secret known by now is masked. */
export function freezeRun(
  plan: Plan,
  { runId, startedAt, as, reached, options, earlier, mask }: RunNames,
): JournalStart {
  const { playbook, graph, details } = plan;
  const { platformDirs, hasOwnInventory, fleet } = details;
  const source = withoutSecrets(playbook);
  const { name, description, file, mode, order, deterministic, vars, outputs, helpers } = playbook;
  const run: FrozenRun = {
    schema: 'flow/frozen-run@1',
    id: runId,
    flow: readVersion(),
    started: startedAt.toISOString(),
    process: markProcess(),
    ...(as !== undefined && { as }),
    ...(earlier && { continues: { run: earlier.id, how: earlier.how } }),
    playbook: {
      name,
      ...(description !== undefined && { description }),
      file,
      mode,
      order,
      deterministic,
      vars: maskVariables(vars, mask),
      ...(helpers && { helpers }),
      outputs: maskTexts(JSON.parse(JSON.stringify(outputs)), mask),
      fingerprint: fingerprint(source),
    },
    folder: resolve('.'),
    ...freezeFlags(plan, options, mask),
    ...(hasOwnInventory && inventoryFiles(fleet) === undefined && { hasMadeInventory: true }),
    ...(platformDirs.length > 0 && { platformDirs }),
    platforms: freezePlatforms(reached.hosts.values(), platformDirs),
    hosts: graph.hosts.length,
  };
  const hosts = graph.hosts.flatMap((host): FrozenHost[] => {
    const found = reached.hosts.get(host);
    if (!found) return [];
    const { name, address, port, platform, groups, vars, jump } = found;
    return [{ name, address, port, platform, groups, vars: maskTexts(vars, mask), jump: maskTexts(jump, mask) }];
  });
  return { run, playbook: mask(withoutKeys(plan, source)), hosts };
}

/** Without the keys and communities that its commands have in them, as the platforms of its hosts know them. */
function withoutKeys({ graph, hosts, details: { platformDirs } }: Plan, source: string): string {
  const found = new Set<string>();
  const names = new Set(hosts.map(({ platform }) => platform));
  const platforms = [...names].flatMap((name) => findPlatform(name, platformDirs) ?? []);
  const hide = (text: string) => platforms.reduce((rest, platform) => maskSecrets(platform, rest, found), text);
  for (const { action } of graph.tasks) for (const { text } of textsOfAction(action)) hide(text);
  // Behind the sign of an item and its quote a line of a list is a line of the device.
  const lines = source
    .split('\n')
    .map((line) => line.replace(/^(\s*(?:- )?["']?)(.*)$/s, (_, sign, text) => sign + hide(text)));
  return makeMask(found)(lines.join('\n'));
}

function freezePlatforms(hosts: Iterable<{ platform: string }>, dirs: string[]): Record<string, string> {
  const names = new Set([...hosts].map(({ platform }) => platform));
  return Object.fromEntries([...names].sort().map((name) => [name, fingerprintOfPlatform(name, dirs)]));
}

function fingerprintOfPlatform(name: string, dirs: string[]): string {
  const platform = findPlatform(name, dirs);
  return platform ? fingerprint(JSON.stringify(platform)) : '';
}
