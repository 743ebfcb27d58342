import { checkExpression } from '../expression/cel.js';
import { type ExpressionKind, kindIn } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import type { References } from '../expression/references.js';
import { ruleOf } from '../task/checks.js';
import type { Expectation, ExpressionText } from '../task/task.js';
import type { Findings } from './findings.js';
import { isMap, listOf, pointersOf } from './values.js';

/** Reads and type-checks `select`. */
export function readSelect(findings: Findings): ExpressionText | undefined {
  return readExpression(findings, '/select', 'select');
}

/** Reads and type-checks `when` of a task. */
export function readWhen(findings: Findings, task: string): ExpressionText | undefined {
  return readExpression(findings, `${task}/when`, kindIn('when', hasItems(findings, task)));
}

/** Reads and type-checks `expect` of a task: one rule or a list of them. */
export function readExpectations(findings: Findings, task: string): Expectation[] {
  const kind = kindIn('expect', hasItems(findings, task));
  const rules = expectationPlaces(findings, task).flatMap(
    ({ rule, that, message }): (Expectation & { rule: string })[] => {
      const expression = readExpression(findings, that, kind);
      const name = that === rule ? undefined : findings.valueAt(`${rule}/name`);
      const text = message === undefined ? undefined : findings.valueAt(message);
      if (!expression) return [];
      return [
        {
          rule,
          that: expression,
          ...(typeof name === 'string' && { name }),
          ...(message !== undefined &&
            typeof text === 'string' && { message: { text, position: findings.position(message) } }),
        },
      ];
    },
  );
  checkRuleNames(findings, rules);
  return rules.map(({ rule: _, ...expectation }) => expectation);
}

/** Where a rule of `expect` stands, and its parts. */
export interface ExpectationPlace {
  rule: string;
  that: string;
  /** Absent where the rule has no message of its own. */
  message?: string;
}

/** Where the rules of a task stand: each is an expression, or a map with one in `that`. */
export function expectationPlaces(findings: Findings, task: string): ExpectationPlace[] {
  const pointer = `${task}/expect`;
  const value = findings.valueAt(pointer);
  const pointers = pointersOf(value, pointer);
  return listOf(value).map((rule, index): ExpectationPlace => {
    const place = pointers[index] ?? pointer;
    if (!isMap(rule)) return { rule: place, that: place };
    return { rule: place, that: `${place}/that`, ...(rule.message !== undefined && { message: `${place}/message` }) };
  });
}

/** A table of rules by host has one row for each. */
function checkRuleNames(findings: Findings, rules: readonly (Expectation & { rule: string })[]): void {
  const seen = new Map<string, string>();
  for (const { rule, ...expectation } of rules) {
    const name = ruleOf(expectation);
    const earlier = seen.get(name);
    if (earlier === undefined) seen.set(name, rule);
    else
      findings.add(rule, `the task has another rule "${name}", in line ${findings.position(earlier).line}`, {
        proposal: 'give each a name of its own',
      });
  }
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
