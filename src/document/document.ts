import type { Diagnostic, Position } from '../error/diagnostic.js';

/** A YAML (or JSON) text, its value, and where each part of the value stands. Pointers are JSON pointers (RFC 6901); '' is the root. */
export interface Document {
  /** As the user named it. */
  file: string;
  source: string;
  value: unknown;
  /** Where a value (or its key) stands; the nearest existing parent when the pointer leads nowhere. */
  position(pointer: string, target?: 'key' | 'value'): Position;
  /** A place inside a text value (a template, an expression): `offset` and `length` count characters of the decoded value. */
  positionWithin(pointer: string, offset: number, length?: number): Position;
  /** A diagnostic at a pointer, with its source line. */
  diagnose(pointer: string, message: string, options?: DiagnoseOptions): Diagnostic;
  /** The same at a position. */
  diagnoseAt(position: Position, message: string, options?: Omit<DiagnoseOptions, 'target'>): Diagnostic;
}

export interface DiagnoseOptions {
  target?: 'key' | 'value';
  proposal?: string | undefined;
  severity?: 'error' | 'warning';
}

/** Reads and parses one YAML file. @throws {DocumentError} with every mistake found */
export function readDocument(_file: string): Document {
  throw new Error('not written yet');
}

/** Parses YAML text. @throws {DocumentError} with every mistake found */
export function parseDocument(_file: string, _source: string): Document {
  throw new Error('not written yet');
}
