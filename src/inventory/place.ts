import type { Document } from '../document/document.js';
import { joinPointer, valueAt, yamlPath } from '../document/pointer.js';
import type { Diagnostic, Position } from '../error/diagnostic.js';
import { printableLine } from '../error/printable.js';
import type { LineSpan } from '../error/secret-spans.js';

/** Where something of an inventory is written, whatever its notation; a position is worked out only when asked for. */
export interface Place {
  readonly file: string;
  /** YAML path (`hosts.R1.port`), column or variable that messages begin with; '' when there is none. */
  readonly path: string;
  /** File, line and column. */
  position(): Position;
  /** A diagnostic here. */
  diagnose(message: string, options?: PlaceOptions): Diagnostic;
  /** The place of a member, or of its key; this place itself where there is no such member. */
  member(key: string | number, target?: 'key' | 'value'): Place;
}

/** What a diagnostic at a place says beside its message. */
export interface PlaceOptions {
  proposal?: string | undefined;
  /** `error` unless given. */
  severity?: 'error' | 'warning';
  /** The text at this place is a secret: stars are shown instead. */
  hidden?: boolean;
  /** The message speaks of more than this place: it does not begin with its path. */
  withoutPath?: boolean;
}

/** A part of a YAML document: what it holds and where it stands. */
export interface YamlNode {
  document: Document;
  /** JSON pointer into the document. */
  pointer: string;
  value: unknown;
}

/** A member of a map or list. */
export function childOf(node: YamlNode, key: string | number, value: unknown): YamlNode {
  return { document: node.document, pointer: node.pointer + joinPointer([key]), value };
}

/** The place of a value in a YAML document, or of its key. */
export function placeOf(node: YamlNode, target: 'key' | 'value' = 'value'): Place {
  return new YamlPlace(node.document, node.pointer, target);
}

/** The lines of a file that is not YAML. */
export interface Lines {
  file: string;
  text: string[];
  /** Secrets that only the reader can tell, by the index of their line. */
  hidden?: ReadonlyMap<number, readonly LineSpan[]>;
}

/** A span on a line of an INI or CSV file; line and column count from 1. */
export function placeOnLine(lines: Lines, at: { line: number; column: number; length: number }, path = ''): Place {
  return new LinePlace(lines, { file: lines.file, ...at, length: Math.max(1, at.length) }, path);
}

class YamlPlace implements Place {
  readonly #document: Document;
  readonly #pointer: string;
  readonly #target: 'key' | 'value';

  constructor(document: Document, pointer: string, target: 'key' | 'value') {
    this.#document = document;
    this.#pointer = pointer;
    this.#target = target;
  }

  get file(): string {
    return this.#document.file;
  }

  get path(): string {
    return yamlPath(this.#pointer, this.#document.value);
  }

  position(): Position {
    return this.#document.position(this.#pointer, this.#target);
  }

  diagnose(message: string, options: PlaceOptions = {}): Diagnostic {
    const { proposal, severity = 'error' } = options;
    const text = options.withoutPath ? message : withPath(this.path, message);
    return hide(this.#document.diagnose(this.#pointer, text, { target: this.#target, proposal, severity }), options);
  }

  member(key: string | number, target: 'key' | 'value' = 'value'): Place {
    const pointer = this.#pointer + joinPointer([key]);
    return valueAt(this.#document.value, pointer) === undefined ? this : new YamlPlace(this.#document, pointer, target);
  }
}

class LinePlace implements Place {
  readonly path: string;
  readonly #lines: Lines;
  readonly #position: Position;

  constructor(lines: Lines, position: Position, path: string) {
    this.path = path;
    this.#lines = lines;
    this.#position = position;
  }

  get file(): string {
    return this.#lines.file;
  }

  position(): Position {
    return this.#position;
  }

  member(): Place {
    return this;
  }

  diagnose(message: string, options: PlaceOptions = {}): Diagnostic {
    const { proposal, severity = 'error' } = options;
    const index = this.#position.line - 1;
    const sourceLine = this.#lines.text[index];
    const hidden = this.#lines.hidden?.get(index);
    return hide(
      {
        file: this.file,
        position: this.#position,
        message: options.withoutPath ? message : withPath(this.path, message),
        severity,
        ...(sourceLine === undefined ? {} : { sourceLine: printableLine(sourceLine) }),
        ...(hidden && { hidden }),
        ...(proposal === undefined ? {} : { proposal }),
      },
      options,
    );
  }
}

function withPath(path: string, message: string): string {
  return path === '' ? message : `${printableLine(path)}: ${message}`;
}

function hide(diagnostic: Diagnostic, options: PlaceOptions): Diagnostic {
  const { position, hidden = [] } = diagnostic;
  if (!options.hidden || !position) return diagnostic;
  const start = position.column - 1;
  return { ...diagnostic, hidden: [...hidden, { start, end: start + position.length }] };
}
