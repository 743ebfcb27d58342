import { nearestName } from '../error/nearest.js';
import { valueAt } from './pointer.js';
import { followPath, mergeReference, type SchemaNode } from './schema-node.js';

/** What a validator refused, as AJV tells it. */
export interface SchemaError {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
  /** The key, when the rule is one for keys (`propertyNames`). */
  propertyName?: string;
}

/**
 * Where a value may have one of several forms (`anyOf`, `oneOf`), AJV complains of each form that does not fit.
 * Keeps the complaints of the form that was most likely meant; or, where none is likely, only that no form fits.
 */
export function pickBranches(errors: readonly SchemaError[], root: SchemaNode, value: unknown): SchemaError[] {
  let kept = [...errors];
  // AJV tells of an inner choice before the outer one, which then counts what is left of the inner one.
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  for (const choice of choices) {
    if (kept.includes(choice)) kept = settleChoice(kept, choice, { root, value: valueAt(value, choice.instancePath) });
  }
  return kept;
}

function settleChoice(
  errors: SchemaError[],
  choice: SchemaError,
  { root, value }: { root: SchemaNode; value: unknown },
): SchemaError[] {
  if (Array.isArray(choice.params.passingSchemas)) return errors;
  const rule = followPath(root, choice.schemaPath.replace(/\/\w+$/, '')).at(-1);
  const branches = (choice.keyword === 'anyOf' ? rule?.anyOf : rule?.oneOf) ?? [];
  const below = errors.filter((error) => error !== choice && isAtOrBelow(error.instancePath, choice.instancePath));
  const errorsOf = branches.map((branch, index) => {
    const own = `${choice.schemaPath}/${index}`;
    // A list and its items may be of rules that refer to the same one: what it says of the list is not said of an item.
    const here = [own, ...referencesIn(root, branch, { isDeep: false })];
    const inside = [own, ...referencesIn(root, branch, { isDeep: true })];
    return below.filter(({ schemaPath, instancePath }) =>
      (instancePath === choice.instancePath ? here : inside).some((place) => schemaPath.startsWith(`${place}/`)),
    );
  });
  const fitting = branches
    .map((branch, index) => ({
      errors: errorsOf[index] ?? [],
      score: scoreBranch(mergeReference(root, branch), value, root) - (errorsOf[index]?.length ?? 0) / 100,
    }))
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score);
  const [best, second] = fitting;
  const isClear = best && (!second || typeof value === 'object' || best.score - second.score > 1);
  const dropped = new Set(errorsOf.flat());
  if (!isClear) return errors.filter((error) => !dropped.has(error));
  for (const error of best.errors) dropped.delete(error);
  return errors.filter((error) => error !== choice && !dropped.has(error));
}

/** Keywords whose rules are for what a value holds, not for the value itself. */
const FOR_MEMBERS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'unevaluatedItems',
  'contains',
]);

/**
 * Every rule that a rule refers to, directly or through others, such as `#/$defs/duration`.
 *
 * @param options.isDeep  also those for what a value holds, not only those for the value itself
 */
function referencesIn(
  root: SchemaNode,
  rule: unknown,
  { isDeep, found = new Set<string>() }: { isDeep: boolean; found?: Set<string> },
): Set<string> {
  if (typeof rule !== 'object' || rule === null) return found;
  for (const [key, part] of Object.entries(rule)) {
    if (!isDeep && FOR_MEMBERS.has(key)) continue;
    if (key !== '$ref') referencesIn(root, part, { isDeep, found });
    else if (typeof part === 'string' && !found.has(part)) {
      found.add(part);
      referencesIn(root, followPath(root, part).at(-1), { isDeep, found });
    }
  }
  return found;
}

function isAtOrBelow(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

/** How likely a form was meant: 0 when even the type differs, 1 when the type fits, more for keys or choices that fit. */
function scoreBranch(rule: SchemaNode, value: unknown, root: SchemaNode): number {
  if (!fitsType(rule, value)) return 0;
  if (typeof value === 'string' && rule.enum) {
    return nearestName(value, rule.enum.map(String)) === undefined ? 1 : 3;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 1;
  let score = 1;
  const keys = Object.keys(value);
  for (const key of keys) {
    const property = rule.properties && Object.hasOwn(rule.properties, key) ? rule.properties[key] : undefined;
    if (property === undefined) continue;
    score += 1;
    const wanted = mergeReference(root, property).const;
    if (wanted !== undefined) score += wanted === valueAt(value, `/${key}`) ? 10 : -0.5;
  }
  for (const key of rule.required ?? []) if (keys.includes(key)) score += 2;
  return score;
}

function fitsType(rule: SchemaNode, value: unknown): boolean {
  if (rule.enum) return rule.enum.some((choice) => typeof choice === typeof value);
  if (rule.const !== undefined) return typeof rule.const === typeof value;
  if (rule.type === undefined) return true;
  const types = typeof rule.type === 'string' ? [rule.type] : rule.type;
  return types.some((type) => {
    switch (type) {
      case 'array':
        return Array.isArray(value);
      case 'object':
        return typeof value === 'object' && value !== null && !Array.isArray(value);
      case 'null':
        return value === null;
      case 'integer':
        return typeof value === 'number';
      default:
        return typeof value === type;
    }
  });
}
