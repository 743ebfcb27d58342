import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { DocumentError } from '../../src/error/flow-error.js';
import { loadInventory } from '../../src/inventory/load.js';
import { writeFolder } from './written.js';

const FIXTURES = join(import.meta.dirname, 'fixtures');

const FIXTURE_FILES = [
  'flow.yaml',
  'flow-list.yaml',
  'netmiko.yaml',
  'netmiko-routers.yaml',
  'nornir/hosts.yaml',
  'nornir/groups.yaml',
  'nornir/defaults.yaml',
  'ansible/hosts',
  'ansible/group_vars/core.yml',
  'ansible-yaml/inventory.yml',
  'fleet.csv',
];

for (const name of FIXTURE_FILES) {
  test(`100 mutants of ${name} give hosts or a DocumentError with a place, never another exception`, (t) => {
    const random = makeRandom(42);
    const source = readFileSync(join(FIXTURES, name), 'utf8');
    const { file, inventory } = copyFixture(t, name);
    for (let number = 0; number < 100; number++) {
      const mutant = mutate(source, random);
      writeFileSync(file, mutant);
      try {
        assert.ok(loadInventory([inventory]).hosts.length > 0);
      } catch (error) {
        assert.ok(
          error instanceof DocumentError,
          `${JSON.stringify(mutant)}: ${error instanceof Error ? error.stack : error}`,
        );
        const ofWholeFile = /the file is empty|nothing but comments/;
        for (const { position, message } of error.diagnostics)
          assert.ok(position || ofWholeFile.test(message), `${message}: no place`);
      }
    }
  });
}

/** A folder with the fixture and what it needs beside it. */
function copyFixture(t: TestContext, name: string): { file: string; inventory: string } {
  const [first = ''] = name.split('/');
  const beside = FIXTURE_FILES.filter((file) => name.includes('/') && file.startsWith(`${first}/`));
  const folder = writeFolder(
    t,
    Object.fromEntries([name, ...beside].map((file) => [file, readFileSync(join(FIXTURES, file), 'utf8')])),
  );
  return { file: join(folder, name), inventory: join(folder, first) };
}

function mutate(source: string, random: (below: number) => number): string {
  let text = source;
  for (let times = 1 + random(3); times > 0; times--) {
    const at = random(text.length + 1);
    const end = Math.min(text.length, at + random(12));
    const pieces = [
      '',
      ':',
      ' ',
      '\n',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '${',
      '${env:',
      '\t',
      '- ',
      '#',
      '\u0000',
      '*a',
      '&a ',
      '999999',
      '=',
      ',',
      '|',
      text.slice(at, end).repeat(2),
      'é',
      '\u202e',
      '!x ',
      '<<: ',
    ];
    text = text.slice(0, at) + (pieces[random(pieces.length)] ?? '') + text.slice(random(2) === 0 ? at : end);
  }
  return text;
}

function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
