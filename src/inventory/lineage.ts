import type { Draft, HostDraft } from './draft.js';
import { findRings } from './find-ring.js';

/** Names of a host's groups and their parents, in order of precedence. Groups must be free of cycles. */
export type Lineage = (host: HostDraft) => readonly string[];

/** Makes the lineage of a draft's hosts, in the order its notation has; hosts of the same groups share one list. */
export function makeLineage(draft: Draft): Lineage {
  const known = new Map<string, readonly string[]>();
  const order = draft.lineage === 'nornir' ? orderAsNornir(draft) : orderAsAnsible(draft);
  return (host) => {
    const names = host.groups.map(({ value }) => value);
    const key = JSON.stringify(names);
    const made = known.get(key) ?? order(names);
    known.set(key, made);
    return made;
  };
}

type Order = (names: readonly string[]) => string[];

/** Each group, then its own parents, then the next one. @see nornir/core/inventory.py, Host.extended_groups */
function orderAsNornir(draft: Draft): Order {
  const chains = new Map<string, Set<string>>();
  for (const name of parentsFirst(draft)) {
    const chain = new Set([name]);
    for (const parent of parentsOf(draft, name)) for (const each of chains.get(parent) ?? [parent]) chain.add(each);
    chains.set(name, chain);
  }
  return (names) => [...new Set(names.flatMap((name) => [...(chains.get(name) ?? [name])]))];
}

/**
 * The deepest first; of the same depth the one with the higher priority, then the one later in the alphabet.
 * @see ansible/inventory/helpers.py, sort_groups (there in the opposite order: the last one wins)
 */
function orderAsAnsible(draft: Draft): Order {
  const depths = new Map<string, number>();
  for (const name of parentsFirst(draft)) {
    const deepest = parentsOf(draft, name).reduce((most, parent) => Math.max(most, depths.get(parent) ?? 1), 0);
    depths.set(name, 1 + deepest);
  }
  const ancestors = orderAsNornir(draft);
  const depth = (name: string) => depths.get(name) ?? 1;
  const priority = (name: string) => draft.groups.get(name)?.priority ?? 1;
  return (names) =>
    ancestors(names).sort((a, b) => depth(b) - depth(a) || priority(b) - priority(a) || (a < b ? 1 : a > b ? -1 : 0));
}

function parentsFirst(draft: Draft): string[] {
  return findRings(draft.groups.keys(), (name) => parentsOf(draft, name)).sorted;
}

function parentsOf(draft: Draft, name: string): string[] {
  return draft.groups.get(name)?.parents.map(({ value }) => value) ?? [];
}
