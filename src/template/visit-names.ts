import { HELPERS } from './helpers.js';
import { itemsOf, lookUpShape, type Shape, type ShapeLookup } from './shape.js';
import type { BlockNode, HashNode, MustacheNode, PathNode, ProgramNode, ValueNode } from './syntax.js';

/** One mention of a name in a template. */
export interface NameSite {
  node: PathNode;
  /** Where the first part comes from: a context (`this`), a block parameter (`as |row|`), or `@data`. */
  base: 'context' | 'parameter' | 'data';
  /** The shape of that place. */
  shape: Shape;
  /** The context is the template's own, not one that `each` or `with` has put in its place. */
  outer: boolean;
  /** Stands where a missing name means "no" rather than a mistake: `{{#if x}}`, `(default x "-")`. */
  lenient: boolean;
  /** Stands outside of every block, so that it is rendered whatever comes. */
  always: boolean;
  /** Puts another node in its place. */
  replace(node: ValueNode): void;
}

interface Scope {
  contexts: Shape[];
  parameters: ReadonlyMap<string, Shape>;
  nested: boolean;
}

/** Calls `visit` with each name of a template, from left to right, knowing what `each`, `with` and block parameters rebind. */
export function visitNames(program: ProgramNode, root: Shape, visit: (site: NameSite) => void): void {
  visitProgram(program, { contexts: [root], parameters: new Map(), nested: false }, visit);
}

function visitProgram(program: ProgramNode, scope: Scope, visit: (site: NameSite) => void): void {
  for (const statement of program.body) {
    if (statement.type === 'BlockStatement') visitBlock(statement, scope, visit);
    if (statement.type !== 'MustacheStatement') continue;
    const isCall = statement.params.length > 0 || (statement.hash?.pairs.length ?? 0) > 0;
    if (isCall) visitArguments(statement.path, statement, scope, visit);
    else visitValue(statement.path, scope, { lenient: false, replace: (node) => putHead(statement, node) }, visit);
  }
}

/** A call at the head of a statement is the statement itself, and not in brackets. */
function putHead(statement: MustacheNode, node: ValueNode): void {
  statement.path = node.type === 'SubExpression' ? node.path : node;
  if (node.type === 'SubExpression') statement.params = node.params;
}

function visitBlock(block: BlockNode, scope: Scope, visit: (site: NameSite) => void): void {
  const target = block.params[0] ? shapeOfValue(block.params[0], scope) : 'any';
  visitArguments(block.path, block, scope, visit);
  const inner = { ...scope, nested: true };
  if (block.program) visitProgram(block.program, enterBlock(block, block.program, inner, target), visit);
  if (block.inverse) visitProgram(block.inverse, inner, visit);
}

function enterBlock(block: BlockNode, program: ProgramNode, scope: Scope, target: Shape): Scope {
  const helper = helperName(block.path);
  if (helper !== 'each' && helper !== 'with') return scope;
  const context = helper === 'each' ? itemsOf(target) : target;
  const [first, ...others] = program.blockParams ?? [];
  const parameters = new Map(scope.parameters);
  if (first !== undefined) parameters.set(first, context);
  for (const name of others) parameters.set(name, 'any');
  return { ...scope, contexts: [...scope.contexts, context], parameters };
}

function visitArguments(
  path: ValueNode,
  call: { params: ValueNode[]; hash?: HashNode },
  scope: Scope,
  visit: (site: NameSite) => void,
): void {
  const lenient = HELPERS[helperName(path)]?.lenient ?? false;
  call.params.forEach((value, index) => {
    visitValue(value, scope, { lenient, replace: (node) => (call.params[index] = node) }, visit);
  });
  for (const pair of call.hash?.pairs ?? []) {
    visitValue(pair.value, scope, { lenient, replace: (node) => (pair.value = node) }, visit);
  }
}

function visitValue(
  value: ValueNode,
  scope: Scope,
  place: Pick<NameSite, 'lenient' | 'replace'>,
  visit: (site: NameSite) => void,
): void {
  if (value.type === 'SubExpression') visitArguments(value.path, value, scope, visit);
  if (value.type === 'PathExpression') visit({ node: value, ...baseOf(value, scope), always: !scope.nested, ...place });
}

function baseOf(path: PathNode, scope: Scope): Pick<NameSite, 'base' | 'shape' | 'outer'> {
  if (path.data)
    return {
      base: 'data',
      shape: path.parts[0] === 'root' ? { fields: { root: scope.contexts[0] ?? 'any' } } : 'any',
      outer: false,
    };
  const [first = ''] = path.parts;
  const parameter = path.depth === 0 && !isScoped(path) ? scope.parameters.get(first) : undefined;
  if (parameter !== undefined) return { base: 'parameter', shape: { fields: { [first]: parameter } }, outer: false };
  const level = scope.contexts.length - 1 - path.depth;
  return { base: 'context', shape: scope.contexts[level] ?? 'any', outer: level === 0 };
}

function shapeOfValue(value: ValueNode, scope: Scope): Shape {
  if (value.type !== 'PathExpression') return 'any';
  let found: ShapeLookup = { kind: 'found', shape: baseOf(value, scope).shape };
  for (const part of value.parts) {
    found = lookUpShape(found.shape, part);
    if (found.kind === 'missing') return 'any';
  }
  return found.shape;
}

/** The name of the helper a statement calls; '' when its head is no plain name. */
export function helperName(path: ValueNode): string {
  return path.type === 'PathExpression' && path.parts.length === 1 && !path.data && path.depth === 0 && !isScoped(path)
    ? (path.parts[0] ?? '')
    : '';
}

/** `this.x` and `./x` never mean a block parameter or a helper. */
function isScoped(path: PathNode): boolean {
  return /^(\.|this\b)/.test(path.original);
}
