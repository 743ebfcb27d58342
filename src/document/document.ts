import type { Diagnostic, Position } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { buildTrees, type YamlMistake } from './build-tree.js';
import { explainYaml } from './explain-yaml.js';
import { indexLines, type LineIndex } from './line-index.js';
import { splitPointer } from './pointer.js';
import { readText } from './read-text.js';
import { traceScalar } from './scalar-origins.js';
import { constructValues, readEvents, YamlFailure } from './yaml.js';
import { findNode, type YamlNode } from './yaml-tree.js';

/** A YAML (or JSON) text, its value, and where each part of the value stands. Pointers are JSON pointers (RFC 6901); '' is the root. */
export interface Document {
  /** As the user named it. */
  file: string;
  /** Without a byte order mark. */
  source: string;
  value: unknown;
  /**
   * Where a value (or its key) stands; the nearest existing parent when the pointer leads nowhere.
   * What an alias (`*name`) or a merge (`<<`) brings in stands where the alias or the merge does; an empty value where its key does.
   */
  position(pointer: string, target?: 'key' | 'value'): Position;
  /** A place inside a text value (a template, an expression): `offset` and `length` count characters of the decoded value. */
  positionWithin(pointer: string, offset: number, length?: number): Position;
  /** A diagnostic at a pointer, with its source line. The message is taken as it is: put `yamlPath` before it. */
  diagnose(pointer: string, message: string, options?: DiagnoseOptions): Diagnostic;
  /** The same at a position. */
  diagnoseAt(position: Position, message: string, options?: Omit<DiagnoseOptions, 'target'>): Diagnostic;
}

/** What a diagnostic points at, and what else it says. */
export interface DiagnoseOptions {
  /** `value` unless given. */
  target?: 'key' | 'value';
  proposal?: string | undefined;
  /** `error` unless given. */
  severity?: 'error' | 'warning';
}

/** Reads and parses one YAML file. @throws {DocumentError} with every mistake found */
export function readDocument(file: string): Document {
  return parseDocument(file, readText(file));
}

/** Parses YAML text (1.2 core, and the merge key `<<`), one document. @throws {DocumentError} with every mistake found */
export function parseDocument(file: string, source: string): Document {
  const text = source.replace(/^\uFEFF/, '');
  const lines = indexLines(file, text);
  const { tree, value } = translateMistakes(() => readTree(file, text, lines), { text, lines });
  return new PlacedDocument({ file, source: text, value, tree, lines });
}

function readTree(file: string, source: string, lines: LineIndex): { tree: YamlNode; value: unknown } {
  const events = readEvents(source);
  const { roots, mistakes } = buildTrees(source, events, (offset) => lines.place(offset, offset).line);
  if (mistakes.length > 0) throw new DocumentError(mistakes.map((mistake) => describe(mistake, lines)));
  const root = roots[0];
  if (!root || root.isEmpty) {
    const message = source.trim() === '' ? 'the file is empty' : 'the file holds nothing but comments';
    throw new DocumentError([{ file, message, severity: 'error' }]);
  }
  return { tree: root.node, value: constructValues(events, source)[0] };
}

function translateMistakes<Value>(work: () => Value, { text, lines }: { text: string; lines: LineIndex }): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof YamlFailure) throw new DocumentError([describe(explainYaml(error, text), lines)]);
    throw error;
  }
}

function describe(mistake: YamlMistake, lines: LineIndex): Diagnostic {
  return makeDiagnostic(lines, lines.place(mistake.start, mistake.end), { ...mistake, severity: 'error' });
}

function makeDiagnostic(
  lines: LineIndex,
  position: Position,
  words: { message: string; proposal?: string | undefined; severity: 'error' | 'warning' },
): Diagnostic {
  const { message, proposal, severity } = words;
  const sourceLine = lines.text(position.line);
  return {
    file: position.file,
    position,
    message,
    sourceLine,
    ...(lines.isWithinSecret(position.line) && { hidden: [{ start: 0, end: sourceLine.length }] }),
    ...(proposal === undefined ? {} : { proposal }),
    severity,
  };
}

/**
 * A document with the tree of its places. The tree is many times as large as the text, and after reading it only a mistake asks
 * for it: memory may be freed of it, and it is made again.
 */
class PlacedDocument implements Document {
  readonly file: string;
  // Both have the secrets of the file: whoever logs a document does not see them.
  readonly #source: string;
  readonly #value: unknown;
  #tree: WeakRef<YamlNode>;
  readonly #lines: LineIndex;

  constructor(parts: { file: string; source: string; value: unknown; tree: YamlNode; lines: LineIndex }) {
    this.file = parts.file;
    this.#source = parts.source;
    this.#value = parts.value;
    this.#tree = new WeakRef(parts.tree);
    this.#lines = parts.lines;
  }

  get source(): string {
    return this.#source;
  }

  get value(): unknown {
    return this.#value;
  }

  position(pointer: string, target: 'key' | 'value' = 'value'): Position {
    const { node, key } = findNode(this.#root(), splitPointer(pointer));
    const span = target === 'key' && key ? key : node;
    return this.#lines.place(span.start, span.end);
  }

  positionWithin(pointer: string, offset: number, length = 1): Position {
    const { node, isComplete } = findNode(this.#root(), splitPointer(pointer));
    if (node.kind !== 'scalar' || !isComplete || node.event.valueStart === -1) return this.position(pointer);
    const { origins } = traceScalar(this.source, node.event);
    const last = origins.length - 1;
    const from = Math.max(0, Math.min(offset, last));
    const to = Math.max(from, Math.min(from + Math.max(1, length) - 1, last - 1));
    const start = origins[from] ?? node.start;
    return this.#lines.place(start, (origins[to] ?? start) + 1);
  }

  diagnose(pointer: string, message: string, options: DiagnoseOptions = {}): Diagnostic {
    return this.diagnoseAt(this.position(pointer, options.target), message, options);
  }

  diagnoseAt(position: Position, message: string, options: Omit<DiagnoseOptions, 'target'> = {}): Diagnostic {
    const { proposal, severity = 'error' } = options;
    return makeDiagnostic(this.#lines, position, { message, proposal, severity });
  }

  #root(): YamlNode {
    const known = this.#tree.deref();
    if (known) return known;
    const { tree } = readTree(this.file, this.source, this.#lines);
    this.#tree = new WeakRef(tree);
    return tree;
  }
}
