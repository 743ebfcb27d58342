import { formatCount } from '../error/format-count.js';
import { compileList, type ListExpression } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import { referencesOf } from './expressions.js';
import type { Findings } from './findings.js';
import type { Foreach, PlaybookTask } from './playbook.js';

/** More items than these are most likely a mistake: each is a task of its own on every host. */
export const MOST_ITEMS = 1000;

/** The items of a `foreach`: known as the playbook loads, or a list that only the hosts can tell. */
export type ForeachItems = { kind: 'known'; items: unknown[] } | { kind: 'by-host'; foreach: Foreach };

/**
 * Reads `foreach` of a task: a list, or a CEL expression for one. An expression that speaks of no host is evaluated here.
 *
 * @param pointer  of the task
 * @param name     the task's, as written
 * @returns undefined when there is none
 */
export function readForeach(
  findings: Findings,
  pointer: string,
  { name, vars }: { name: string; vars: Record<string, unknown> },
): ForeachItems | undefined {
  const place = `${pointer}/foreach`;
  const value = findings.valueAt(place);
  if (Array.isArray(value)) return known(findings, place, value);
  if (typeof value !== 'string') return undefined;
  const byHost: ForeachItems = { kind: 'by-host', foreach: { name, source: value, pointer: place } };
  try {
    const list = compileList(value);
    if (!isKnown(value, vars)) return byHost;
    const items = list({ vars });
    // An empty list makes no task, which is for the graph: until then the task's name can be needed.
    return items.length === 0 ? byHost : known(findings, place, items);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    findings.addWithin(place, error, error.message, error.proposal);
    return byHost;
  }
}

/** The names that the results of a task can have: as many as there may be items where only the hosts can tell. */
export function possibleNames({ name, foreach }: PlaybookTask): string[] {
  if (!foreach) return [name];
  return Array.from({ length: MOST_ITEMS }, (_, index) => itemName(foreach, index, name));
}

/** The name of the task that a `foreach` makes of another for an item: `vlan.2`; of the first of its commands `vlan.2.1`. */
export function itemName({ name }: Foreach, index: number, task: string): string {
  return `${name}.${index + 1}${task.slice(name.length)}`;
}

/** The names that a `foreach` may have made this one of, itself first: `vlan.2.1`, `vlan.2`, `vlan`. */
export function namesBefore(name: string): string[] {
  const names = [name];
  for (let base = name; /\.\d+$/.test(base); names.push(base)) base = base.slice(0, base.lastIndexOf('.'));
  return names;
}

/** Evaluates a list for a host. @throws {ExpressionError} also for too many items */
export function itemsFor(list: ListExpression, context: { host: unknown; vars: Record<string, unknown> }): unknown[] {
  const items = list(context);
  if (items.length > MOST_ITEMS) throw new ExpressionError(tooMany(items), { offset: 0, length: 1 });
  return items;
}

/** Whether the list can be told without a host. A variable that is not set is reported with the other names. */
function isKnown(source: string, vars: Record<string, unknown>): boolean {
  const references = referencesOf(source, 'foreach');
  return references?.readsHost === false && references.vars.every(({ name }) => Object.hasOwn(vars, name));
}

function known(findings: Findings, place: string, items: unknown[]): ForeachItems {
  if (items.length > MOST_ITEMS) findings.add(place, tooMany(items));
  return { kind: 'known', items: items.slice(0, MOST_ITEMS) };
}

function tooMany(items: readonly unknown[]): string {
  return `expected at most ${formatCount(MOST_ITEMS)} items, got ${formatCount(items.length)}`;
}
