import { proposeName } from '../error/nearest.js';
import { type ExpressionKind, kindIn } from '../expression/expression.js';
import type { Shape } from '../template/shape.js';
import { checkTemplate } from '../template/template.js';
import { offsetOf } from '../template/template-error.js';
import { type ContextShapes, forPath, withAnswer, withItem, withOtherHosts } from './context-shapes.js';
import { expectationPlaces, hasItems, referencesOf } from './expressions.js';
import type { Findings } from './findings.js';
import { namesBefore } from './foreach.js';
import type { PlacedTask } from './placed-task.js';
import { savePlace } from './save.js';
import { isMap, pointersOf } from './values.js';

/** A mention of a result in the text of a task. */
interface Mention {
  name: string;
  pointer: string;
  offset: number;
  length: number;
}

/** Checks what the texts of all tasks speak of: variables that are set, and results of tasks that come before. */
export function checkReferences(
  findings: Findings,
  tasks: PlacedTask[],
  context: { shapes: ContextShapes; vars: Record<string, unknown> },
): void {
  const order = new Map(tasks.map(({ task }, index) => [task.name, index]));
  const repeated = new Set(tasks.flatMap(({ task, writtenName }) => (task.foreach ? [writtenName] : [])));
  const ancestors = new Map<string, Set<string>>();
  const templates = templatesByPointer(findings, tasks);
  const others = [...templates.values()]
    .flat()
    .flatMap(({ results }) => results.filter(({ name }) => name.includes('@')));
  const shape = withOtherHosts(
    context.shapes.command,
    others.map(({ name }) => name),
  );
  for (const [pointer, members] of groupByPointer(tasks)) {
    const own = members[0] as PlacedTask;
    const mentions = [
      ...mentionsInExpressions(findings, pointer, context.vars),
      ...mentionsInTemplates(findings, { pointer, templates: templates.get(pointer) ?? [], shape }),
    ];
    for (const mention of mentions) checkMention(mention, own);
  }

  function checkMention(mention: Mention, { task, writtenName }: PlacedTask): void {
    const [name = '', host] = mention.name.split('@');
    const target = order.get(name);
    if (reportsOfItems(mention, name)) return;
    if (target === undefined) {
      reportUnknown(mention, name);
      return;
    }
    if (host !== undefined) {
      const isNeeded = task.needs.some((need) => need.task === name && need.kind !== 'same-host');
      if (!isNeeded)
        findings.addWithin(
          mention.pointer,
          mention,
          `nothing makes this task wait for "${mention.name}"`,
          `add ${mention.name} to needs`,
        );
      return;
    }
    if (name === task.name || name === writtenName) {
      const inExpect = mention.pointer.includes('/expect');
      findings.addWithin(
        mention.pointer,
        mention,
        `a task cannot read its own result`,
        inExpect ? 'write output for what the device has answered' : undefined,
      );
    } else if (target > task.index && !ancestorsOf(task.name).has(name)) {
      findings.addWithin(
        mention.pointer,
        mention,
        `"${name}" does not come before "${task.name}"`,
        `add ${name} to needs, or move it up`,
      );
    }
  }

  /** How many tasks come of a `foreach` over hosts is not known yet, and differs: a name may lead nowhere. */
  function reportsOfItems(mention: Mention, name: string): boolean {
    const base = namesBefore(name).find((candidate) => repeated.has(candidate));
    if (base === undefined) return false;
    findings.addWithin(
      mention.pointer,
      mention,
      `how many results "${base}" has depends on the host, so that none of them can be named here`,
    );
    return true;
  }

  function reportUnknown(mention: Mention, name: string): void {
    const written = tasks.find((entry) => entry.writtenName === name);
    const proposal = written
      ? `it has several: results["${written.task.name}"] is the first`
      : proposeName(name, order.keys());
    findings.addWithin(mention.pointer, mention, `unknown task "${name}"`, proposal);
  }

  function ancestorsOf(name: string): Set<string> {
    const known = ancestors.get(name);
    if (known) return known;
    const found = new Set<string>();
    ancestors.set(name, found);
    const open = [name];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const need of tasks[order.get(next) ?? -1]?.task.needs ?? []) {
        if (found.has(need.task)) continue;
        found.add(need.task);
        open.push(need.task);
      }
    }
    return found;
  }
}

