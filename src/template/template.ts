import type { Diagnostic } from '../error/diagnostic.js';
import type { TemplateText } from '../task/task.js';

/** A compiled Handlebars template. @throws {TemplateError} when a name is unknown (strict) or a helper fails */
export type Template = (context: unknown) => string;

/** How values are written: as they are, or escaped for HTML. */
export type TemplateSyntax = 'text' | 'html';

/** Compiles a template, from a cache where the same text was compiled before. @throws {TemplateError} */
export function compileTemplate(_template: TemplateText, _syntax: TemplateSyntax = 'text'): Template {
  throw new Error('not written yet');
}

/** Names (`vars.ntp`, `host.name`, `results.version.output`) that a template uses outside of blocks that rebind them. */
export function namesOf(_template: TemplateText): string[][] {
  throw new Error('not written yet');
}

export type { Diagnostic };
