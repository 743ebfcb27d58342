import { proposeName } from '../error/nearest.js';
import { checkKey, isMergeKey } from './check-key.js';
import { closeFlow, placeEmpty, placeScalar, skipTo } from './place-node.js';
import { joinPointer, yamlPath } from './pointer.js';
import { YAML_EVENT, type YamlEvent, type YamlScalar } from './yaml.js';
import type { MapNode, Span, YamlNode } from './yaml-tree.js';

/** A mistake in YAML text that the parser lets pass, or words of ours for one that it does not. */
export interface YamlMistake extends Span {
  message: string;
  proposal?: string | undefined;
}

/** The documents of a file as trees, and what is wrong with them. */
export interface YamlForest {
  roots: { node: YamlNode; isEmpty: boolean }[];
  mistakes: YamlMistake[];
}

/** What aliases may add to the size of a document; see `weight` of a node. */
const MOST_ALIASED_WEIGHT = 1_000_000;

const KNOWN_TAG = /^!$|^(?:!!|!<tag:yaml\.org,2002:)(?:str|int|float|bool|null|map|seq)>?$/;

/** Reads a file's events once; the state of that reading. */
interface Reader {
  source: string;
  events: readonly YamlEvent[];
  index: number;
  /** Where the last thing that was read ended. */
  end: number;
  /** Undefined while the anchored node is still being read. */
  anchors: Map<string, YamlNode | undefined>;
  path: (string | number)[];
  lineOf: (offset: number) => number;
  aliasedWeight: number;
  mistakes: YamlMistake[];
}

/**
 * Makes trees with places from the parser's events, and finds every mistake that a value could not show:
 * duplicate and non-text keys, unknown tags and anchors, aliases within themselves or out of all measure.
 *
 * @param lineOf  line number of an offset, for messages
 */
export function buildTrees(
  source: string,
  events: readonly YamlEvent[],
  lineOf: (offset: number) => number,
): YamlForest {
  const reader: Reader = {
    source,
    events,
    lineOf,
    index: 0,
    end: 0,
    anchors: new Map(),
    path: [],
    aliasedWeight: 0,
    mistakes: [],
  };
  const roots: YamlForest['roots'] = [];
  while (reader.index < events.length) {
    reader.index++; // the start of a document
    if (roots.length === 1) reader.mistakes.push(describeSecondDocument(reader));
    reader.anchors = new Map();
    const first = events[reader.index];
    const isEmpty = first?.type === YAML_EVENT.SCALAR && first.valueStart === -1 && first.tagStart === -1;
    roots.push({ node: readNode(reader, undefined), isEmpty });
    reader.index++; // and its end
  }
  return { roots, mistakes: reader.mistakes };
}

function describeSecondDocument(reader: Reader): YamlMistake {
  const marker = /^---|^\.\.\./m;
  const found = marker.exec(reader.source.slice(reader.end));
  const start = reader.end + (found?.index ?? 0);
  const message = 'a second document begins here, expected one document in the file';
  return { start, end: start + 3, message, proposal: 'remove this line, or move what follows to a file of its own' };
}

/** Reads one node; an empty one stands where its key or its dash does. */
function readNode(reader: Reader, key: Span | undefined): YamlNode {
  const event = reader.events[reader.index++];
  if (!event) throw new Error('the events of a YAML text end too early');
  switch (event.type) {
    case YAML_EVENT.SCALAR:
      return anchored(reader, event, () => readScalar(reader, event, key));
    case YAML_EVENT.SEQUENCE:
      return anchored(reader, event, () => readList(reader, event.start));
    case YAML_EVENT.MAPPING:
      return anchored(reader, event, () => readMap(reader, event.start));
    case YAML_EVENT.ALIAS:
      return readAlias(reader, event.anchorStart, event.anchorEnd);
    case YAML_EVENT.DOCUMENT:
    case YAML_EVENT.POP:
      throw new Error('the events of a YAML text are out of order');
    default:
      return event satisfies never;
  }
}

type Properties = Pick<YamlScalar, 'anchorStart' | 'anchorEnd' | 'tagStart' | 'tagEnd'>;

/** Checks the tag, and lets aliases know the node once it is complete. */
function anchored(reader: Reader, event: Properties, read: () => YamlNode): YamlNode {
  reader.end = Math.max(reader.end, event.tagEnd, event.anchorEnd);
  if (event.tagStart !== -1) checkTag(reader, event.tagStart, event.tagEnd);
  if (event.anchorStart === -1) return read();
  const name = reader.source.slice(event.anchorStart, event.anchorEnd);
  reader.anchors.set(name, undefined);
  const node = read();
  reader.anchors.set(name, node);
  return node;
}

function checkTag(reader: Reader, start: number, end: number): void {
  const tag = reader.source.slice(start, end);
  if (KNOWN_TAG.test(tag)) return;
  const proposal = 'remove it; or put the text in quotes if it begins with "!"';
  reader.mistakes.push({ start, end, message: `${pathOf(reader)}unknown tag ${tag}`, proposal });
}

