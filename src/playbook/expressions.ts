import { checkExpression } from '../expression/cel.js';
import type { ExpressionKind } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import type { References } from '../expression/references.js';
import type { ExpressionText } from '../task/task.js';
import type { Findings } from './findings.js';
import { listOf, pointersOf } from './values.js';

/** Reads and type-checks `select`. */
export function readSelect(findings: Findings): ExpressionText | undefined {
  return readExpression(findings, '/select', 'select');
}

/** Reads and type-checks `when` at a pointer. */
export function readWhen(findings: Findings, pointer: string): ExpressionText | undefined {
  return readExpression(findings, pointer, 'when');
}

/** Reads and type-checks `expect` at a pointer: one expression or a list. */
export function readExpectations(findings: Findings, pointer: string): ExpressionText[] {
  const value = findings.valueAt(pointer);
  const pointers = pointersOf(value, pointer);
  return listOf(value).flatMap((_, index) => readExpression(findings, pointers[index] ?? pointer, 'expect') ?? []);
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
