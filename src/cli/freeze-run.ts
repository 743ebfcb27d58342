import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { findPlatform } from '../device/load-platform.js';
import { maskSecrets } from '../device/mask-secrets.js';
import { makeMask, maskTexts, maskVariables } from '../error/mask.js';
import { findSecretSpans, hideSpans, uniteSpans } from '../error/secret-spans.js';
import type { FrozenFlags, FrozenHost, FrozenRun } from '../journal/frozen-run.js';
import type { JournalStart } from '../journal/journal.js';
import { markProcess } from '../journal/process-mark.js';
import type { Playbook } from '../playbook/playbook.js';
import { textsOfAction } from '../task/action-texts.js';
import type { EarlierRun } from './carry-out.js';
import type { Call } from './command.js';
import type { PreparedRun } from './prepare-run.js';
import type { ReachedFleet } from './reach-fleet.js';
import { readVersion } from './version.js';

/** Flags that say what is run: one that goes on with the run takes them as they were. */
const KEPT_FLAGS = [
  'limit',
  'select',
  'lab',
  'concurrency',
  'executor',
  'order',
  'deterministic',
  'host-keys',
  'format',
];

/** What a run is known by, beside what it was prepared from. */
export interface RunNames {
  call: Call;
  reached: Pick<ReachedFleet, 'hosts'>;
  earlier?: EarlierRun | undefined;
  startedAt: Date;
}

/** Puts together what the journal of a run begins with; every secret known by now is masked. */
export function freezeRun(prepared: PreparedRun, { call, reached, earlier, startedAt }: RunNames): JournalStart {
  const { playbook, graph, platformDirs, runId } = prepared;
  const { mask } = call.terminal;
  const as = call.flags.text('as');
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
    folder: call.terminal.folder,
    ...freezeFlags(call),
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
  return { run, playbook: mask(withoutKeys(prepared, source)), hosts };
}

/** Of a playbook without its passwords: mending one leaves it the same. */
export function fingerprintOf(playbook: Playbook): string {
  return fingerprint(withoutSecrets(playbook));
}

function withoutSecrets({ document }: Playbook): string {
  return (document?.source ?? '').split('\n').map(hideLine).join('\n');
}

/** Without the keys and communities that its commands have in them, as the platforms of its hosts know them. */
function withoutKeys({ graph, fleet, platformDirs }: PreparedRun, source: string): string {
  const found = new Set<string>();
  const names = new Set(fleet.hosts.map(({ platform }) => platform));
  const platforms = [...names].flatMap((name) => findPlatform(name, platformDirs) ?? []);
  const hide = (text: string) => platforms.reduce((rest, platform) => maskSecrets(platform, rest, found), text);
  for (const { action } of graph.tasks) for (const { text } of textsOfAction(action)) hide(text);
  // Behind the sign of an item and its quote a line of a list is a line of the device.
  const lines = source
    .split('\n')
    .map((line) => line.replace(/^(\s*(?:- )?["']?)(.*)$/s, (_, sign, text) => sign + hide(text)));
  return makeMask(found)(lines.join('\n'));
}

function hideLine(line: string): string {
  return hideSpans(line, uniteSpans(findSecretSpans(line))).text;
}

function freezeFlags({ flags, terminal }: Call): Pick<FrozenRun, 'flags' | 'hiddenVars'> {
  const paths = (name: string) => flags.list(name).map((path) => absolute(terminal.folder, path));
  const replay = flags.text('replay');
  const vars = flags.list('var');
  const kept = vars.filter((pair) => terminal.mask(pair) === pair);
  const lists = Object.entries({
    inventory: paths('inventory'),
    platforms: paths('platforms'),
    output: paths('output'),
    var: kept,
  });
  const frozen: FrozenFlags = {
    ...Object.fromEntries(flags.pick(KEPT_FLAGS)),
    ...Object.fromEntries(lists.filter(([, list]) => list.length > 0)),
    ...(replay !== undefined && { replay: absolute(terminal.folder, replay) }),
  };
  const hidden = vars.filter((pair) => !kept.includes(pair)).map((pair) => pair.replace(/=.*$/s, ''));
  return { flags: frozen, hiddenVars: hidden };
}

function absolute(folder: string, path: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ? path : resolve(folder, path);
}

function freezePlatforms(hosts: Iterable<{ platform: string }>, dirs: string[]): Record<string, string> {
  const names = new Set([...hosts].map(({ platform }) => platform));
  return Object.fromEntries([...names].sort().map((name) => [name, fingerprintOfPlatform(name, dirs)]));
}

function fingerprintOfPlatform(name: string, dirs: string[]): string {
  const platform = findPlatform(name, dirs);
  return platform ? fingerprint(JSON.stringify(platform)) : '';
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
