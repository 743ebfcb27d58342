/** A compiled CEL expression. @throws {ExpressionError} when it cannot be evaluated */
export type Expression = (context: ExpressionContext) => unknown;

/** What an expression may speak of; all optional at the type level, fixed per use by {@link ExpressionKind}. */
export interface ExpressionContext {
  host?: unknown;
  vars?: unknown;
  results?: unknown;
  output?: string;
  parsed?: unknown;
}

/** `select` sees host; `when` sees host, vars, results; `expect` sees those and output, parsed. */
export type ExpressionKind = 'select' | 'when' | 'expect';

/** Compiles and type-checks an expression that must give a boolean; cached by source and kind. @throws {ExpressionError} with `offset` and `length` in characters */
export function compileExpression(_source: string, _kind: ExpressionKind): Expression {
  throw new Error('not written yet');
}
