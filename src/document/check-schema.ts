import type { Diagnostic } from '../error/diagnostic.js';
import type { Document } from './document.js';
import { explainSchema, type SchemaMistake } from './explain-schema.js';
import { pickBranches, type SchemaError } from './pick-branch.js';
import { valueAt, yamlPath } from './pointer.js';
import { loadSchema } from './schema-node.js';
import * as compiled from './validators.js';

/** Names of the schemas in `schemas/`. */
export type SchemaName = 'playbook' | 'inventory' | 'platform' | 'cassette';

interface Validator {
  (value: unknown): boolean;
  errors?: SchemaError[] | null;
}

/**
 * Checks a document (or the part of it at `pointer`) against one of the schemas in `schemas/`.
 *
 * @returns every mistake, in the order of the file, one for each place; empty when all is well
 */
export function checkSchema(document: Document, schema: SchemaName, pointer = ''): Diagnostic[] {
  const value = valueAt(document.value, pointer);
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  const root = loadSchema(schema);
  const textOf = (inner: string): string | undefined => sourceText(document, pointer + inner);
  const errors = pickBranches(validate.errors ?? [], root, value);
  const mistakes = onePerPlace(explainSchema(errors, { root, value, textOf }));
  return sortByPlace(mistakes.map((mistake) => placeMistake(document, pointer, mistake)));
}

function validatorOf(name: SchemaName): Validator {
  const validators = compiled as unknown as Partial<Record<SchemaName, Validator>>;
  const validate = validators[name];
  if (!validate) throw new Error(`schemas/${name}.schema.json has not been compiled`);
  return validate;
}

function placeMistake(document: Document, pointer: string, mistake: SchemaMistake): Diagnostic {
  const place = pointer + mistake.pointer;
  const path = yamlPath(place, document.value);
  const message = path === '' ? mistake.message : `${path}: ${mistake.message}`;
  return document.diagnose(place, message, { target: mistake.target, proposal: mistake.proposal });
}

/** What is written at a pointer, when it stands on one line. */
function sourceText(document: Document, pointer: string): string | undefined {
  const position = document.position(pointer);
  const { sourceLine = '' } = document.diagnoseAt(position, '');
  return sourceLine.slice(position.column - 1, position.column - 1 + position.length);
}

function sortByPlace(diagnostics: Diagnostic[]): Diagnostic[] {
  return diagnostics
    .map((diagnostic) => ({
      diagnostic,
      line: diagnostic.position?.line ?? 0,
      column: diagnostic.position?.column ?? 0,
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ diagnostic }) => diagnostic);
}

/** Several rules may refuse the same value: the first complaint says enough. */
function onePerPlace(mistakes: SchemaMistake[]): SchemaMistake[] {
  const byPlace = new Map<string, SchemaMistake>();
  for (const mistake of mistakes) {
    const place = `${mistake.target} ${mistake.pointer}`;
    if (!byPlace.has(place)) byPlace.set(place, mistake);
  }
  return [...byPlace.values()];
}
