import { compileHandlebars, parseHandlebars, type UserHelpers } from './handlebars.js';
import { collectNames, findUnknownNames, type MentionedName, mentionedNames } from './names.js';
import type { Partials } from './partials.js';
import type { Shape } from './shape.js';
import { TemplateError } from './template-error.js';

/** A compiled template. @throws {TemplateError} when a name is unknown (strict) or a helper fails */
export type Template = (context: unknown) => string;

/** How values are written: as they are, or escaped for HTML and XML. */
export type TemplateSyntax = 'text' | 'html';

/** The source of a template. Only text of the playbook's author may come here; device text is data. */
export interface TemplateSource {
  text: string;
  /** Those that it may take in with `{{> name}}`. */
  partials?: Partials;
  /** Names of the user's own helpers, and once they are loaded what they do. */
  helperNames?: readonly string[];
  helpers?: UserHelpers;
}

export type { UserHelpers };

const compiled = new Map<string, Template>();
/** By the helpers that they call. */
const compiledWith = new WeakMap<UserHelpers, Map<string, Template>>();

/** Compiles a template, from a cache where the same text was compiled before. @throws {TemplateError} */
export function compileTemplate(template: TemplateSource, syntax: TemplateSyntax = 'text'): Template {
  const { text, partials } = template;
  const texts = Object.entries(partials ?? {}).map(([name, partial]) => [name, partial.text]);
  const key = `${syntax}:${texts.length > 0 ? JSON.stringify(texts) : ''}:${text}`;
  const cache = template.helpers ? cacheOf(template.helpers) : compiled;
  const known = cache.get(key);
  if (known) return known;
  const made = compileHandlebars(template, syntax);
  cache.set(key, made);
  return made;
}

function cacheOf(helpers: UserHelpers): Map<string, Template> {
  const cache = compiledWith.get(helpers) ?? new Map<string, Template>();
  compiledWith.set(helpers, cache);
  return cache;
}

/**
 * Names (`['vars', 'ntp']`, `['host', 'name']`, `['results', 'version', 'output']`) that a template takes from its context,
 * outside of blocks that rebind them (`each`, `with`); each once. @throws {TemplateError} when it does not parse
 */
export function namesOf(template: TemplateSource): string[][] {
  return collectNames(parseHandlebars(template));
}

/** What can be known of a template before it is rendered. */
export interface TemplateCheck {
  /** Syntax errors (then there is one), or names that a context of that shape does not have. */
  errors: TemplateError[];
  /** Names taken from the template's own context, with their places. */
  names: MentionedName[];
}

/** Checks a template against the shape of what it will be rendered with; nothing is thrown. */
export function checkTemplate(template: TemplateSource, shape: Shape, syntax: TemplateSyntax = 'text'): TemplateCheck {
  try {
    const program = parseHandlebars(template, syntax);
    return { errors: findUnknownNames(program, shape), names: mentionedNames(program) };
  } catch (error) {
    if (error instanceof TemplateError) return { errors: [error], names: [] };
    throw error;
  }
}
