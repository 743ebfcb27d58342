import { codeFence, durationText, formatDate, indentLines, padText, tableCell } from './text-forms.js';

/** What a template may call, how many values it takes, and what it gives. */
export interface HelperDefinition {
  /** Fewest and most values. */
  takes: [number, number];
  /** A missing name among its values means "no" and is no mistake. */
  lenient?: boolean;
  /** Absent for the block helpers, which Handlebars brings. */
  call?: (...values: unknown[]) => unknown;
  /** For people: `join LIST SEPARATOR`. */
  usage: string;
}

/** Everything a template may call, by name. */
export const HELPERS: { readonly [name: string]: HelperDefinition } = {
  if: { takes: [1, 1], lenient: true, usage: '#if VALUE' },
  unless: { takes: [1, 1], lenient: true, usage: '#unless VALUE' },
  each: { takes: [1, 1], usage: '#each LIST' },
  with: { takes: [1, 1], usage: '#with VALUE' },
  lookup: { takes: [2, 2], usage: 'lookup MAP NAME' },
  join: {
    takes: [1, 2],
    usage: 'join LIST SEPARATOR',
    call: (list, separator = ', ') => toList(list).map(toText).join(toText(separator)),
  },
  lower: { takes: [1, 1], usage: 'lower TEXT', call: (text) => toText(text).toLowerCase() },
  upper: { takes: [1, 1], usage: 'upper TEXT', call: (text) => toText(text).toUpperCase() },
  default: {
    takes: [2, 2],
    lenient: true,
    usage: 'default VALUE OTHER',
    call: (value, other) => (isBlank(value) ? other : value),
  },
  eq: { takes: [2, 2], lenient: true, usage: 'eq A B', call: (a, b) => a === b },
  ne: { takes: [2, 2], lenient: true, usage: 'ne A B', call: (a, b) => a !== b },
  and: { takes: [1, 20], lenient: true, usage: 'and A B', call: (...values) => values.every(isTrue) },
  or: { takes: [1, 20], lenient: true, usage: 'or A B', call: (...values) => values.some(isTrue) },
  not: { takes: [1, 1], lenient: true, usage: 'not A', call: (value) => !isTrue(value) },
  json: {
    takes: [1, 2],
    usage: 'json VALUE INDENT',
    call: (value, indent = 0) => JSON.stringify(value ?? null, null, Number(indent)),
  },
  length: { takes: [1, 1], usage: 'length LIST', call: (value) => lengthOf(value) },
  pad: { takes: [2, 2], usage: 'pad TEXT WIDTH', call: (text, width) => padText(toText(text), Number(width)) },
  cell: { takes: [1, 1], usage: 'cell TEXT', call: (text) => tableCell(toText(text)) },
  code: {
    takes: [1, 2],
    usage: 'code TEXT LANGUAGE',
    call: (text, language = '') => codeFence(toText(text), toText(language)),
  },
  line: { takes: [1, 1], usage: 'line TEXT', call: (text) => toText(text).split(/\r?\n/, 1)[0] ?? '' },
  indent: {
    takes: [1, 2],
    usage: 'indent TEXT COLUMNS',
    call: (text, columns = 2) => indentLines(toText(text), Number(columns)),
  },
  date: { takes: [1, 2], usage: 'date TIME FORM', call: (time, form = 'full') => formatDate(time, toText(form)) },
  duration: { takes: [1, 1], usage: 'duration MILLISECONDS', call: (ms) => durationText(Number(ms)) },
};

/** The helpers that stand after a `#`. */
export const BLOCK_HELPERS: readonly string[] = ['if', 'unless', 'each', 'with'];

function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function toList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isBlank(value) ? [] : [value];
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

/** As `{{#if}}` sees it: an empty list and an empty text are "no", and so is 0. */
function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
