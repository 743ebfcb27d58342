import { groupOutputs, type OutputRow } from '../compare/group-outputs.js';
import { readNormalisations } from '../compare/normalise.js';
import { unifiedDiff } from '../compare/text-diff.js';
import { writeYaml } from '../document/yaml.js';
import { badge } from './badge.js';
import { countOf, groupBy, markdownTable, sortBy } from './list-forms.js';
import { mermaidDiagram } from './mermaid.js';
import { joinNeighbours } from './neighbour-links.js';
import { codeFence, durationText, formatDate, indentLines, padText, tableCell } from './text-forms.js';
import { toText } from './to-text.js';
import { valuesAt } from './value-path.js';

/** A text with more changed lines than this is another text. */
const MOST_CHANGES = 5_000;

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
  yaml: { takes: [1, 1], usage: 'yaml VALUE', call: (value) => writeYaml(value ?? null).trimEnd() },
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
  sort: { takes: [2, 2], usage: 'sort LIST PATH', call: (list, path) => sortBy(toList(list), toText(path)) },
  group: { takes: [2, 2], usage: 'group LIST PATH', call: (list, path) => groupBy(toList(list), toText(path)) },
  count: {
    takes: [3, 3],
    usage: 'count LIST PATH VALUE',
    call: (list, path, value) => countOf(toList(list), toText(path), value),
  },
  pluck: { takes: [2, 2], usage: 'pluck LIST PATH', call: (list, path) => valuesAt(toList(list), toText(path)) },
  table: {
    takes: [2, 30],
    usage: 'table LIST COLUMN COLUMN',
    call: (list, ...columns) => markdownTable(toList(list), columns.map(toText)),
  },
  alike: {
    takes: [1, 2],
    usage: 'alike RESULTS NORMALISE',
    call: (rows, normalise = '') =>
      groupOutputs(toList(rows) as OutputRow[], { normalise: readNormalisations(normalise, 'alike: ') }).map(
        ({ isMajority, ...group }) => ({ ...group, is_majority: isMajority }),
      ),
  },
  diff: {
    takes: [2, 2],
    usage: 'diff BEFORE AFTER',
    call: (before, after) =>
      (unifiedDiff(toText(before), toText(after), MOST_CHANGES) ?? `more than ${MOST_CHANGES} lines differ`).trimEnd(),
  },
  badge: {
    takes: [1, 2],
    usage: 'badge TEXT COLOUR',
    call: (text, colour = '') => badge(toText(text), toText(colour)),
  },
  links: { takes: [1, 1], usage: 'links RESULTS', call: (rows) => joinNeighbours(toList(rows)) },
  mermaid: { takes: [1, 1], usage: 'mermaid LINKS', call: (links) => mermaidDiagram(toList(links)) },
};

/** The helpers that stand after a `#`. */
export const BLOCK_HELPERS: readonly string[] = ['if', 'unless', 'each', 'with'];

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
