import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js';
import { proposeName } from '../error/nearest.js';
import type { ExpressionContext, ExpressionKind } from './expression.js';
import { type CelFailure, type ContextName, ExpressionError, explainFailure, NAMES } from './expression-error.js';
import { type ExpressionNode, findReferences, patternsOf, type References } from './references.js';
import {
  fromCel,
  HOST_FIELDS,
  HostValue,
  PREVIOUS_FIELDS,
  RESULT_FIELDS,
  ResultValue,
  toCelContext,
} from './values.js';

/** An expression that parses and whose types fit. */
export interface CheckedExpression {
  source: string;
  evaluate: ParseResult;
  references: References;
  /** Uses `matches()`, so a pattern may run away on the text of a device. */
  bounded: boolean;
}

/** Longest time one evaluation with a regular expression may take, in milliseconds. */
const PATTERN_LIMIT_MS = 1000;

/** Types of the names that expressions may use. */
const TYPES: Record<ContextName, string> = {
  host: 'Host',
  vars: 'map<string, dyn>',
  results: 'map<string, Result>',
  output: 'string',
  parsed: 'dyn',
  previous: 'dyn',
  item: 'dyn',
};

const environments = new Map<ExpressionKind, Environment>();

/** Parses and type-checks an expression. @throws {ExpressionError} */
export function checkExpression(source: string, kind: ExpressionKind): CheckedExpression {
  const evaluate = parse(source, kind);
  const checked = evaluate.check();
  if (!checked.valid) throw explainFailure(checked.error as CelFailure, source, kind);
  const type = checked.type ?? 'dyn';
  const isFit = type === 'dyn' || (kind === 'foreach' ? type.startsWith('list') : type === 'bool');
  if (!isFit) {
    const wanted = kind === 'foreach' ? 'a list' : 'an expression that is true or false';
    throw new ExpressionError(`expected ${wanted}, but this is ${describeType(type)}`, wholeOf(source));
  }
  const node = asNode(evaluate.ast);
  checkPatterns(node);
  const references = findReferences(node);
  checkPrevious(references);
  return { source, evaluate, references, bounded: patternsOf(node).length > 0 };
}

/** Evaluates a checked expression. @throws {ExpressionError} also when the value is neither true nor false */
export function evaluateExpression(expression: CheckedExpression, context: ExpressionContext): boolean {
  const value = evaluateValue(expression, context);
  if (typeof value === 'boolean') return value;
  throw new ExpressionError(`expected true or false, got ${describeValue(value)}`, wholeOf(expression.source));
}

/** The same for a list. @returns plain values. @throws {ExpressionError} also when the value is no list, or no plain one */
export function evaluateList(expression: CheckedExpression, context: ExpressionContext): unknown[] {
  const value = evaluateValue(expression, context);
  const items = fromCel(value);
  if (Array.isArray(items)) return items;
  const given = Array.isArray(value)
    ? 'one with something else in it than text, numbers, true and false, lists and maps'
    : describeValue(value);
  throw new ExpressionError(`expected a list, got ${given}`, wholeOf(expression.source));
}

function evaluateValue({ source, evaluate, references, bounded }: CheckedExpression, context: ExpressionContext) {
  const values = toCelContext(context, references);
  try {
    return (bounded ? evaluateWithin(PATTERN_LIMIT_MS, () => evaluate(values)) : evaluate(values)) as unknown;
  } catch (error) {
    throw explainFailure(error as CelFailure, source);
  }
}

function wholeOf(source: string): { offset: number; length: number } {
  return { offset: 0, length: source.length };
}

/** The task results an expression reads, without checking its types. @throws {ExpressionError} when it does not parse */
export function referencesOf(source: string, kind: ExpressionKind): References {
  return findReferences(asNode(parse(source, kind).ast));
}

function parse(source: string, kind: ExpressionKind): ParseResult {
  try {
    return environmentOf(kind).parse(source);
  } catch (error) {
    throw explainFailure(error as CelFailure, source, kind);
  }
}

function environmentOf(kind: ExpressionKind): Environment {
  const known = environments.get(kind);
  if (known) return known;
  const environment = new Environment({ homogeneousAggregateLiterals: false })
    .registerType('Host', { ctor: HostValue, fields: HOST_FIELDS })
    .registerType('Result', { ctor: ResultValue, fields: RESULT_FIELDS });
  for (const name of NAMES[kind]) environment.registerVariable(name, TYPES[name]);
  environments.set(kind, environment);
  return environment;
}

/**
 * Runs `evaluate` under a watchdog: the only way to stop a regular expression that backtracks for ever
 * on hostile text, since it never comes back to the event loop.
 */
function evaluateWithin(limitMs: number, evaluate: () => unknown): unknown {
  try {
    const { createContext, Script } = process.getBuiltinModule('node:vm');
    return new Script('evaluate()').runInContext(createContext({ evaluate }), { timeout: limitMs });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new ExpressionError(
      'a pattern of matches() took more than a second on this text: write one with less repetition',
      {
        offset: 0,
        length: 1,
      },
    );
  }
}

/** Its type is only known when it runs, for it may be null; its fields are known now. */
function checkPrevious({ previous }: References): void {
  const wrong = previous.find(({ name }) => name !== '' && !Object.hasOwn(PREVIOUS_FIELDS, name));
  if (!wrong) return;
  const { name, offset, length } = wrong;
  const proposal = proposeName(name, Object.keys(PREVIOUS_FIELDS));
  throw new ExpressionError(`"previous" has no "${name}"`, { offset, length, proposal });
}

function checkPatterns(node: ExpressionNode): void {
  for (const { pattern, offset, length } of patternsOf(node)) {
    if (pattern === undefined) continue;
    try {
      new RegExp(pattern);
    } catch (error) {
      const reason = String((error as Error).message).replace(/^Invalid regular expression: /, '');
      throw new ExpressionError(`not a regular expression: ${reason}`, { offset, length });
    }
  }
}

/** The library's tree, seen as the plain shape that the rest of this folder walks. */
function asNode(ast: ASTNode): ExpressionNode {
  return ast as unknown as ExpressionNode;
}

function describeType(type: string): string {
  const words: Record<string, string> = {
    string: 'a text',
    int: 'a whole number',
    uint: 'a whole number',
    double: 'a number',
    Host: 'a host',
  };
  return words[type] ?? (type.startsWith('list') ? 'a list' : type.startsWith('map') ? 'a map' : `a ${type}`);
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'bigint' || typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'string') return 'a text';
  return Array.isArray(value) ? 'a list' : 'a map';
}
