import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FLOW_KEYS, NETMIKO_KEYS, SHARED_KEYS } from '../../src/inventory/key-table.js';

test('the published schema and the reader know the same keys, and each has a description, an example and a title', () => {
  const schema: Schema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../schemas/inventory.schema.json'), 'utf8'),
  );
  const keysOf = (name: string) => Object.keys(schema.$defs?.[name]?.properties ?? {}).sort();
  assert.deepEqual(keysOf('host'), [...FLOW_KEYS.keys()].sort());
  assert.deepEqual(keysOf('group'), [...SHARED_KEYS.keys()].sort());
  assert.deepEqual(keysOf('device'), [...NETMIKO_KEYS.keys()].sort());
  visit(schema, '#');
});

interface Schema {
  title?: string;
  description?: string;
  examples?: unknown[];
  properties?: Record<string, Schema>;
  $defs?: Record<string, Schema>;
  anyOf?: Schema[];
}

function visit(schema: Schema, path: string): void {
  for (const [key, member] of Object.entries(schema.properties ?? {})) {
    assert.ok(member.title && member.description && member.examples?.length, `${path}/${key}`);
    visit(member, `${path}/${key}`);
  }
  for (const [name, member] of Object.entries(schema.$defs ?? {})) visit(member, `${path}/$defs/${name}`);
  for (const member of schema.anyOf ?? []) visit(member, `${path}/anyOf`);
}
