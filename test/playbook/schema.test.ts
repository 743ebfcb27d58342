import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadText } from './load-text.js';

interface Schema {
  [keyword: string]: unknown;
}

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/playbook.schema.json', import.meta.url), 'utf8'),
) as Schema;

test('every key has a title, a description that ends as a sentence, and an example', () => {
  const keys = [...listKeys(schema, '')];
  assert.ok(keys.length > 60);
  for (const [path, key] of keys) {
    assert.equal(typeof key.title, 'string', `${path}: title`);
    assert.match(String(key.description), /\S\.$/, `${path}: description`);
    assert.ok(Array.isArray(key.examples) && key.examples.length > 0, `${path}: examples`);
  }
});

test('every key that need not be written says its default', () => {
  const without = new Set([
    'name',
    'inventory',
    'command',
    'commands',
    'tasks',
    'config',
    'copy',
    'lab',
    'hosts',
    'groups',
    'defaults',
    'match',
    'send',
  ]);
  for (const where of [schema, definition('task')]) {
    for (const [name, key] of Object.entries(where.properties as Record<string, Schema>)) {
      if (without.has(name) || (name === 'needs' && /Without it/.test(String(key.description)))) continue;
      assert.match(String(key.description), /[Dd]efault|else the task is raised/, name);
    }
  }
});

test('every map is closed, or holds names of the user', () => {
  const open: string[] = [];
  walk(schema, '', (node, path) => {
    if (node.type === 'object' && node.additionalProperties === undefined)
      open.push(path.split('/').at(-1) === '' ? path : path);
  });
  assert.deepEqual(
    open.filter((path) => !/\/(vars|defaults|hosts|groups)(\/|$)/.test(path)),
    [],
  );
});

test('the keys are those that the loader reads: each of them can be written', () => {
  const text = `
version: 1
name: every key
description: all that is available
mode: change
inventory: {lab: {cisco_ios: 2}, hosts: {R2: {password: x}}, groups: {}, defaults: {}}
select: host.platform == "cisco_ios"
vars: {ntp: 192.0.2.1}
concurrency: {hosts: 100, per: {site: 4}}
pace: {logins_per_second: 5, jitter: 0.2}
lockout_after: 5
executor: queue
queue: {url: "redis://127.0.0.1", route: host.vars.site}
deterministic: true
helpers: test/playbook/example-helpers.mjs
order: completed
enable: auto
timeout: {connect: 1, auth: 2s, prompt: 3, command: 1m, host: 5, run: 1h}
retry: {attempts: 2, delay: 0, backoff: 2, jitter: 0.1, on: [timeout]}
on_failure: {stop_after: 10%}
batches: [1, 10%, 100%]
tasks:
  - {name: a, commands: [show a, show b], timeout: 5, retry: {attempts: 3}, ignore_errors: true}
  - {name: b, config: [ntp server x], save_config: true, diff: false, needs: [a@all], when: "true", always: true,
     answers: [{match: x, send: "", optional: true}]}
  - {name: e, command: 'show {{item}}', foreach: [1]}
  - {name: c, command: show c, parse: json, expect: output != "", needs: b}
  - {name: d, copy: {from: a.bin, to: "flash:a.bin", direction: put}}
output: [{template: "x", file: x.md, format: md, each: y}, "z"]
`;
  const playbook = loadText(text);
  assert.equal(playbook.tasks.length, 6);
  const written = new Set([...text.matchAll(/([a-z_]+):/g)].map(([, name]) => name));
  const later = ['save'];
  const missing = [
    ...Object.keys(schema.properties as object),
    ...Object.keys(definition('task').properties as object),
  ].filter((name) => !written.has(name) && !later.includes(name));
  assert.deepEqual(
    missing,
    ['command'].filter((name) => !written.has(name)),
  );
});

function definition(name: string): Schema {
  return (schema.$defs as Record<string, Schema>)[name] as Schema;
}

function* listKeys(node: unknown, path: string): Iterable<[string, Schema]> {
  if (typeof node !== 'object' || node === null) return;
  for (const [keyword, value] of Object.entries(node)) {
    if (keyword === 'examples') continue;
    if (keyword === 'properties') {
      for (const [name, key] of Object.entries(value as Record<string, Schema>)) yield [`${path}/${name}`, key];
    }
    yield* listKeys(value, `${path}/${keyword}`);
  }
}

function walk(node: unknown, path: string, visit: (node: Schema, path: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) visit(node as Schema, path);
  for (const [keyword, value] of Object.entries(node))
    if (keyword !== 'examples') walk(value, `${path}/${keyword}`, visit);
}