function mentionsInExpressions(findings: Findings, pointer: string, vars: Record<string, unknown>): Mention[] {
  if (pointer === '') return [];
  const isRepeated = hasItems(findings, pointer);
  const places: [string, ExpressionKind][] = [
    [`${pointer}/foreach`, 'foreach'],
    [`${pointer}/when`, kindIn('when', isRepeated)],
  ];
  for (const { that } of expectationPlaces(findings, pointer)) places.push([that, kindIn('expect', isRepeated)]);
  return places.flatMap(([place, kind]) => {
    const references = referencesOf(findings.valueAt(place), kind);
    for (const { name, offset, length } of references?.vars ?? []) {
      if (Object.hasOwn(vars, name)) continue;
      findings.addWithin(place, { offset, length }, `"vars" has no "${name}"`, proposeName(name, Object.keys(vars)));
    }
    return (references?.mentions ?? []).map((mention) => ({ ...mention, pointer: place }));
  });
}

/** A template of a task: where it stands, and the results that it names. */
interface PlacedTemplate {
  place: string;
  text: string;
  /** Offset in the text at `place`. */
  start: number;
  /** What it is; what a task types unless given. */
  use?: 'message' | 'path';
  results: { name: string; offset: number; length: number }[];
}

function templatesByPointer(findings: Findings, tasks: readonly PlacedTask[]): Map<string, PlacedTemplate[]> {
  const pointers = new Set(tasks.map(({ pointer }) => pointer));
  return new Map(
    [...pointers].map((pointer) => {
      const templates = templatesOf(findings, pointer);
      return [pointer, templates.map((template) => ({ ...template, results: resultsIn(template) }))];
    }),
  );
}

function resultsIn({ text, start }: { text: string; start: number }): PlacedTemplate['results'] {
  return checkTemplate({ text }, 'any').names.flatMap(({ parts: [first, name], line, column, length }) =>
    first === 'results' && name !== undefined
      ? [{ name, offset: start + offsetOf(text, { line, column }), length }]
      : [],
  );
}

function mentionsInTemplates(
  findings: Findings,
  { pointer, templates, shape }: { pointer: string; templates: readonly PlacedTemplate[]; shape: Shape },
): Mention[] {
  const common = hasItems(findings, pointer) ? withItem(shape) : shape;
  return templates.flatMap(({ place, text, start, results, use }) => {
    const seen = use === 'message' ? withAnswer(common) : use === 'path' ? forPath(common) : common;
    for (const error of checkTemplate({ text }, seen).errors) {
      findings.addWithin(
        place,
        { offset: start + offsetOf(text, error), length: error.length },
        error.message,
        error.proposal,
      );
    }
    return results.map((result) => ({ ...result, pointer: place }));
  });
}

/** The templates of a task; a block of configuration lines is one for each line. */
function templatesOf(findings: Findings, pointer: string): Omit<PlacedTemplate, 'results'>[] {
  const value = findings.valueAt(pointer);
  if (!isMap(value)) return [];
  const places = [
    ...['command', 'commands', 'config'].flatMap((key) => pointersOf(value[key], `${pointer}/${key}`)),
    ...(isMap(value.copy) ? [`${pointer}/copy/from`, `${pointer}/copy/to`] : []),
  ];
  const messages = expectationPlaces(findings, pointer).flatMap(({ message: place }) => {
    const text = place && findings.valueAt(place);
    return typeof place === 'string' && typeof text === 'string'
      ? [{ place, text, start: 0, use: 'message' as const }]
      : [];
  });
  const path = savePlace(findings, pointer);
  const written = path && findings.valueAt(path);
  const paths =
    path && typeof written === 'string' ? [{ place: path, text: written, start: 0, use: 'path' as const }] : [];
  const typed = places.flatMap((place) => {
    const text = findings.valueAt(place);
    if (typeof text !== 'string') return [];
    if (!place.endsWith('/config')) return [{ place, text: text.replace(/\n+$/, ''), start: 0 }];
    let start = 0;
    return text.split('\n').map((line) => {
      const template = { place, text: line, start };
      start += line.length + 1;
      return template;
    });
  });
  return [...typed, ...messages, ...paths];
}

function groupByPointer(tasks: PlacedTask[]): Map<string, PlacedTask[]> {
  const groups = new Map<string, PlacedTask[]>();
  for (const entry of tasks) {
    const same = groups.get(entry.pointer);
    if (same) same.push(entry);
    else groups.set(entry.pointer, [entry]);
  }
  return groups;
}
