import { proposeName } from '../error/nearest.js';
import type { ExpressionContext, ExpressionKind } from './expression.js';
import { HOST_FIELDS, RESULT_FIELDS } from './values.js';

/** Where in the source an expression is wrong, in characters, and what to write instead. */
export interface ExpressionErrorDetails {
  offset: number;
  length: number;
  proposal?: string | undefined;
  cause?: unknown;
}

/** An expression does not parse, its types do not fit, or it cannot be evaluated. Callers turn it into a diagnostic. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  /** Characters from the start of the source. */
  readonly offset: number;
  /** Characters, at least 1. */
  readonly length: number;
  readonly proposal: string | undefined;

  constructor(message: string, details: ExpressionErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.offset = details.offset;
    this.length = Math.max(1, details.length);
    this.proposal = details.proposal;
  }
}

/** What the errors of the CEL library carry. */
export interface CelFailure {
  code?: string;
  summary?: string;
  message: string;
  range?: { start: number; end: number };
  node?: unknown;
}

/** A name that some expression may use. */
export type ContextName = keyof ExpressionContext;

/** Names that each kind of expression may use. */
export const NAMES: Record<ExpressionKind, readonly ContextName[]> = {
  select: ['host'],
  foreach: ['host', 'vars'],
  when: ['host', 'vars', 'results'],
  'when-item': ['host', 'vars', 'results', 'item'],
  expect: ['host', 'vars', 'results', 'output', 'parsed', 'previous'],
  'expect-item': ['host', 'vars', 'results', 'output', 'parsed', 'previous', 'item'],
};

const STRING_FUNCTIONS = [
  'contains', 'startsWith', 'endsWith', 'matches', 'size', 'split', 'trim', 'lowerAscii', 'upperAscii', 'indexOf', 'lastIndexOf', 'substring',
]; // biome-ignore format: a list of names
const LIST_FUNCTIONS = ['size', 'all', 'exists', 'exists_one', 'filter', 'map', 'join'];
const FUNCTIONS = ['size', 'has', 'int', 'double', 'string', 'bool', 'timestamp', 'duration', 'dyn', 'type'];

/** Puts a failure of the CEL library into a user's words. */
export function explainFailure(failure: CelFailure, source: string, kind?: ExpressionKind): ExpressionError {
  if (failure instanceof ExpressionError) return failure;
  const start = Math.min(failure.range?.start ?? 0, Math.max(0, source.length - 1));
  const place = { offset: start, length: Math.max(1, (failure.range?.end ?? source.length) - start), cause: failure };
  const summary = failure.summary ?? failure.message;
  const { message, proposal } = describe(failure, summary, source, kind);
  return new ExpressionError(message, {
    ...place,
    proposal: proposal ?? proposeOperator(source, failure.range?.start ?? 0),
  });
}

interface Explanation {
  message: string;
  proposal?: string | undefined;
}

function describe(failure: CelFailure, summary: string, source: string, kind: ExpressionKind | undefined): Explanation {
  const subject = /'?([^\s':]+)'?$/.exec(summary)?.[1] ?? '';
  switch (failure.code) {
    case 'unknown_variable': {
      if (kind === 'foreach' && subject === 'results')
        return { message: 'the items are decided before anything is sent, so they cannot depend on results' };
      const isItem = subject === 'item' && (kind === 'when' || kind === 'expect');
      const proposal = isItem
        ? 'only a task with foreach has items'
        : (dashedName(source, failure) ?? proposeName(subject, kind ? NAMES[kind] : NAMES.expect));
      const known = kind ? `; known here: ${NAMES[kind].join(', ')}` : '';
      return { message: `unknown name "${subject}"${known}`, proposal };
    }
    case 'no_such_key':
      return describeMissingKey(summary.replace(/^No such key: /, ''), failure, source);
    case 'no_matching_overload':
      return describeCall(summary);
    case 'no_such_overload':
      return { message: describeOperator(summary.replace(/^no such overload: /, '')) };
    case 'unexpected_token':
    case 'expected_token':
    case 'unexpected_character':
    case 'unterminated_string':
      return { message: describeSyntax(summary, source, failure) };
    case 'index_out_of_bounds':
      return { message: `there is no such item: ${summary.replace(/^.*index out of bounds, /, '')}` };
    default:
      return { message: summary.charAt(0).toLowerCase() + summary.slice(1) };
  }
}

