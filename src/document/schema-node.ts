import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinWords } from './describe-value.js';
import { packageRoot } from './package-root.js';
import { splitPointer } from './pointer.js';

/** The part of JSON Schema that messages are made from. */
export interface SchemaNode {
  $ref?: string;
  type?: string | string[];
  /** flow's own annotation: what belongs here, in the user's words, such as "a duration such as 30 or 1m 30s". */
  expected?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, SchemaNode>;
  required?: string[];
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
  allOf?: SchemaNode[];
  minimum?: number;
  maximum?: number;
  additionalProperties?: SchemaNode | boolean;
  [keyword: string]: unknown;
}

const loaded = new Map<string, SchemaNode>();

/** Reads a published schema, once; only needed to explain what a validator has refused. */
export function loadSchema(name: string): SchemaNode {
  const known = loaded.get(name);
  if (known) return known;
  const schema: SchemaNode = JSON.parse(readFileSync(join(packageRoot, 'schemas', `${name}.schema.json`), 'utf8'));
  loaded.set(name, schema);
  return schema;
}

/** The rules at a path such as `#/properties/timeout/anyOf/0`, and every rule on the way to them; references are followed. */
export function followPath(root: SchemaNode, path: string): SchemaNode[] {
  const trail = [resolveReference(root, root)];
  let at: unknown = root;
  for (const part of splitPointer(path.replace(/^#/, ''))) {
    const name = decodeURIComponent(part);
    const own = childOf(at, name);
    at = own === undefined && isNode(at) ? childOf(resolveReference(root, at), name) : own;
    if (isNode(at)) trail.push(mergeReference(root, at));
  }
  return trail;
}

/** A rule with what its `$ref` names; its own keywords win. */
export function mergeReference(root: SchemaNode, node: SchemaNode): SchemaNode {
  return node.$ref === undefined ? node : { ...resolveReference(root, node), ...node };
}

function resolveReference(root: SchemaNode, node: SchemaNode): SchemaNode {
  let current = node;
  for (let hops = 0; current.$ref !== undefined && hops < 20; hops++) {
    const target = splitPointer(current.$ref.replace(/^#/, '')).reduce<unknown>(
      (part, name) => childOf(part, name),
      root,
    );
    if (!isNode(target)) return current;
    current = target;
  }
  return current;
}

function childOf(parent: unknown, name: string): unknown {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, name)) return undefined;
  return (parent as Record<string, unknown>)[name];
}

function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TYPE_WORDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'nothing',
};

/** Says what a rule expects: its own `expected`, else words made from its keywords. */
export function expectedWords(root: SchemaNode, rule: SchemaNode): string {
  const node = mergeReference(root, rule);
  if (node.expected !== undefined) return node.expected;
  if (node.enum) return joinWords(node.enum.map((choice) => String(choice)));
  if (node.const !== undefined) return String(node.const);
  const branches = node.anyOf ?? node.oneOf;
  if (node.type === undefined && branches) {
    return joinWords([...new Set(branches.map((branch) => expectedWords(root, branch)))]);
  }
  const types = typeof node.type === 'string' ? [node.type] : (node.type ?? []);
  const words = types.map((type) => TYPE_WORDS[type] ?? type);
  return words.length === 0 ? 'something else' : joinWords(words) + limits(node);
}

function limits(node: SchemaNode): string {
  const { minimum, maximum } = node;
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, ${minimum} or more`;
  return maximum === undefined ? '' : `, ${maximum} or less`;
}
