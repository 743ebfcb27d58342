import { proposeName } from '../error/nearest.js';
import { lookUpShape, type Shape } from './shape.js';
import type { Location, PathNode, ProgramNode } from './syntax.js';
import { TemplateError, type TemplatePlace } from './template-error.js';
import { type NameSite, visitNames } from './visit-names.js';

/** A name that a template takes from its own context, and where. */
export interface MentionedName extends TemplatePlace {
  parts: string[];
  /** A missing name means "no" here: `{{#if x}}`. */
  lenient: boolean;
  /** Outside of every block. */
  always: boolean;
}

/** Names taken from the template's own context, each once. */
export function collectNames(program: ProgramNode): string[][] {
  const names = new Map<string, string[]>();
  for (const { parts } of mentionedNames(program)) names.set(JSON.stringify(parts), parts);
  return [...names.values()];
}

/** The same with every place. */
export function mentionedNames(program: ProgramNode): MentionedName[] {
  const found: MentionedName[] = [];
  visitNames(program, 'any', ({ node, base, outer, lenient, always }) => {
    if (base === 'data' && node.parts[0] === 'root')
      found.push({ parts: node.parts.slice(1), lenient, always, ...placeOf(node.loc) });
    if (base !== 'context' || !outer || node.parts.length === 0) return;
    found.push({ parts: [...node.parts], lenient, always, ...placeOf(node.loc) });
  });
  return found;
}

/** Names that a context of this shape does not have, in the order of the template. */
export function findUnknownNames(program: ProgramNode, shape: Shape): TemplateError[] {
  const errors: TemplateError[] = [];
  visitNames(program, shape, (site) => {
    const error = checkSite(site);
    if (error) errors.push(error);
  });
  return errors;
}

/** `{{name}}` in a tree, as the place of an editor. */
export function placeOf(loc: Location): TemplatePlace {
  const length = loc.end.line === loc.start.line ? loc.end.column - loc.start.column : 1;
  const source = loc.source === undefined ? {} : { source: loc.source };
  return { line: loc.start.line, column: loc.start.column + 1, length, ...source };
}

function checkSite({ node, shape, lenient }: NameSite): TemplateError | undefined {
  let current = shape;
  for (const [index, part] of node.parts.entries()) {
    const found = lookUpShape(current, part);
    if (found.kind === 'missing' && found.optional && lenient) return undefined;
    if (found.kind === 'missing') return unknownName(node, index, found.known);
    current = found.shape;
  }
  return undefined;
}

function unknownName(node: PathNode, index: number, known: string[]): TemplateError {
  const name = node.parts[index] ?? '';
  const owner = node.parts.slice(0, index).join('.');
  const message = owner === '' ? `unknown name "${name}"` : `"${owner}" has no "${name}"`;
  const list = known.length > 0 && known.length <= 12 ? `known here: ${known.join(', ')}` : undefined;
  return new TemplateError(message, placeOf(node.loc), proposeName(name, known) ?? list);
}
