import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { packageRoot } from '../../src/document/package-root.js';
import { loadSchema, mergeReference, type SchemaNode } from '../../src/document/schema-node.js';

const schema = loadSchema('platform');
const types = readFileSync(join(packageRoot, 'src/device/platform.ts'), 'utf8');

/** Names of the members of an interface, as written in the types of `device`. */
function membersOf(name: string): string[] {
  const body = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(types)?.[1] ?? assert.fail(name);
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map((match) => match[1] ?? '').sort();
}

function keysAt(...path: string[]): string[] {
  let node = schema;
  for (const part of path) {
    const child = part === 'items' ? node.items : node.properties?.[part];
    node = mergeReference(schema, child as SchemaNode);
  }
  return Object.keys(node.properties ?? {}).sort();
}

test('schema and types of a platform name the same keys', () => {
  assert.deepEqual(
    keysAt().filter((key) => key !== 'extends'),
    membersOf('Platform'),
  );
  assert.deepEqual(keysAt('setup', 'items'), membersOf('SetupStep'));
  assert.deepEqual(keysAt('privilege'), membersOf('Privilege'));
  assert.deepEqual(keysAt('config'), membersOf('ConfigMode'));
  assert.deepEqual(keysAt('save'), membersOf('SaveCommand'));
  assert.deepEqual(keysAt('login', 'items'), membersOf('Question'));
});

test('each key of a platform has a title, a description and an example', () => {
  const visit = (node: SchemaNode, path: string): void => {
    for (const [key, rule] of Object.entries(node.properties ?? {})) {
      const place = `${path}.${key}`;
      for (const annotation of ['title', 'description', 'examples'])
        assert.ok(rule[annotation], `${place}: ${annotation}`);
      visit(rule, place);
    }
    if (node.items) visit(node.items as SchemaNode, `${path}[]`);
  };
  visit(schema, 'platform');
  for (const [name, rule] of Object.entries(schema.$defs as Record<string, SchemaNode>)) visit(rule, name);
});