/** `results.show-version.output` reads as a subtraction; say so, since a dash is common in the names of tasks. */
function dashedName(source: string, failure: CelFailure): string | undefined {
  const before = source.slice(0, failure.range?.start ?? 0);
  const after = source.slice(failure.range?.start ?? 0);
  const first = /results\.([\w]+(?:-[\w]+)*)-$/.exec(before)?.[1];
  const rest = /^[\w]+(?:-[\w]+)*/.exec(after)?.[0];
  return first && rest ? `write results["${first}-${rest}"]: a dash outside of quotes is a minus` : undefined;
}

function describeMissingKey(key: string, failure: CelFailure, source: string): Explanation {
  const before = source.slice(0, failure.range?.start ?? 0).replace(/[.[\s]+$/, '');
  const owner = /[\w.[\]"'@-]+$/.exec(before)?.[0] ?? '';
  const fields =
    owner === 'host' ? HOST_FIELDS : /^results(\.[\w]+|\[[^\]]*\])$/.test(owner) ? RESULT_FIELDS : undefined;
  return {
    message: `${owner ? `"${owner}"` : 'the value'} has no "${key}"`,
    proposal: fields ? proposeName(key, Object.keys(fields)) : undefined,
  };
}

/** `string.contain(string)` (a method), `foo(int)` (a function). */
function describeCall(summary: string): Explanation {
  const call = /'(?:(.+)\.)?(\w+)\((.*)\)'/.exec(summary);
  if (!call) return { message: summary };
  const [, receiver, name = '', args = ''] = call;
  const known = receiver === undefined ? FUNCTIONS : receiver.startsWith('list') ? LIST_FUNCTIONS : STRING_FUNCTIONS;
  if (known.includes(name)) {
    return {
      message: `${name}() cannot be used this way: got ${args ? inWords(args) : 'nothing'} between the brackets`,
    };
  }
  const owner = receiver === undefined ? 'unknown function' : `${inWords(receiver)} has no function`;
  return { message: `${owner} "${name}"`, proposal: proposeName(name, known) };
}

function describeSyntax(summary: string, source: string, failure: CelFailure): string {
  if (/EOF/.test(summary)) {
    const expected = /Expected (\w+)/.exec(summary)?.[1];
    return expected ? `the expression ends where ${token(expected)} is missing` : 'the expression ends too early';
  }
  if (/[Uu]nterminated/.test(summary)) return 'the closing quote is missing';
  const start = failure.range?.start ?? 0;
  const found = /^(\w+|\S)/.exec(source.slice(start))?.[0] ?? source.slice(start, start + 1);
  return `unexpected "${found}"`;
}

function token(name: string): string {
  const signs: Record<string, string> = {
    RPAREN: '")"',
    LPAREN: '"("',
    RBRACKET: '"]"',
    RBRACE: '"}"',
    COLON: '":"',
    COMMA: '","',
  };
  return signs[name] ?? (name === 'IDENTIFIER' ? 'a name' : name.toLowerCase());
}

/** `string == int`, or `!string`. */
function describeOperator(operation: string): string {
  const [, left, operator = '', right] = /^(.+) (\S+) (.+)$/.exec(operation) ?? [];
  if (left === undefined || right === undefined) return `cannot calculate ${inWords(operation)}`;
  if (operator === 'in') return `cannot look for ${inWords(left)} in ${inWords(right)}`;
  if (/^[=!<>]/.test(operator)) return `cannot compare ${inWords(left)} with ${inWords(right)} (${operator})`;
  return `cannot calculate ${inWords(left)} ${operator} ${inWords(right)}`;
}

/** Types as a network engineer says them: `string` → `a text`. */
function inWords(types: string): string {
  return types
    .replace(/dyn<(\w+)>/g, '$1')
    .replace(/\bstring\b/g, 'a text')
    .replace(/\bu?int\b/g, 'a whole number')
    .replace(/\bdouble\b/g, 'a decimal number')
    .replace(/\bbool\b/g, 'true/false')
    .replace(/\bnull(_type)?\b/g, 'nothing')
    .replace(/\blist(<[^<>]*>)?/g, 'a list')
    .replace(/\bmap(<[^<>]*>)?/g, 'a map')
    .replace(/\bHost\b/g, 'a host')
    .replace(/\bResult\b/g, 'a result');
}

/** Words and signs of other languages that CEL writes otherwise. */
function proposeOperator(source: string, start: number): string | undefined {
  const rest = source.slice(start);
  if (/^and\b/.test(rest)) return 'write && for "and"';
  if (/^or\b/.test(rest)) return 'write || for "or"';
  if (/^=(?!=)/.test(rest)) return 'write == to compare';
  return /\bnot\s+$/.test(source.slice(0, start)) ? 'write ! for "not"' : undefined;
}
