import { proposeName } from '../error/nearest.js';
import { placeOf } from './names.js';
import type { CallNode, Location, PathNode, ProgramNode, ValueNode } from './syntax.js';
import { TemplateError, type TemplatePlace } from './template-error.js';
import { type NameSite, visitNames } from './visit-names.js';

/** One mention of a name, as looked up while rendering. */
export interface LookupSite extends TemplatePlace {
  parts: string[];
  lenient: boolean;
  printed: boolean;
  /** What stands before the first part, for messages: a block parameter's name. */
  prefix: string;
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
    // With `this`, `..` and `@index` there is nothing to look up.
    const parts = site.base === 'context' ? node.parts : node.parts.slice(1);
    if (parts.length === 0) return;
    const prefix = site.base === 'context' ? '' : `${node.data ? '@' : ''}${node.parts[0]}`;
    const number =
      sites.push({ parts: [...parts], lenient: site.lenient, printed: site.printed, prefix, ...placeOf(node.loc) }) - 1;
    site.replace(callOf(helper, [baseOf(site), numberNode(number, node.loc)], node.loc));
  });
  return sites;
}

/** Looks up a name part by part, own properties only. @throws {TemplateError} when one is missing and the site is not lenient */
export function findName(base: unknown, site: LookupSite | undefined): unknown {
  if (!site) return undefined;
  let value = base;
  for (const [index, part] of site.parts.entries()) {
    if (isContainer(value) && Object.hasOwn(value, part)) {
      value = (value as Record<string, unknown>)[part];
    } else {
      if (site.lenient) return undefined;
      throw missingName(site, index, value);
    }
  }
  if (site.printed && isContainer(value) && !Array.isArray(value)) throw mapAsText(site, value);
  return value;
}

/** A map would be written as "[object Object]", which is never what was meant. */
function mapAsText(site: LookupSite, value: object): TemplateError {
  const name = [site.prefix, ...site.parts].filter(Boolean).join('.');
  const parts = Object.keys(value).slice(0, 8).join(', ');
  return new TemplateError(
    `"${name}" is a map and no text: name one of its parts (${parts}), or write {{json ${name}}}`,
    site,
  );
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
  if (base === 'context') return { ...node, parts: [], original: node.depth === 0 ? 'this' : '../'.repeat(node.depth) };
  const first = node.parts[0] ?? '';
  return { ...node, parts: [first], original: base === 'data' ? `@${first}` : first };
}

function callOf(helper: string, params: ValueNode[], loc: Location): CallNode {
  return {
    type: 'SubExpression',
    path: { type: 'PathExpression', data: false, depth: 0, parts: [helper], original: helper, loc },
    params,
    loc,
  };
}

function numberNode(value: number, loc: Location): ValueNode {
  return { type: 'NumberLiteral', value, original: value, loc };
}
