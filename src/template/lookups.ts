import { proposeName } from '../error/nearest.js';
import { placeOf } from './names.js';
import type { CallNode, Location, PathNode, ProgramNode, ValueNode } from './syntax.js';
import { TemplateError, type TemplatePlace } from './template-error.js';
import { type NameSite, visitNames } from './visit-names.js';

/** One mention of a name, as looked up while rendering. */
export interface LookupSite extends TemplatePlace {
  parts: string[];
  lenient: boolean;
  /** What stands before the first part, for messages: a block parameter's name. */
  prefix: string;
  /** For `@index`: its name, and how many `../` it has. */
  data?: { name: string; depth: number };
}

/** What `each` and others tell the block: `@index`, `@key`, ..., and the block around theirs. */
export interface BlockData {
  [name: string]: unknown;
  _parent?: BlockData;
}

/**
 * Rewrites each name of a template into a call of the lookup helper, `{{a.b}}` → `{{get this 0}}`, in place.
 *
 * @returns the sites, in the order of the numbers in the calls
 */
export function routeLookups(program: ProgramNode, helper: string): LookupSite[] {
  const sites: LookupSite[] = [];
  visitNames(program, 'any', (site) => {
    const { node } = site;
    const [first = ''] = node.parts;
    const parts = site.base === 'context' ? node.parts : node.parts.slice(1);
    // With `this`, `..` and a block parameter there is nothing to look up.
    if (parts.length === 0 && site.base !== 'data') return;
    const prefix = site.base === 'context' ? '' : `${node.data ? '@' : ''}${first}`;
    const data = site.base === 'data' ? { data: { name: first, depth: node.depth } } : {};
    const number = sites.push({ parts: [...parts], lenient: site.lenient, prefix, ...data, ...placeOf(node.loc) }) - 1;
    site.replace(callOf(helper, [baseOf(site), numberNode(number, node.loc)], node.loc));
  });
  return sites;
}

/**
 * Wraps all that is written into a call of the text helper, `{{a}}` → `{{put a}}`, in place. Left alone, Handlebars joins
 * two values with a plus, and two numbers side by side would be written as their sum.
 */
export function routeTexts(program: ProgramNode, helper: string): void {
  for (const statement of program.body) {
    if (statement.type === 'BlockStatement') {
      if (statement.program) routeTexts(statement.program, helper);
      if (statement.inverse) routeTexts(statement.inverse, helper);
    }
    if (statement.type !== 'MustacheStatement') continue;
    const { path, params, loc } = statement;
    const value: ValueNode =
      params.length > 0 && path.type !== 'SubExpression' ? { type: 'SubExpression', path, params, loc } : path;
    statement.path = pathTo(helper, loc);
    statement.params = [value];
  }
}

/** Looks up a name part by part, own properties only. @throws {TemplateError} when one is missing and the site is not lenient */
export function findName(base: unknown, site: LookupSite | undefined, data: BlockData): unknown {
  if (!site) return undefined;
  let value = site.data ? findData(site.data, data) : base;
  for (const [index, part] of site.parts.entries()) {
    if (isContainer(value) && Object.hasOwn(value, part)) {
      value = (value as Record<string, unknown>)[part];
    } else {
      if (site.lenient) return undefined;
      throw missingName(site, index, value);
    }
  }
  return value;
}

/** What is written for a value: nothing for nothing. @throws {TemplateError} for a map, which has no text that anybody means */
export function writeText(value: unknown, loc: Location): string {
  if (value === null || value === undefined) return '';
  if (isContainer(value) && !Array.isArray(value)) {
    const parts = Object.keys(value).slice(0, 8).join(', ');
    throw new TemplateError(
      `expected text, got a map: name one of its parts (${parts}), or use the helper json`,
      placeOf(loc),
    );
  }
  return String(value);
}

function findData({ name, depth }: { name: string; depth: number }, data: BlockData): unknown {
  let block: BlockData | undefined = data;
  for (let level = 0; level < depth; level++) block = block?._parent;
  return block?.[name];
}

function missingName(site: LookupSite, index: number, value: unknown): TemplateError {
  const name = site.parts[index] ?? '';
  const owner = [site.prefix, ...site.parts.slice(0, index)].filter(Boolean).join('.');
  const subject = owner === '' ? `unknown name "${name}"` : `"${owner}" has no "${name}"`;
  const reason = owner !== '' && (value === null || value === undefined) ? `: "${owner}" is empty` : '';
  return new TemplateError(
    subject + reason,
    site,
    isContainer(value) ? proposeName(name, Object.keys(value)) : undefined,
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function baseOf({ base, node }: NameSite): PathNode {
  if (base !== 'parameter') {
    const depth = base === 'data' ? 0 : node.depth;
    return { ...node, data: false, depth, parts: [], original: depth === 0 ? 'this' : '../'.repeat(depth) };
  }
  const first = node.parts[0] ?? '';
  return { ...node, parts: [first], original: first };
}

function callOf(helper: string, params: ValueNode[], loc: Location): CallNode {
  return { type: 'SubExpression', path: pathTo(helper, loc), params, loc };
}

function pathTo(helper: string, loc: Location): PathNode {
  return { type: 'PathExpression', data: false, depth: 0, parts: [helper], original: helper, loc };
}

function numberNode(value: number, loc: Location): ValueNode {
  return { type: 'NumberLiteral', value, original: value, loc };
}
