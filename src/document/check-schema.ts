import type { Diagnostic } from '../error/diagnostic.js';
import type { Document } from './document.js';

/** Checks a document (or the part of it at `pointer`) against one of the schemas in `schemas/`; every mistake, in the order of the file. */
export function checkSchema(_document: Document, _schema: 'playbook' | 'inventory' | 'platform', _pointer = ''): Diagnostic[] {
  throw new Error('not written yet');
}
