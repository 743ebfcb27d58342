import { resolve } from 'node:path';
import type { Mask } from '../error/mask.js';
import type { FrozenFlags, FrozenRun } from '../journal/frozen-run.js';
import type { Fleet } from './fleet.js';
import type { Plan } from './plan.js';
import type { ReachOptions } from './reach.js';

/** Puts together the flags with which `flow resume` and `flow retry` go on with a run, whoever has begun it: paths are absolute, and a secret is only named. */
export function freezeFlags(
  { playbook, details }: Plan,
  { lab, hostKeys }: Pick<ReachOptions, 'lab' | 'hostKeys'>,
  mask: Mask,
): Pick<FrozenRun, 'flags' | 'hiddenVars'> {
  const { overrides = {} } = playbook;
  const { limit, givenPlatformDirs, hasOwnInventory, fleet } = details;
  const replay = typeof lab === 'object' && 'replay' in lab ? lab.replay : undefined;
  const inventory = hasOwnInventory ? inventoryFiles(fleet) : overrides.inventory?.map(absolute);
  const vars = Object.entries(overrides.vars ?? {}).map(([name, value]) => `${name}=${flagText(value)}`);
  const kept = vars.filter((pair) => mask(pair) === pair);
  const { select, concurrency, executor, order, deterministic, format } = overrides;
  const flags: Record<string, FrozenFlags[string] | undefined> = {
    limit,
    select,
    lab: lab && replay === undefined ? true : undefined,
    concurrency: concurrency === undefined ? undefined : String(concurrency),
    executor,
    order,
    deterministic: deterministic || undefined,
    'host-keys': hostKeys && hostKeys.mode !== 'pin' ? hostKeys.mode : undefined,
    format,
    inventory: some(inventory),
    platforms: some(givenPlatformDirs),
    output: some(overrides.outputs?.map(absolute)),
    var: some(kept),
    replay: replay === undefined ? undefined : resolve(replay),
  };
  const given = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const hidden = vars.filter((pair) => !kept.includes(pair)).map((pair) => pair.replace(/=.*$/s, ''));
  return { flags: Object.fromEntries(given), hiddenVars: hidden };
}

/** The files of an inventory that was handed in; undefined where it has another source. */
export function inventoryFiles({ inventory: { sources } }: Fleet): string[] | undefined {
  const isFile = sources.every(({ kind }) => kind !== 'inline' && kind !== 'lab');
  return isFile ? sources.map(({ file }) => absolute(file)) : undefined;
}

function some(list: readonly string[] | undefined): string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : [...list];
}

/** As `--var name=value` reads it back: plain text stays as it is where it can be taken for nothing else. */
function flagText(value: unknown): string {
  const isPlain = typeof value === 'string' && !/^\s*["'[{]|^(?:[-+.\d][\w.+-]*|true|false|null|~)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

function absolute(path: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ? path : resolve(path);
}
