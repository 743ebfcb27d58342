import { nearestName, proposeName } from '../error/nearest.js';
import { isSecretName } from '../error/secret-names.js';
import { describeKind, describeValue, joinWords } from './describe-value.js';
import type { SchemaError } from './pick-branch.js';
import { joinPointer, splitPointer, valueAt } from './pointer.js';
import { expectedWords, followPath, mergeReference, type SchemaNode } from './schema-node.js';

/** One complaint of a validator in the user's words; `pointer` is relative to what was checked. */
export interface SchemaMistake {
  pointer: string;
  target: 'key' | 'value';
  message: string;
  proposal?: string | undefined;
}

/** What was checked, and against which rules. */
export interface Checked {
  root: SchemaNode;
  value: unknown;
  /** The text as written in the file, for values that YAML took for something else. */
  textOf: (pointer: string) => string | undefined;
}

/** Puts the complaints of a validator into words; those that only follow from another are left out. */
export function explainSchema(errors: readonly SchemaError[], checked: Checked): SchemaMistake[] {
  const stray = errors.filter(
    ({ keyword }) => keyword === 'additionalProperties' || keyword === 'unevaluatedProperties',
  );
  const missing = new Map<string, string[]>();
  const mistakes: SchemaMistake[] = [];
  for (const error of errors) {
    if (error.keyword === 'required') {
      const name = String(error.params.missingProperty);
      const isMisspelt = stray.some(
        (other) => other.instancePath === error.instancePath && nearestName(strayKey(other), [name]) !== undefined,
      );
      if (!isMisspelt) missing.set(error.instancePath, [...(missing.get(error.instancePath) ?? []), name]);
    } else if (!FOLLOWING.has(error.keyword)) mistakes.push(explainOne(error, checked));
  }
  return [...mistakes, ...[...missing].map(([pointer, names]) => explainMissing(pointer, [...new Set(names)]))];
}

/** Keywords whose own complaint says nothing that another does not say better. */
const FOLLOWING = new Set(['if', 'propertyNames', 'allOf', '$ref']);

function explainMissing(pointer: string, names: readonly string[]): SchemaMistake {
  const message =
    names.length === 1
      ? `missing key "${names[0]}"`
      : `missing keys ${joinWords(
          names.map((name) => `"${name}"`),
          'and',
        )}`;
  return { pointer, target: 'key', message };
}

function explainOne(error: SchemaError, checked: Checked): SchemaMistake {
  const pointer = error.instancePath;
  if (error.propertyName !== undefined) return explainKey(error, error.propertyName, checked);
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return explainStray(error, checked);
    case 'enum':
    case 'const':
      return explainChoice(error, checked);
    case 'dependentRequired':
    case 'dependencies': {
      const { property, deps } = error.params;
      return { pointer, target: 'key', message: `"${String(property)}" also needs "${String(deps)}"` };
    }
    case 'uniqueItems': {
      const { i, j } = error.params;
      const [first, second] = [Number(i), Number(j)].sort((a, b) => a - b);
      return {
        pointer: `${pointer}/${second}`,
        target: 'value',
        message: `the same as item ${(first ?? 0) + 1} of this list`,
      };
    }
    default:
      return explainValue(error, checked);
  }
}

/** The value is not what the rule, or the nearest rule around it that has words of its own, expects. */
function explainValue(error: SchemaError, checked: Checked): SchemaMistake {
  const value = valueAt(checked.value, error.instancePath);
  const rule = ruleOf(error, checked);
  const message = `expected ${wordsFor(error, rule, checked)}, got ${gotWords(error.instancePath, value)}`;
  const proposal = proposeQuotes(error, value, checked) ?? proposeBoolean(rule, value);
  return { pointer: error.instancePath, target: 'value', message, proposal };
}

