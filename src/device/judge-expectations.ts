import { DeviceError } from '../error/flow-error.js';
import { maskTexts } from '../error/mask.js';
import { compileExpression, kindIn } from '../expression/expression.js';
import { ExpressionError } from '../expression/expression-error.js';
import { ruleOf } from '../task/checks.js';
import { reportError } from '../task/error-report.js';
import type { Check, ErrorReport, PreviousResult } from '../task/result.js';
import type { Expectation, Task } from '../task/task.js';
import { compileTemplate } from '../template/template.js';
import { TemplateError } from '../template/template-error.js';

/** What rules and their messages speak of. */
export interface Answer {
  host: unknown;
  vars: unknown;
  results: unknown;
  item?: unknown;
  output: string;
  parsed: unknown;
  /** Null where there was no run before. */
  previous?: PreviousResult | null;
  /** Hides secrets; only used where the answer is compared with `previous`, in both of them. */
  mask?: (text: string) => string;
}

/** What came of the rules of a task, and the error where not all of them hold. */
export interface Judgement {
  checks: Check[];
  error: ErrorReport | null;
}

/** Characters: a message may have a whole output rendered into it. */
const LONGEST_MESSAGE = 1_000;
/** Told in the error; the checks have them all. */
const MOST_REASONS = 3;

/** Judges an answer by every rule of its task. */
export function judgeExpectations(task: Pick<Task, 'expect' | 'item'>, given: Answer): Judgement {
  const kind = kindIn('expect', task.item !== undefined);
  const masked = makeMasked(given);
  const checks = task.expect.map((expectation): Check => {
    const { that } = expectation;
    const isComparing = that.source.includes('previous');
    const answer = isComparing && given.previous ? masked() : given;
    try {
      const isMet = compileExpression(that.source, kind)(answer);
      if (isMet) return { rule: ruleOf(expectation), outcome: 'pass', message: null };
      return failed(expectation, explain(expectation, answer));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      // Nothing to compare with: the first run of a playbook is no failure.
      if (isComparing && !given.previous)
        return { rule: ruleOf(expectation), outcome: 'not applicable', message: null };
      return failed(expectation, `expected ${that.source}, which cannot be evaluated: ${error.message}`);
    }
  });
  const broken = checks.filter(({ outcome }) => outcome === 'fail');
  if (broken.length === 0) return { checks, error: null };
  const reasons = broken.slice(0, MOST_REASONS).map(({ message }) => message);
  if (broken.length > MOST_REASONS) reasons.push(`and ${broken.length - MOST_REASONS} more`);
  const count = broken.length === 1 ? '' : `${broken.length} of ${checks.length} rules do not hold: `;
  const message = `${count}${reasons.join('; ')}`;
  return { checks, error: reportError(new DeviceError('expect', message, { phase: 'check', last: given.output })) };
}

/** The answer as a journal has it: what was kept of the run before has its secrets masked, and would never be the same. */
function makeMasked({ mask = (text) => text, ...answer }: Answer): () => Answer {
  let masked: Answer | undefined;
  return () => {
    masked ??= {
      ...answer,
      output: mask(answer.output),
      parsed: maskTexts(answer.parsed, mask),
      previous: maskTexts(answer.previous ?? null, mask),
    };
    return masked;
  };
}

function failed(expectation: Expectation, message: string): Check {
  const short = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
  return { rule: ruleOf(expectation), outcome: 'fail', message: short };
}

function explain({ that, name, message }: Expectation, answer: Answer): string {
  const plain = `${name === undefined ? '' : `${name}: `}expected ${that.source}`;
  if (!message) return plain;
  try {
    return compileTemplate(message)(answer).trim() || plain;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `${plain} (its message cannot be rendered: ${error.message})`;
  }
}
