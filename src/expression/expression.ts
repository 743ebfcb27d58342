import { checkExpression, evaluateExpression, evaluateList } from './cel.js';

/** A compiled CEL expression. @throws {ExpressionError} when it cannot be evaluated, or gives something else than true or false */
export type Expression = (context: ExpressionContext) => boolean;

/** A compiled CEL expression for a list. @returns plain values. @throws {ExpressionError} when it cannot be evaluated, or gives no list */
export type ListExpression = (context: ExpressionContext) => unknown[];

/**
 * What an expression may speak of; all optional at the type level, fixed per use by {@link ExpressionKind}.
 * Plain JavaScript values are handed in: whole numbers become CEL's `int`, others its `double`.
 */
export interface ExpressionContext {
  /** A `HostView`, with `port` where it is known. */
  host?: unknown;
  vars?: unknown;
  /** Results by task name, or by `task@host`. */
  results?: unknown;
  /** Null counts as an empty text. */
  output?: string | null;
  parsed?: unknown;
  /** What the task gave in the run before; null where there was none. */
  previous?: unknown;
  /** Of a task that `foreach` made. */
  item?: unknown;
}

/**
 * `select` sees host; `foreach` sees host, vars, and gives a list; `when` sees host, vars, results; `expect` sees those and output,
 * parsed, previous; `when-item` and `expect-item` are the same in a task with `foreach`, and see item.
 */
export type ExpressionKind = 'select' | 'foreach' | 'when' | 'expect' | 'when-item' | 'expect-item';

/** The kind of a task's condition or expectation, by whether the task has items. */
export function kindIn(kind: 'when' | 'expect', hasItems: boolean): ExpressionKind {
  return hasItems ? `${kind}-item` : kind;
}

const compiled = new Map<string, Expression>();

/**
 * Compiles and type-checks an expression that must give true or false; cached by source and kind.
 * An expression whose type is only known when it runs (`host.vars.core`) is checked then.
 *
 * @throws {ExpressionError} with `offset` and `length` in characters of the source
 */
export function compileExpression(source: string, kind: ExpressionKind): Expression {
  const key = `${kind}:${source}`;
  const known = compiled.get(key);
  if (known) return known;
  const checked = checkExpression(source, kind);
  const expression: Expression = (context) => evaluateExpression(checked, context);
  compiled.set(key, expression);
  return expression;
}

/** The same for `foreach`. @throws {ExpressionError} */
export function compileList(source: string): ListExpression {
  const checked = checkExpression(source, 'foreach');
  return (context) => evaluateList(checked, context);
}
