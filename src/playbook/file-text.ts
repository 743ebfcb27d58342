import type { Diagnostic } from '../error/diagnostic.js';
import { placeAt } from '../template/template-error.js';
import type { OutputText } from './playbook.js';

/** The text of a template that stands in a file of its own, with what points into it. @param file  as the user named it */
export function fileText(file: string, text: string): OutputText {
  return {
    text,
    position: { file, line: 1, column: 1, length: 1 },
    diagnose: (offset, length, message, proposal): Diagnostic => {
      const place = placeAt(text, offset, length);
      const sourceLine = text.split('\n')[place.line - 1] ?? '';
      return {
        file,
        position: { file, ...place },
        sourceLine,
        message,
        ...(proposal === undefined ? {} : { proposal }),
        severity: 'error',
      };
    },
  };
}
