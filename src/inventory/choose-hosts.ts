import { UsageError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import { printableLine } from '../error/printable.js';
import { isGlob, matchesGlob } from './glob.js';
import type { Host, Inventory } from './host.js';
import { expandNodes, hasRange, NodeSetError, type NodeTerm, parseNodeSet } from './node-set.js';

const SHOWN_UNKNOWN = 5;

/** What is chosen from: names, for look-ups, and groups. */
interface Choice {
  names: ReadonlySet<string>;
  groups: ReadonlyMap<string, readonly string[]>;
}

/**
 * Chooses hosts by a node set: names, `r[1-200]`, `*` patterns, `@group`, `&@hq`, `!@maint`; read from left to right. A
 * set that begins with `&` or `!` begins with every host; `@all` is every host.
 *
 * @returns in the order of the inventory; all of them without a limit
 * @throws {UsageError} for a name, pattern or group that is not there, for a set that cannot be read, and for one that leaves no host
 */
export function chooseHosts(inventory: Inventory, options: { limit?: string | undefined } = {}): Host[] {
  const { limit } = options;
  if (limit === undefined) return [...inventory.hosts];
  const choice: Choice = { names: new Set(inventory.hosts.map(({ name }) => name)), groups: inventory.groups };
  const terms = parse(limit);
  const first = terms[0];
  if (!first) throw wrongLimit('expected names of hosts, got nothing');
  let chosen: ReadonlySet<string> = first.operator === 'add' ? new Set<string>() : choice.names;
  for (const term of terms) chosen = combine(chosen, namesOf(term, choice), term.operator);
  const hosts = inventory.hosts.filter(({ name }) => chosen.has(name));
  if (hosts.length === 0) throw wrongLimit(`no host is left of ${JSON.stringify(printableLine(limit))}`);
  return hosts;
}

function parse(limit: string): NodeTerm[] {
  try {
    return parseNodeSet(limit);
  } catch (error) {
    throw error instanceof NodeSetError ? explain(error) : error;
  }
}

function wrongLimit(said: string): UsageError {
  return new UsageError(said, { option: 'limit' });
}

function explain(error: NodeSetError): UsageError {
  return wrongLimit(printableLine(error.message));
}

function combine(chosen: ReadonlySet<string>, names: ReadonlySet<string>, operator: NodeTerm['operator']): Set<string> {
  switch (operator) {
    case 'add':
      return new Set([...chosen, ...names]);
    case 'intersect':
      return new Set([...chosen].filter((name) => names.has(name)));
    case 'exclude':
      return new Set([...chosen].filter((name) => !names.has(name)));
    case 'toggle':
      return new Set([
        ...[...chosen].filter((name) => !names.has(name)),
        ...[...names].filter((name) => !chosen.has(name)),
      ]);
    default:
      return operator satisfies never;
  }
}

function namesOf(term: NodeTerm, choice: Choice): ReadonlySet<string> {
  if (!term.isGroup) return new Set(lookUp(term, { what: 'host', known: choice.names }));
  if (term.text === 'all' && !choice.groups.has('all')) return choice.names;
  // `@*` is every group; where there is none it still means everybody who is in one.
  if (term.text === '*') return new Set([...choice.groups.values()].flat());
  const groups = lookUp(term, { what: 'group', known: choice.groups });
  return new Set(groups.flatMap((group) => choice.groups.get(group) ?? []));
}

/** The names a term stands for. A name that is there as it is written wins over its reading as range or pattern. */
function lookUp(
  term: NodeTerm,
  among: { what: 'host' | 'group'; known: { has(name: string): boolean; keys(): Iterable<string> } },
): string[] {
  const { text } = term;
  const { known, what } = among;
  if (known.has(text)) return [text];
  const names = term.isQuoted || !hasRange(text) ? [text] : expand(text);
  const found: string[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    if (known.has(name)) found.push(name);
    else if (term.isQuoted || !isGlob(name)) unknown.push(name);
    else {
      const matching = [...known.keys()].filter((candidate) => matchesGlob(candidate, name));
      if (matching.length === 0) throw wrongLimit(`no ${what} matches ${JSON.stringify(printableLine(name))}`);
      for (const candidate of matching) found.push(candidate);
    }
  }
  if (unknown.length > 0) throw wrongLimit(describeUnknown(unknown, what, known.keys()));
  return found;
}

function expand(text: string): string[] {
  try {
    return expandNodes(text);
  } catch (error) {
    throw error instanceof NodeSetError ? explain(error) : error;
  }
}

function describeUnknown(unknown: readonly string[], what: string, known: Iterable<string>): string {
  const shown = unknown.slice(0, SHOWN_UNKNOWN).map((name) => JSON.stringify(printableLine(name)));
  const more = unknown.length > SHOWN_UNKNOWN ? ` and ${unknown.length - SHOWN_UNKNOWN} more` : '';
  const proposal = unknown.length === 1 ? proposeName(unknown[0] ?? '', known) : undefined;
  return `unknown ${what}${unknown.length > 1 ? 's' : ''} ${shown.join(', ')}${more}${proposal ? `; ${proposal}` : ''}`;
}