function wordsFor(error: SchemaError, rule: SchemaNode, checked: Checked): string {
  if (rule.expected !== undefined) return rule.expected;
  const { limit, multipleOf } = error.params;
  switch (error.keyword) {
    case 'minLength':
      return limit === 1 ? 'some text' : `text of at least ${String(limit)} characters`;
    case 'maxLength':
      return `text of at most ${String(limit)} characters`;
    case 'minItems':
      return limit === 1 ? 'a list of one item or more' : `a list of at least ${String(limit)} items`;
    case 'maxItems':
      return `a list of at most ${String(limit)} items`;
    case 'minProperties':
      return limit === 1 ? 'a map with one key or more' : `a map of at least ${String(limit)} keys`;
    case 'maxProperties':
      return `a map of at most ${String(limit)} keys`;
    case 'exclusiveMinimum':
      return `a number above ${String(limit)}`;
    case 'exclusiveMaximum':
      return `a number below ${String(limit)}`;
    case 'multipleOf':
      return `a multiple of ${String(multipleOf)}`;
    case 'pattern':
      return `text that matches ${String(error.params.pattern)}`;
    default:
      return expectedWords(checked.root, rule);
  }
}

function gotWords(pointer: string, value: unknown): string {
  return splitPointer(pointer).some(isSecretName) ? describeKind(value) : describeValue(value);
}

/** `15.2` where text belongs is text that YAML took for a number. */
function proposeQuotes(error: SchemaError, value: unknown, checked: Checked): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const rule = ruleOf(error, checked);
  const branches = (rule.anyOf ?? rule.oneOf ?? [rule]).map((branch) => mergeReference(checked.root, branch));
  if (!branches.some(({ type }) => type === 'string' || (Array.isArray(type) && type.includes('string'))))
    return undefined;
  const isSecret = splitPointer(error.instancePath).some(isSecretName);
  const written = isSecret ? undefined : checked.textOf(error.instancePath);
  return written === undefined ? 'put it in quotes' : `put it in quotes: "${written}"`;
}

/** `yes` and `off` were booleans in YAML 1.1; they are text since 1.2. */
function proposeBoolean(rule: SchemaNode, value: unknown): string | undefined {
  if (rule.type !== 'boolean' || typeof value !== 'string') return undefined;
  if (/^(?:y|yes|on)$/i.test(value)) return 'write true';
  return /^(?:n|no|off)$/i.test(value) ? 'write false' : undefined;
}

function explainChoice(error: SchemaError, checked: Checked): SchemaMistake {
  const value = valueAt(checked.value, error.instancePath);
  const { allowedValues, allowedValue } = error.params;
  const choices = (Array.isArray(allowedValues) ? allowedValues : [allowedValue]).map(String);
  const words = ruleOf(error, checked).expected ?? joinWords(choices);
  const message = `expected ${words}, got ${gotWords(error.instancePath, value)}`;
  const proposal = typeof value === 'string' ? proposeName(value, choices) : undefined;
  return { pointer: error.instancePath, target: 'value', message, proposal };
}

function explainStray(error: SchemaError, checked: Checked): SchemaMistake {
  const key = strayKey(error);
  const rule = ruleOf(error, checked);
  const present = Object.keys(Object(valueAt(checked.value, error.instancePath)));
  const free = Object.keys(rule.properties ?? {}).filter((name) => !present.includes(name));
  const near = proposeName(key, free);
  const list = free.length > 0 && free.length <= 12 ? `known keys: ${free.join(', ')}` : undefined;
  const pointer = error.instancePath + joinPointer([key]);
  return { pointer, target: 'key', message: 'unknown key', proposal: near ?? list };
}

function explainKey(error: SchemaError, key: string, checked: Checked): SchemaMistake {
  const words = ruleOf(error, checked).expected ?? 'another key';
  const pointer = error.instancePath + joinPointer([key]);
  return { pointer, target: 'key', message: `expected ${words} as the key, got ${describeValue(key)}` };
}

function strayKey(error: SchemaError): string {
  return String(error.params.additionalProperty ?? error.params.unevaluatedProperty);
}

/** The rule that was broken: what the keyword stands in. */
function ruleOf(error: SchemaError, checked: Checked): SchemaNode {
  return followPath(checked.root, error.schemaPath.replace(/\/[^/]*$/, '')).at(-1) ?? {};
}
