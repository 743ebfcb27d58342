import type { Diagnostic } from '../../error/diagnostic.js';

/** A line of a template: its number from 1, and its text without what trails. */
export interface TemplateLine {
  number: number;
  text: string;
}

/** Everything found wrong with a template so far. */
export class TemplateFindings {
  readonly diagnostics: Diagnostic[] = [];

  constructor(readonly file: string) {}

  /** @param place  where in the line, from 0; the whole text unless given */
  add(
    { number, text }: TemplateLine,
    message: string,
    { offset = text.search(/\S|$/), length = text.length - offset, proposal }: FindingOptions = {},
  ): void {
    this.diagnostics.push({
      file: this.file,
      position: { file: this.file, line: number, column: offset + 1, length: Math.max(1, length) },
      sourceLine: text,
      message,
      severity: 'error',
      ...(proposal !== undefined && { proposal }),
    });
  }

  /** For what is wrong with the template as a whole. */
  addToWhole(message: string, proposal: string): void {
    this.diagnostics.push({ file: this.file, message, proposal, severity: 'error' });
  }
}

export interface FindingOptions {
  offset?: number;
  length?: number;
  proposal?: string | undefined;
}
