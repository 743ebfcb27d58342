import type { DiagnoseOptions, Document } from '../document/document.js';
import { valueAt, yamlPath } from '../document/pointer.js';
import type { Diagnostic, Position } from '../error/diagnostic.js';
import { onePerPlace, orderDiagnostics } from '../error/order-diagnostics.js';

/** A playbook's document while it is read, and everything found wrong with it so far. */
export class Findings {
  readonly document: Document;
  #found: Diagnostic[];

  /** @param found  what the schema has found already */
  constructor(document: Document, found: readonly Diagnostic[] = []) {
    this.document = document;
    this.#found = [...found];
  }

  /** The value at a pointer; undefined when there is none. */
  valueAt(pointer: string): unknown {
    return valueAt(this.document.value, pointer);
  }

  position(pointer: string, target?: 'key' | 'value'): Position {
    return this.document.position(pointer, target);
  }

  /** Notes a mistake at a pointer; the path is put before the message. */
  add(pointer: string, message: string, options?: DiagnoseOptions): void {
    this.#found.push(this.document.diagnose(pointer, this.withPath(pointer, message), options));
  }

  /** Notes a mistake inside of a text; `offset` and `length` in characters of it. */
  addWithin(pointer: string, place: { offset: number; length: number }, message: string, proposal?: string): void {
    const position = this.document.positionWithin(pointer, place.offset, place.length);
    this.#found.push(this.document.diagnoseAt(position, this.withPath(pointer, message), { proposal }));
  }

  /** Notes a diagnostic made elsewhere, such as one of a template's own file. */
  addDiagnostic(diagnostic: Diagnostic): void {
    this.#found.push(diagnostic);
  }

  /** Puts a better proposal to the mistakes found at a pointer, if there are any. */
  propose(pointer: string, proposal: string | undefined): void {
    if (proposal === undefined) return;
    const { line, column } = this.position(pointer);
    this.#found = this.#found.map((found) =>
      found.position?.line === line && found.position.column === column ? { ...found, proposal } : found,
    );
  }

  /** Notes something that is no mistake, but most likely not what was meant. */
  warn(pointer: string, message: string): void {
    this.add(pointer, message, { severity: 'warning' });
  }

  /** Mistakes in the order of the file, one for each place. */
  get errors(): Diagnostic[] {
    return orderDiagnostics(onePerPlace(this.#found.filter(({ severity }) => severity === 'error')));
  }

  get warnings(): Diagnostic[] {
    return orderDiagnostics(onePerPlace(this.#found.filter(({ severity }) => severity === 'warning')));
  }

  /** Puts the path of a pointer before a message: `tasks[0].when: ...`. */
  withPath(pointer: string, message: string): string {
    const path = yamlPath(pointer, this.document.value);
    return path === '' ? message : `${path}: ${message}`;
  }
}
