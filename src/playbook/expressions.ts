import { checkExpression } from '../expression/cel.js';
import { type ExpressionKind, kindIn } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import type { References } from '../expression/references.js';
import type { ExpressionText } from '../task/task.js';
import type { Findings } from './findings.js';
import { listOf, pointersOf } from './values.js';

/** Reads and type-checks `select`. */
export function readSelect(findings: Findings): ExpressionText | undefined {
  return readExpression(findings, '/select', 'select');
}

/** Reads and type-checks `when` of a task. */
export function readWhen(findings: Findings, task: string): ExpressionText | undefined {
  return readExpression(findings, `${task}/when`, kindIn('when', hasItems(findings, task)));
}

/** Reads and type-checks `expect` of a task: one expression or a list. */
export function readExpectations(findings: Findings, task: string): ExpressionText[] {
  const pointer = `${task}/expect`;
  const kind = kindIn('expect', hasItems(findings, task));
  const value = findings.valueAt(pointer);
  const pointers = pointersOf(value, pointer);
  return listOf(value).flatMap((_, index) => readExpression(findings, pointers[index] ?? pointer, kind) ?? []);
}

/** Whether the texts and conditions of a task may speak of `item`. */
export function hasItems(findings: Findings, task: string): boolean {
  return findings.valueAt(`${task}/foreach`) !== undefined;
}

/** What an expression speaks of; nothing when it is wrong, which has been reported already. */
export function referencesOf(source: unknown, kind: ExpressionKind): References | undefined {
  if (typeof source !== 'string') return undefined;
  try {
    return checkExpression(source, kind).references;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

function readExpression(findings: Findings, pointer: string, kind: ExpressionKind): ExpressionText | undefined {
  const source = findings.valueAt(pointer);
  if (typeof source !== 'string') return undefined;
  try {
    checkExpression(source, kind);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    findings.addWithin(pointer, error, error.message, error.proposal);
  }
  return { source, position: findings.position(pointer) };
}