function readScalar(reader: Reader, event: YamlScalar, key: Span | undefined): YamlNode {
  const span = event.valueStart === -1 ? placeEmpty(event, key ?? { start: 0, end: 1 }) : placeScalar(reader, event);
  return { kind: 'scalar', ...span, event, weight: 1 + Math.floor((event.valueEnd - event.valueStart) / 100) };
}

function readList(reader: Reader, start: number): YamlNode {
  const isFlow = reader.source[start] === '[';
  reader.end = isFlow ? start + 1 : start;
  const items: YamlNode[] = [];
  let weight = 1;
  while (!atEnd(reader)) {
    const dash = isFlow ? reader.end : skipTo(reader, '-');
    if (!isFlow) reader.end = dash + 1;
    reader.path.push(items.length);
    const item = readNode(reader, { start: dash, end: dash + 1 });
    reader.path.pop();
    items.push(item);
    weight += item.weight;
  }
  const end = isFlow ? closeFlow(reader, ']') : (items[0]?.end ?? start + 1);
  return { kind: 'list', start, end, items, weight };
}

function readMap(reader: Reader, start: number): YamlNode {
  const isFlow = reader.source[start] === '{';
  reader.end = Math.max(reader.end, isFlow ? start + 1 : start);
  const node: MapNode = { kind: 'map', start, end: start + 1, entries: new Map(), merges: [], weight: 1 };
  let firstEnd: number | undefined;
  while (!atEnd(reader)) {
    const before = reader.mistakes.length;
    const keyNode = readNode(reader, { start: reader.end, end: reader.end + 1 });
    const name = readKeyName(reader, keyNode, before);
    reader.path.push(name ?? '?');
    const value = readNode(reader, keyNode);
    reader.path.pop();
    addEntry(reader, node, { name, keyNode, value });
    firstEnd ??= value.end;
  }
  node.end = isFlow ? closeFlow(reader, '}') : (firstEnd ?? node.end);
  return node;
}

function addEntry(
  reader: Reader,
  node: MapNode,
  entry: { name: string | undefined; keyNode: YamlNode; value: YamlNode },
): void {
  const { name, keyNode, value } = entry;
  node.weight += 1 + value.weight;
  if (name === undefined) return;
  const key = { start: keyNode.start, end: keyNode.end };
  if (isMergeKey(reader.source, keyNode)) {
    node.merges.push({ key, value });
    return;
  }
  const first = node.entries.get(name);
  if (!first) {
    node.entries.set(name, { key, value });
    return;
  }
  const message = `${pathOf(reader, name)}this key is given twice, the first time on line ${reader.lineOf(first.key.start)}`;
  reader.mistakes.push({ ...key, message, proposal: 'remove one of the two' });
}

/** The text of a key; undefined, and a mistake, when it cannot be one. */
function readKeyName(reader: Reader, keyNode: YamlNode, mistakesBefore: number): string | undefined {
  const checked = checkKey(reader.source, keyNode);
  if (typeof checked === 'string') return checked;
  // Whatever is wrong inside a map or list that was written as a key follows from its being one.
  if (checked.isCollection) reader.mistakes.length = mistakesBefore;
  const { start, end, message, proposal } = checked;
  reader.mistakes.push({ start, end, message: `${pathOf(reader)}${message}`, proposal });
  return undefined;
}

function readAlias(reader: Reader, nameStart: number, nameEnd: number): YamlNode {
  const name = reader.source.slice(nameStart, nameEnd);
  const span = { start: nameStart - 1, end: nameEnd };
  reader.end = nameEnd;
  const target = reader.anchors.get(name);
  if (target) {
    const wasReadable = reader.aliasedWeight <= MOST_ALIASED_WEIGHT;
    reader.aliasedWeight += target.weight;
    if (wasReadable && reader.aliasedWeight > MOST_ALIASED_WEIGHT) {
      const message = `${pathOf(reader)}with *${name} the aliases make this document too large to be read`;
      const line = reader.lineOf(target.start);
      reader.mistakes.push({ ...span, message, proposal: `use less often what stands in line ${line}` });
    }
    return { kind: 'alias', ...span, target, weight: target.weight };
  }
  const isOpen = reader.anchors.has(name);
  const message = isOpen ? `*${name} stands inside of what it names` : `there is no anchor &${name} above this alias`;
  const proposal = isOpen ? undefined : (proposeAnchor(name, reader) ?? 'put text that begins with * in quotes');
  reader.mistakes.push({ ...span, message: `${pathOf(reader)}${message}`, proposal });
  return { kind: 'list', ...span, items: [], weight: 1 };
}

function proposeAnchor(name: string, reader: Reader): string | undefined {
  return proposeName(
    `*${name}`,
    [...reader.anchors.keys()].map((known) => `*${known}`),
  );
}

function atEnd(reader: Reader): boolean {
  const event = reader.events[reader.index];
  if (event !== undefined && event.type !== YAML_EVENT.POP) return false;
  reader.index++;
  return true;
}

function pathOf(reader: Reader, last?: string): string {
  const path = yamlPath(joinPointer(last === undefined ? reader.path : [...reader.path, last]));
  return path === '' ? '' : `${path}: `;
}
